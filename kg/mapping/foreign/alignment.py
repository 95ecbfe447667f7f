"""An alignment: which of our terms the terms of others are.

It is RDF itself, in terms that any tool reads: classes by `rdfs:subClassOf` or
`owl:equivalentClass`, properties by `rdfs:subPropertyOf`, `owl:equivalentProperty` or
`owl:inverseOf`, concepts by `skos:exactMatch` and its kin.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Quad

from kg.errors import Position, UnexpectedValueError
from kg.mapping.codes import Codes
from kg.model.faults import Faults
from kg.rdf.iri import shorten
from kg.rdf.namespaces import OURS, VOCAB
from kg.rdf.statement import Statement
from kg.rdf.terms import HS, OWL, RDF, RDFS, SKOS

CLASSES = {RDFS.subClassOf, OWL.equivalentClass}
PROPERTIES = {RDFS.subPropertyOf, OWL.equivalentProperty}
MATCHES = {
    SKOS.exactMatch,
    SKOS.closeMatch,
    SKOS.broadMatch,
    SKOS.narrowMatch,
    SKOS.relatedMatch,
}

Terms = defaultdict[NamedNode, list[NamedNode]]


def _none() -> Terms:
    return defaultdict(list)


@dataclass(frozen=True, slots=True)
class Alignment:
    """What the terms of others are in ours.

    Attributes:
        classes: a class of theirs → classes of ours.
        properties: a property of theirs → properties of ours.
        inverses: a property of theirs → those of ours that say it the other way round.
        concepts: a concept of theirs → the one of ours that is exactly that.
        matches: all links between concepts, as the files say them.
    """

    classes: Terms = field(default_factory=_none)
    properties: Terms = field(default_factory=_none)
    inverses: Terms = field(default_factory=_none)
    concepts: dict[NamedNode, NamedNode] = field(default_factory=dict)
    matches: list[Statement] = field(default_factory=list)

    def mapped(self, quad: Quad) -> Iterable[tuple[object, NamedNode, object]]:
        """Yield what a statement of theirs says in our terms, or is said in them."""
        if quad.predicate in HS or (quad.predicate == RDF.type and quad.object in HS):
            yield quad.subject, quad.predicate, self._concept(quad.object)
        if quad.predicate == RDF.type:
            for class_ in self._ours(self.classes, quad.object):
                yield quad.subject, RDF.type, class_
        for property_ in self._ours(self.properties, quad.predicate):
            yield quad.subject, property_, self._concept(quad.object)
        for property_ in self._ours(self.inverses, quad.predicate):
            yield quad.object, property_, self._concept(quad.subject)

    def _ours(self, terms: Terms, theirs: object) -> list[NamedNode]:
        return terms.get(theirs, []) if isinstance(theirs, NamedNode) else []

    def _concept(self, value: object) -> object:
        return (
            self.concepts.get(value, value) if isinstance(value, NamedNode) else value
        )


def read_alignment(statements: Iterable[Statement], codes: Codes) -> Alignment:
    """Read the statements of alignment files.

    Raises:
        InputErrors: what is not such a link, from a term of theirs to a declared one of
            ours; people, who are not taken from the RDF of others.
    """
    alignment, faults = Alignment(), Faults()
    for statement in statements:
        faults.catch(lambda it=statement: _add(alignment, it, codes))  # type: ignore[misc]
    faults.raise_any()
    return alignment


def _add(alignment: Alignment, statement: Statement, codes: Codes) -> None:
    theirs, ours = _ends(statement)
    predicate, at = statement.quad.predicate, statement.position
    if predicate in CLASSES:
        alignment.classes[theirs].append(_declared(ours, at))
    elif predicate in PROPERTIES:
        alignment.properties[theirs].append(_declared(ours, at))
    elif predicate == OWL.inverseOf:
        alignment.inverses[theirs].append(_declared(ours, at))
    elif predicate in MATCHES:
        _match(alignment, statement, codes)
    else:
        known = sorted(shorten(it.value) for it in CLASSES | PROPERTIES | MATCHES)
        expected = f"a link of an alignment: owl:inverseOf, {', '.join(known)}"
        raise UnexpectedValueError(at, shorten(predicate.value), expected)


def _ends(statement: Statement) -> tuple[NamedNode, NamedNode]:
    subject, value = statement.quad.subject, statement.quad.object
    at = statement.position
    if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode):
        raise UnexpectedValueError(at, "a node without an IRI", "two IRIs")
    if subject.value.startswith(OURS):
        found, expected = shorten(subject.value), "a term of theirs first, then ours"
        raise UnexpectedValueError(at, found, expected)
    return subject, value


def _declared(term: NamedNode, at: Position) -> NamedNode:
    """Return a term of ours, or of a vocabulary that we use."""
    name = shorten(term.value)
    if term.value.startswith(HS.base) and term not in HS:
        known = [shorten(it.value) for it in HS]
        raise UnexpectedValueError(at, name, "a declared term", known)
    if name == term.value:
        expected = "a term of the ontology, or of a vocabulary in its list of prefixes"
        raise UnexpectedValueError(at, term.value, expected)
    if term == HS.Person:
        expected = "no people: who may be named is in data/authority/"
        raise UnexpectedValueError(at, name, expected)
    return term


def _match(alignment: Alignment, statement: Statement, codes: Codes) -> None:
    theirs, ours = _ends(statement)
    at = statement.position
    scheme, _slash, code = ours.value.removeprefix(VOCAB).rpartition("/")
    if scheme not in codes.schemes or not ours.value.startswith(VOCAB):
        expected = "a concept of ours, such as vr:expression"
        raise UnexpectedValueError(at, shorten(ours.value), expected)
    codes.concept(scheme, code, at)
    if statement.quad.predicate == SKOS.exactMatch:
        alignment.concepts[theirs] = ours
    alignment.matches.append(statement)
