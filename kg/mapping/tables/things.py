"""Agents, places and documents that the rows of a table tell of, each stated once."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from kg.errors import DanglingKeyError, Position, UnexpectedValueError
from kg.mapping.names import Named
from kg.mapping.scope import Object, integer
from kg.mapping.tables.evidence import Passages
from kg.mapping.tables.openness import WITHHELD, Openness
from kg.mapping.tables.scope import TableScope
from kg.mapping.tables.terms import Terms, first_value
from kg.model.mention import is_key_of_person
from kg.model.reading import Reading
from kg.model.records.tables.term import Term
from kg.model.records.tables.things import (
    DocumentMap,
    GroupMap,
    OrganisationMap,
    PersonMap,
    PlaceMap,
    Thing,
)
from kg.model.values import Count, Dates, Number
from kg.rdf.iri import mint, opaque
from kg.rdf.statement import Statement
from kg.rdf.terms import DCT, HS, RDF, SCHEMA, SKOS, XSD

PUBLIC_KEY = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
"""What a key has to be to stand in an IRI, in lower case."""

_KEPT = 1 << 16
"""Things whose names are remembered; then all are forgotten and found anew."""

Fact = tuple[NamedNode, Object]
"""A predicate and its value."""


def local_name(
    namespace: str, kind: str, key: str, at: Position, *, public: bool
) -> str:
    """Give the last segment of the IRI of something that a row has a key for.

    Raises:
        UnexpectedValueError: the key is said to be public and cannot stand in an IRI.
    """
    if not public:
        return opaque(namespace, kind, key.casefold())
    if not PUBLIC_KEY.fullmatch(key.lower()) or is_key_of_person(key):
        expected = "a key of letters and digits that is made of no name, since "
        raise UnexpectedValueError(at, repr(key), f"{expected}'public-key' is true")
    return f"{namespace}.{key.lower()}"


@dataclass(frozen=True, slots=True)
class Things:
    """Makes the things of a table.

    Attributes:
        kinds: name in the mapping → the kind of thing it is, and how it is made.
    """

    scope: TableScope
    terms: Terms
    openness: Openness
    passages: Passages
    kinds: Mapping[str, tuple[str, Thing]]
    _named: dict[tuple[str, str], Named] = field(default_factory=dict)
    _entered: set[NamedNode] = field(default_factory=set)
    _hidden: dict[tuple[int, str, str], int] = field(default_factory=dict)

    def find(self, name: str, reading: Reading) -> Named | None:
        """Return the thing of this name that a row tells of, if it does.

        Raises:
            DanglingKeyError: the mapping makes no such thing.
        """
        if name not in self.kinds:
            at, expected = self.scope.mapping.at(), "a thing that this mapping makes"
            raise DanglingKeyError(at, name, expected, self.kinds)
        kind, thing = self.kinds[name]
        tests, texts = self.scope.tests, reading.texts
        if not tests.all_hold(thing.when, texts) or tests.any_holds(
            thing.unless, texts
        ):
            return None
        key = self.terms.text(thing.key, reading)
        if not key:
            return None
        named = self._named.get((name, key))
        if named is None:
            if len(self._named) >= _KEPT:
                self._named.clear()
            named = self._named[name, key] = self._name(kind, thing, key, reading)
        return named

    def _name(self, kind: str, thing: Thing, key: str, reading: Reading) -> Named:
        at = reading.at(thing.key.column)
        known = None if thing.known is None else self.scope.lookups[thing.known]
        for target in known.find(key) or () if known else ():
            entry = self.terms.target((kind,), target, at)
            self._entered.add(entry.iri)
            return entry
        public = thing.public_key and kind != "person"
        if not public and self.openness.hides(thing.key, reading):
            key = self._standing(kind, key, reading)
        local = local_name(self.scope.namespace, kind, key, at, public=public)
        return Named(kind, mint(kind, local), at)

    def _standing(self, kind: str, key: str, reading: Reading) -> str:
        """Say where something stands in the table, in place of a key that names."""
        line = reading.line
        if self._hidden and next(iter(self._hidden))[0] != line:
            self._hidden.clear()
        number = self._hidden.setdefault((line, kind, key), len(self._hidden))
        return f"r{self.scope.source.revision}.{line}.{number}"

    def statements(self, reading: Reading) -> Iterator[Statement]:
        """State the things of a row that no row before it has told of."""
        for name, (_kind, thing) in self.kinds.items():
            parts = (reading,) if thing.each is None else reading.parts[thing.each]
            for part in parts:
                yield from self._thing(name, part)

    def _thing(self, name: str, reading: Reading) -> Iterator[Statement]:
        named = self.find(name, reading)
        if named is None:
            return
        kind, thing = self.kinds[name]
        scope, at = self.scope, reading.at(thing.key.column)
        printed = self._words(thing, thing.printed, reading)
        if printed and scope.first(NamedNode(f"{named.iri.value}#{opaque(printed)}")):
            yield scope.fact(named.iri, HS.nameInSource, scope.words(printed), at)
        if not scope.first(named.iri):
            return
        if thing.mentioned:
            yield scope.fact(scope.document.iri, HS.mentions, named.iri, at)
        entered = named.iri in self._entered
        if not entered:
            scope.account.things[kind] += 1
        facts = self._added if entered else self._facts
        for predicate, value in facts(thing, reading, at):
            yield scope.fact(named.iri, predicate, value, at)

    def _added(self, thing: Thing, reading: Reading, at: Position) -> Iterator[Fact]:
        """Say of what has an entry what entries do not say: where a place lies."""
        if isinstance(thing, PlaceMap):
            yield from self._position(thing, reading, at)

    def _facts(self, thing: Thing, reading: Reading, at: Position) -> Iterator[Fact]:
        for language, template in (thing.label or {}).items():
            named = isinstance(thing, PersonMap)  # whose mapping says why
            fill = self.terms.fill if named else self.openness.label
            label = fill(template, reading)
            if label:
                yield SKOS.prefLabel, Literal(label, language=language)
        match thing:
            case OrganisationMap():
                yield from self._organisation(thing, reading)
            case PersonMap():
                yield from self._person(thing, at)
            case GroupMap():
                yield from self._group(thing, reading, at)
            case PlaceMap():
                yield from self._place(thing, reading, at)
            case DocumentMap():
                yield from self._document(thing, reading, at)
            case _:
                pass

    def _words(self, thing: Thing, term: Term | None, reading: Reading) -> str:
        """Return words for all to read; of people their mapping says why they may."""
        if isinstance(thing, PersonMap):
            return self.terms.text(term, reading)
        return self.openness.words(term, reading)

    def _organisation(self, thing: OrganisationMap, reading: Reading) -> Iterator[Fact]:
        yield RDF.type, HS.Organisation
        yield RDF.type, HS.Agent
        for type_ in self.terms.concepts("org-type", thing.type, reading):
            yield HS.orgType, type_
        if thing.country is not None:
            for country in self.terms.things(("place",), thing.country, reading):
                yield HS.country, country.iri

    def _group(self, group: GroupMap, reading: Reading, at: Position) -> Iterator[Fact]:
        yield RDF.type, HS.Group
        yield RDF.type, HS.Agent
        match first_value(reading, group.size):
            case Number(number):
                yield HS.size, integer(int(number))
            case Count(_verbatim, lower, upper) if lower == upper and lower is not None:
                yield HS.size, integer(lower)
        yield (
            HS.membershipCompleteness,
            self.scope.concept("completeness", "unknown", at),
        )
        yield HS.evidence, self.passages.iri(reading)

    def _person(self, person: PersonMap, at: Position) -> Iterator[Fact]:
        yield RDF.type, HS.Person
        yield RDF.type, HS.Agent
        yield HS.riskLevel, self.scope.concept("risk", person.risk, at)
        reviewed = person.risk_reviewed.isoformat()
        yield HS.riskReviewedOn, Literal(reviewed, datatype=XSD.date)
        basis = self.scope.concept("publication-basis", person.basis, at)
        yield HS.publicationBasis, basis

    def _place(self, place: PlaceMap, reading: Reading, at: Position) -> Iterator[Fact]:
        yield RDF.type, HS.Place
        yield from self._position(place, reading, at)

    def _position(
        self, place: PlaceMap, reading: Reading, at: Position
    ) -> Iterator[Fact]:
        """Say what a place lies in, and what sort of place it is."""
        if place.within is not None:
            for whole in self.terms.things(("place",), place.within, reading):
                yield HS.within, whole.iri
        if place.precision is not None:
            yield HS.geoPrecision, self.scope.concept("precision", place.precision, at)

    def _document(
        self, document: DocumentMap, reading: Reading, at: Position
    ) -> Iterator[Fact]:
        yield RDF.type, HS.Article
        yield RDF.type, HS.Document
        yield HS.known, self.scope.concept("known", "title-only", at)
        title = self.openness.words(document.title, reading) or WITHHELD
        yield DCT.title, Literal(title, language=document.language)
        yield SCHEMA.inLanguage, Literal(document.language)
        publisher = self.openness.words(document.publisher, reading)
        if publisher:
            yield DCT.publisher, Literal(publisher, language=document.language)
        match first_value(reading, document.published):
            case Dates((span,)) if span.precision == "day":
                yield SCHEMA.datePublished, Literal(span.text, datatype=XSD.date)
