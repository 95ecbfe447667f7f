"""Constraints that are queries, where values are judged by them."""

from dataclasses import dataclass
from typing import cast

import numpy as np

from kg.validation.columns.graph import Graph
from kg.validation.constraints.counts import missing
from kg.validation.index import Term
from kg.validation.plan import Component, Faults, Values
from kg.validation.queries.asking import agrees, node_findings
from kg.validation.queries.constraint import AskConstraint, SparqlConstraint
from kg.validation.watch import watched


@dataclass(frozen=True, slots=True)
class AskTest:
    """A validator says yes to every value."""

    constraint: AskConstraint

    @property
    def component(self) -> Component:
        """The component that has the validator."""
        return self.constraint.component

    def faults(self, graph: Graph, values: Values) -> Faults:
        """Ask of every value of every focus node."""
        left, right = values.pairs.left, values.pairs.right
        asked = zip(graph.terms(left), graph.terms(right), strict=True)
        with watched(self.constraint.shape.node):
            wrong = [
                not agrees(
                    graph.store, self.constraint, *cast("tuple[Term, Term]", pair)
                )
                for pair in asked
            ]
        failed = values.pairs.where(np.array(wrong, np.bool_))
        return Faults(failed.left, failed.right)


@dataclass(frozen=True, slots=True)
class SelectCondition:
    """A SPARQL constraint of a shape that others judge by: nodes without a row."""

    constraint: SparqlConstraint

    @property
    def component(self) -> Component:
        """The component that the query is of."""
        return Component(self.constraint.component, self.constraint.messages)

    def faults(self, graph: Graph, values: Values) -> Faults:
        """Ask of every focus node by itself."""
        nodes = cast("list[Term]", graph.terms(values.focus))
        with watched(self.constraint.shape.node):
            found = list(node_findings(graph.store, self.constraint, nodes))
        return missing(graph.dictionary.find_all({it.focus for it in found}))
