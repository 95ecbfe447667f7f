"""SPARQL constraints over a store: rows in, findings out."""

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from kg.errors import UnexpectedValueError
from kg.rdf.sparql import bind
from kg.rdf.terms import SH
from kg.validation.constraint import SparqlConstraint
from kg.validation.finding import Finding, display
from kg.validation.focus import focus_query
from kg.validation.index import Term
from kg.validation.paths import Path
from kg.validation.shape import english
from kg.validation.shapes import Shapes

Row = dict[str, Term]
PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")


def sparql_findings(store: Store, shapes: Shapes) -> Iterator[Finding]:
    """Yield the rows of every constraint as findings."""
    for constraint in shapes.constraints:
        yield from constraint_findings(store, constraint)


def constraint_findings(
    store: Store, constraint: SparqlConstraint
) -> Iterator[Finding]:
    """Yield the rows of one constraint as findings, of all its focus nodes."""
    if constraint.setwise is None:
        yield from node_findings(store, constraint, focus_nodes(store, constraint))
    else:
        for row in _answers(store, constraint.setwise):
            yield _finding(constraint, row)


def node_findings(
    store: Store, constraint: SparqlConstraint, focus: Iterable[Term]
) -> Iterator[Finding]:
    """Ask a constraint of each focus node by itself, as SHACL describes it.

    Raises:
        UnexpectedValueError: a focus node is blank, and no query can name it.
    """
    for node in focus:
        if isinstance(node, BlankNode):
            raise UnexpectedValueError(
                f"SPARQL constraint of {display(constraint.shape.node)}",
                f"the blank node {node} as a focus node",
                "nodes with an IRI: this constraint is asked of each node by itself",
            )
        for row in _answers(store, bind(constraint.query, {"this": node})):
            yield _finding(constraint, {**row, "this": node})


def focus_counts(store: Store, shapes: Shapes) -> dict[NamedNode, int]:
    """Count the focus nodes of every shape that looks at something by itself.

    A shape with none checks nothing: its class may be misspelt or unused.
    """
    counts: dict[NamedNode, int] = {}
    for shape in shapes:
        if (
            shape.targets
            and not shape.deactivated
            and isinstance(shape.node, NamedNode)
        ):
            query = focus_query(shapes.graph, shapes.by_node, shape)
            counts[shape.node] = sum(1 for _ in _answers(store, query))
    return counts


def focus_nodes(store: Store, constraint: SparqlConstraint) -> set[Term]:
    """Collect the focus nodes of a constraint."""
    return {row["this"] for row in _answers(store, constraint.focus)}


def _answers(store: Store, query: str) -> Iterator[Row]:
    solutions = store.query(query)
    if not isinstance(solutions, QuerySolutions):
        raise TypeError("a constraint is a SELECT query")
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        values = ((name, solution[name]) for name in names)
        yield {name: value for name, value in values if isinstance(value, Term)}


def _finding(constraint: SparqlConstraint, row: Row) -> Finding:
    shape = constraint.shape
    path: Path | None = shape.path
    if isinstance(found := row.get("path"), NamedNode):
        path = found
    value = row.get("value")
    if value is None and shape.path is None:
        value = row["this"]
    return Finding(
        shape=shape.node,
        severity=shape.severity,
        message=_message(constraint, row),
        focus=row["this"],
        path=path,
        value=value,
        component=NamedNode(SH.base + "SPARQLConstraintComponent"),
    )


def _message(constraint: SparqlConstraint, row: Row) -> str:
    said = row.get("message")
    text = said.value if isinstance(said, Literal) else english(constraint.messages)
    return PLACEHOLDER.sub(lambda match: _shown(row.get(match[1]), match[0]), text)


def _shown(term: Term | None, otherwise: str) -> str:
    if term is None:
        return otherwise
    return term.value if isinstance(term, Literal) else display(term)
