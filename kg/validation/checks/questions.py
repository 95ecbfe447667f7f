"""Checks that are queries: of the folder `checks`, each row is a fault.

A row says where by `?focus`, and may say which `?value` is at fault. The title of the
query is the message, its `**Severity:**` how grave it is.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from kg.errors import Position, UnexpectedValueError
from kg.rdf.namespaces import SHAPES
from kg.rdf.query.catalogue import Query
from kg.rdf.terms import SH
from kg.validation.finding import Finding, Severity
from kg.validation.index import Term

FOLDER = "checks"
FOCUS = "focus"
VALUE = "value"


def question_findings(store: Store, queries: Iterable[Query]) -> list[Finding]:
    """List what the checks among queries find in a store, in a fixed order.

    Raises:
        UnexpectedValueError: a check does not say how grave it is, or has no `?focus`.
    """
    checks = (query for query in queries if query.folder == FOLDER)
    return sorted({found for query in checks for found in _findings(store, query)})


def _findings(store: Store, query: Query) -> Iterator[Finding]:
    solutions = store.query(query.bind())
    where = Position(f"queries/{FOLDER}/{query.name}.rq")
    if not isinstance(solutions, QuerySolutions) or not query.severity:
        raise UnexpectedValueError(where, query.form, "a SELECT with a **Severity:**")
    names = [variable.value for variable in solutions.variables]
    if FOCUS not in names:
        found = " ".join(f"?{name}" for name in names)
        raise UnexpectedValueError(where, found, f"?{FOCUS}, and ?{VALUE} perhaps")
    for row in solutions:
        value = row[VALUE] if VALUE in names else None
        yield Finding(
            shape=NamedNode(SHAPES + query.name),
            severity=Severity.from_iri(SH.iri(query.severity)),
            message=f"{query.title}.",
            focus=_term(row[FOCUS], where),
            path=None,
            value=None if value is None else _term(value, where),
            component=NamedNode(f"{SHAPES}Check"),
        )


def _term(term: object, where: Position) -> Term:
    if isinstance(term, NamedNode | BlankNode | Literal):
        return term
    raise UnexpectedValueError(where, f"a row with {term}", "an IRI or a literal")
