"""What of the RDF of others is kept: nothing in our name, nothing left out unsaid."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import Literal, NamedNode

from kg.errors import InputError, Position, UnexpectedValueError
from kg.mapping.foreign.namespaces import graph_iri
from kg.model.records.rdf import Omission
from kg.rdf.iri import shorten
from kg.rdf.namespaces import BASE
from kg.rdf.statement import Statement
from kg.rdf.terms import RDF

Test = Callable[[Statement], bool]


def faults(statements: Iterable[Statement]) -> Iterator[InputError]:
    """Yield what others may not state: about our things, or in our terms.

    They may lead to our things, as any web page may.
    """
    for statement in statements:
        for term in _stating(statement):
            if isinstance(term, NamedNode) and term.value.startswith(BASE):
                expected = "terms of theirs: ours are stated by an alignment alone"
                at, found = statement.position, shorten(term.value)
                yield UnexpectedValueError(at, found, expected)
            elif isinstance(term, NamedNode) and term.value.startswith("file:"):
                expected = "an IRI that is not relative, or 'base' in rdf.yml"
                yield UnexpectedValueError(
                    statement.position, "a relative IRI", expected
                )


def _stating(statement: Statement) -> Iterator[object]:
    """Yield the terms of a statement that must be theirs."""
    quad = statement.quad
    yield from (quad.subject, quad.predicate, quad.graph_name)
    value = quad.object
    if isinstance(value, Literal):
        yield value.datatype
    elif quad.predicate == RDF.type or _is_file(value):
        yield value


def _is_file(value: object) -> bool:
    return isinstance(value, NamedNode) and value.value.startswith("file:")


def kept(
    statements: Iterable[Statement], omissions: Iterable[Omission], counts: Counter[str]
) -> list[Statement]:
    """List what no omission takes out, and count the rest by the reasons given.

    Raises:
        UnexpectedValueError: an omission takes nothing out.
    """
    left = list(statements)
    for omission in omissions:
        test = _test(omission, left)
        staying = [statement for statement in left if not test(statement)]
        if len(staying) == len(left):
            at, expected = _place(omission), "something in the files that it leaves out"
            raise UnexpectedValueError(at, "an omission of nothing", expected)
        counts[omission.reason] += len(left) - len(staying)
        left = staying
    return left


def _place(omission: Omission) -> Position:
    name = next(name for name, value in omission.choices() if value is not None)
    return omission.at(name)


def _test(omission: Omission, statements: Iterable[Statement]) -> Test:
    if omission.property is not None:
        predicate = NamedNode(omission.property)
        return lambda it: it.quad.predicate == predicate
    if omission.graph is not None:
        return lambda it: graph_iri(it.quad) == omission.graph
    if omission.namespace is not None:
        start = omission.namespace
        return lambda it: _iri(it.quad.subject).startswith(start)
    instances = {
        it.quad.subject
        for it in statements
        if it.quad.predicate == RDF.type and _iri(it.quad.object) == omission.class_
    }
    return lambda it: it.quad.subject in instances


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""
