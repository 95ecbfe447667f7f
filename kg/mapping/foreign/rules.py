"""What of the RDF of others is kept: nothing in our name, nothing left out unsaid."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Set

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import InputError, Position, UnexpectedValueError
from kg.mapping.foreign.namespaces import graph_iri
from kg.mapping.foreign.spoken import SPOKEN
from kg.model.records.rdf import Omission
from kg.rdf.iri import shorten
from kg.rdf.namespaces import OURS
from kg.rdf.statement import Statement
from kg.rdf.terms import OWL, RDF

Test = Callable[[Statement], bool]


def faults(
    statements: Iterable[Statement], *, our_terms: bool = False
) -> Iterator[InputError]:
    """Yield what others may not state: about our things, or in our terms.

    They may lead to our things, as any web page may. With `our_terms` they may speak
    in those that are listed in `kg.mapping.foreign.spoken`; what is the same as what
    they leave to us even then.
    """
    spoken = SPOKEN if our_terms else frozenset[NamedNode]()
    expected = _SPOKEN if our_terms else _THEIRS
    for statement in statements:
        at = statement.position
        if our_terms and _identifies(statement.quad):
            found = "owl:sameAs to a thing of ours"
            yield UnexpectedValueError(at, found, "no judgement of identity")
        for iri in _stating(statement.quad, spoken):
            if iri.startswith(OURS):
                yield UnexpectedValueError(at, shorten(iri), expected)
            elif iri.startswith("file:"):
                yield UnexpectedValueError(at, "a relative IRI", _RELATIVE)


_RELATIVE = "an IRI that is not relative, or 'base' in rdf.yml"
_THEIRS = "terms of theirs: ours are stated by an alignment alone"
_SPOKEN = "things of theirs, and of our terms those that others may use"


def _identifies(quad: Quad) -> bool:
    """Tell whether a statement says which of our things one of theirs is."""
    same = quad.predicate == OWL.sameAs
    return same and any(_iri(it).startswith(OURS) for it in (quad.subject, quad.object))


def _stating(quad: Quad, spoken: Set[NamedNode]) -> Iterator[str]:
    """Yield the IRIs of a statement that must be theirs, but for terms they may use."""
    yield from (_iri(quad.subject), _iri(quad.graph_name))
    value = quad.object
    if quad.predicate not in spoken:
        yield quad.predicate.value
    if isinstance(value, Literal):
        yield value.datatype.value
    elif (quad.predicate == RDF.type and value not in spoken) or _is_file(value):
        yield _iri(value)


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
