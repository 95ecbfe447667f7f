"""What a value is: of a class, of a datatype, of a kind of node."""

from dataclasses import dataclass

import numpy as np
from pyoxigraph import NamedNode

from kg.rdf.terms import SH
from kg.validation.columns.dictionary import BLANK, IRI, LITERAL, Ids, Mask
from kg.validation.columns.graph import Graph
from kg.validation.columns.pairs import member
from kg.validation.constraints.test import Test
from kg.validation.literals.lexical import is_wellformed


@dataclass(frozen=True, slots=True)
class ClassTest(Test):
    """A value is an instance of a class."""

    iri: NamedNode

    def passes(self, graph: Graph, nodes: Ids) -> Mask:
        """Look the values up among the instances."""
        return member(graph.instances(self.iri), nodes)


@dataclass(frozen=True, slots=True)
class DatatypeTest(Test):
    """A value is a literal of a datatype, and well-formed."""

    iri: NamedNode

    def passes(self, graph: Graph, nodes: Ids) -> Mask:
        """Look at the datatype first."""
        iri, name = self.iri, self.iri.value
        return graph.test_literals(
            nodes, lambda it: it.datatype == iri and is_wellformed(it.value, name)
        )


NODE_KINDS: dict[NamedNode, tuple[int, ...]] = {
    SH.IRI: (IRI,),
    SH.BlankNode: (BLANK,),
    SH.Literal: (LITERAL,),
    SH.BlankNodeOrIRI: (BLANK, IRI),
    SH.BlankNodeOrLiteral: (BLANK, LITERAL),
    SH.IRIOrLiteral: (IRI, LITERAL),
}


@dataclass(frozen=True, slots=True)
class NodeKindTest(Test):
    """A value is of a kind of node."""

    iri: NamedNode

    def passes(self, graph: Graph, nodes: Ids) -> Mask:
        """Look at the kinds of the values."""
        return np.isin(graph.kinds(nodes), NODE_KINDS[self.iri])
