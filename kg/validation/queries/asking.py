"""SPARQL constraints asked of a store: rows in, findings out."""

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    Store,
    Triple,
    Variable,
)

from kg.errors import UnexpectedValueError
from kg.rdf.query.binding import Value, bind, variables
from kg.rdf.query.lexer import tokens
from kg.validation.finding import Finding, display
from kg.validation.index import Term
from kg.validation.paths import Path
from kg.validation.queries.constraint import AskConstraint, SparqlConstraint
from kg.validation.shape import english
from kg.validation.watch import watched

Row = dict[str, Term]
Substitutions = dict[Variable, NamedNode | BlankNode | Literal | Triple]
PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")


def constraint_findings(
    store: Store, constraint: SparqlConstraint
) -> Iterator[Finding]:
    """Yield the rows of one constraint as findings, of all its focus nodes."""
    with watched(constraint.shape.node):
        if constraint.setwise is None:
            focus = focus_nodes(store, constraint)
            found = list(node_findings(store, constraint, focus))
        else:
            rows = answers(store, constraint.setwise)
            found = [_finding(constraint, row) for row in rows]
    yield from found


def node_findings(
    store: Store, constraint: SparqlConstraint, focus: Iterable[Term]
) -> Iterator[Finding]:
    """Ask a constraint of each focus node by itself, as SHACL describes it.

    Raises:
        UnexpectedValueError: a focus node is blank, and the query gives a value to a
            variable: the engine would not see the node there.
    """
    for node in focus:
        for row in _rows_of(store, constraint, node):
            yield _finding(constraint, {**row, "this": node})


def _rows_of(store: Store, constraint: SparqlConstraint, node: Term) -> Iterator[Row]:
    if not isinstance(node, BlankNode):
        return answers(store, bind(constraint.query, {"this": node}))
    if any(token.word == "AS" for token in tokens(constraint.query)):
        raise UnexpectedValueError(
            f"SPARQL constraint of {display(constraint.shape.node)}",
            f"the blank node {node} as a focus node",
            "nodes with an IRI: this constraint is asked of each node by itself",
        )
    return answers(store, constraint.query, {Variable("this"): node})


def agrees(store: Store, constraint: AskConstraint, focus: Term, value: Term) -> bool:
    """Ask a validator of one value of a focus node.

    Raises:
        UnexpectedValueError: one of them is blank, and cannot be named in the query.
    """
    known = variables(constraint.query)
    nodes = {
        name: it for name, it in (("this", focus), ("value", value)) if name in known
    }
    named: dict[str, Value] = {}
    for name, node in nodes.items():
        if isinstance(node, BlankNode):
            raise UnexpectedValueError(
                f"validator of {display(constraint.shape.node)}",
                f"the blank node {node}",
                "nodes that a query can name",
            )
        named[name] = node
    answer = store.query(bind(constraint.query, named))
    if not isinstance(answer, QueryBoolean):
        raise TypeError("a validator is an ASK query")
    return bool(answer)


def focus_nodes(store: Store, constraint: SparqlConstraint) -> set[Term]:
    """Collect the focus nodes of a constraint."""
    return {row["this"] for row in answers(store, constraint.focus)}


def answers(
    store: Store, query: str, substitutions: Substitutions | None = None
) -> Iterator[Row]:
    """Yield the rows of a SELECT query."""
    solutions = store.query(query, substitutions=substitutions)
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
        component=constraint.component,
        own_severity=shape.own_severity,
    )


def _message(constraint: SparqlConstraint, row: Row) -> str:
    said = row.get("message")
    text = said.value if isinstance(said, Literal) else english(constraint.messages)
    return PLACEHOLDER.sub(lambda match: _shown(row.get(match[1]), match[0]), text)


def _shown(term: Term | None, otherwise: str) -> str:
    if term is None:
        return otherwise
    return term.value if isinstance(term, Literal) else display(term)
