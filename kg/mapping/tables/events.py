"""Events of rows: when, where, who, how many, and the row that bears them."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.errors import Position, UnexpectedValueError
from kg.mapping.names import AGENTS, Named
from kg.mapping.tables.claims import Claims
from kg.mapping.tables.evidence import Passages
from kg.mapping.tables.openness import Openness
from kg.mapping.tables.scope import TableScope
from kg.mapping.tables.terms import Terms, first_value
from kg.mapping.tables.things import Things, local_name
from kg.mapping.tables.values import Span, span_iri, span_statements
from kg.model.dates import Edtf
from kg.model.reading import Reading
from kg.model.records.tables.events import EventMap, PlaceUse, RoleMap, TimeMap
from kg.model.values import Dates
from kg.rdf.iri import mint
from kg.rdf.statement import Statement
from kg.rdf.terms import HS, RDF, SKOS


@dataclass(frozen=True, slots=True)
class Occasion:
    """An event of a row, on one of its dates.

    Attributes:
        key: what identifies it in the table.
        class_: the class that follows from its type.
    """

    iri: NamedNode
    key: str
    types: tuple[NamedNode, ...]
    class_: NamedNode
    span: Edtf | None

    @property
    def local(self) -> str:
        """The last segment of its IRI."""
        return self.iri.value.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Events:
    """Makes the events of a table."""

    scope: TableScope
    terms: Terms
    things: Things
    passages: Passages
    claims: Claims
    openness: Openness

    def statements(self, reading: Reading, key: str) -> Iterator[Statement]:
        """State the events of a row that has a key."""
        for event in self.scope.mapping.events:
            parts = (reading,) if event.each is None else reading.parts[event.each]
            for number, part in enumerate(parts):
                if self._applies(event, part):
                    own = key if event.each is None else f"{key}.{number}"
                    yield from self._event(event, part, own)

    def _applies(self, event: EventMap, reading: Reading) -> bool:
        tests = self.scope.tests
        return tests.all_hold(event.when, reading.texts) and not tests.any_holds(
            event.unless, reading.texts
        )

    def _event(
        self, event: EventMap, reading: Reading, row_key: str
    ) -> Iterator[Statement]:
        key = row_key if event.key is None else self.terms.text(event.key, reading)
        if not key:
            at = reading.at(event.key.column if event.key else None)
            raise UnexpectedValueError(at, "no key", "what identifies the event")
        if event.key is not None and self.openness.hides(event.key, reading):
            key = row_key
        spans = self._spans(event.time, reading)
        for number, span in enumerate(spans):
            own = key if len(spans) == 1 else f"{key}.{number + 1}"
            yield from self._occasion(
                event, reading, self._name(event, reading, own, span)
            )

    def _name(
        self, event: EventMap, reading: Reading, key: str, span: Edtf | None
    ) -> Occasion:
        at = reading.at()
        types = tuple(
            dict.fromkeys(
                type_
                for term in event.types
                for type_ in self.terms.concepts("event-type", term, reading)
            )
        )
        if not types:
            at = reading.at(event.types[0].column)
            raise UnexpectedValueError(at, "no type", "a type of event")
        class_ = self.scope.codes.event_class(types[0], at)
        public = self.scope.mapping.public_key and class_ != HS.Act
        namespace = self.scope.namespace
        local = local_name(namespace, "event", key, at, public=public)
        return Occasion(mint("event", local), key, types, class_, span)

    def _spans(self, time: TimeMap | None, reading: Reading) -> list[Edtf | None]:
        """List the dates of a row; one event is without a date where it has none."""
        starts = first_value(reading, None if time is None else time.start)
        if time is None or not isinstance(starts, Dates):
            return [None]
        ends = first_value(reading, time.end)
        if not isinstance(ends, Dates):
            return list(starts.spans)
        return [self._interval(starts.spans[0], ends.spans[-1], reading.at(time.end))]

    def _interval(self, start: Edtf, end: Edtf, at: Position) -> Edtf:
        if start.text == end.text:
            return start
        text = f"{start.text}/{end.text}"
        try:
            return Edtf.parse(text)
        except ValueError as error:
            expected = f"no day before {start.text}"
            raise UnexpectedValueError(at, end.text, expected) from error

    def _occasion(
        self, event: EventMap, reading: Reading, made: Occasion
    ) -> Iterator[Statement]:
        scope, iri, at = self.scope, made.iri, reading.at()
        passage = self.passages.iri(reading)
        yield scope.fact(iri, HS.reportedIn, scope.document.iri, at)
        yield scope.fact(iri, HS.evidence, passage, at)
        if event.key is None or scope.first(iri):
            scope.account.things["event"] += 1
            yield from self._described(event, reading, made)
        if event.time is not None and made.span is not None:
            yield from self._time(event.time, reading, made.span, iri)
        for role in event.participants:
            yield from self._participation(role, reading, made)
        yield from self.claims.statements(event.claims, reading, made.key, iri)

    def _described(
        self, event: EventMap, reading: Reading, made: Occasion
    ) -> Iterator[Statement]:
        scope, iri, at = self.scope, made.iri, reading.at()
        yield scope.fact(iri, RDF.type, HS.Event, at)
        if made.class_ != HS.Event:
            yield scope.fact(iri, RDF.type, made.class_, at)
        for type_ in made.types:
            yield scope.fact(iri, HS.eventType, type_, at)
        date = "" if made.span is None else made.span.text
        for language, template in event.label.items():
            text = self.openness.label(template, reading, date)
            label = Literal(text, language=language)
            yield scope.fact(iri, SKOS.prefLabel, label, at)
        yield from self._context(event, reading, iri)

    def _context(
        self, event: EventMap, reading: Reading, iri: NamedNode
    ) -> Iterator[Statement]:
        if event.place is not None:
            yield from self._place(event.place, reading, iri)
        for term in event.concerns:
            at = reading.at(term.column)
            for about in self.terms.things(("place", *AGENTS), term, reading):
                yield self.scope.fact(iri, HS.concerns, about.iri, at)
        for name in event.covered_by:
            yield from self._covered(name, reading, iri)
        reason = self.openness.words(event.reason, reading)
        if reason:
            words = self.scope.words(reason)
            yield self.scope.fact(iri, HS.statedReason, words, reading.at())

    def _time(
        self, time: TimeMap, reading: Reading, edtf: Edtf, event: NamedNode
    ) -> Iterator[Statement]:
        precision: str = edtf.precision
        if time.precision is not None:
            precision = next(iter(self.terms.keys(time.precision, reading)), precision)
        span = Span(edtf, time.basis, precision)
        iri, at = span_iri(self.scope, span), reading.at(time.start)
        yield self.scope.fact(event, HS.time, iri, at)
        yield self.scope.fact(iri, HS.evidence, self.passages.iri(reading), at)
        if self.scope.first(iri):
            yield from span_statements(self.scope, iri, span, at)

    def _place(
        self, place: PlaceUse, reading: Reading, event: NamedNode
    ) -> Iterator[Statement]:
        scope = self.scope
        for term in place.at_:
            at = reading.at(term.column)
            found = self.terms.things(("place",), term, reading)
            for where in found:
                yield scope.fact(event, HS.place, where.iri, at)
            if found:
                basis = scope.concept("basis", place.basis, at)
                yield scope.fact(event, HS.placeBasis, basis, at)
                break
        if place.precision is not None:
            for code in self.terms.concepts("precision", place.precision, reading):
                at = reading.at(place.precision.column)
                yield scope.fact(event, HS.placePrecision, code, at)

    def _covered(
        self, name: str, reading: Reading, event: NamedNode
    ) -> Iterator[Statement]:
        each = self.things.kinds[name][1].each
        parts = reading.parts.get(each or "", (reading,))
        for part in parts:
            document = self.things.find(name, part)
            if document is not None:
                yield self.scope.fact(document.iri, HS.covers, event, part.at())

    def _participation(
        self, use: RoleMap, reading: Reading, event: Occasion
    ) -> Iterator[Statement]:
        parts = (reading,) if use.each is None else reading.parts[use.each]
        for part in parts:
            for agent in self.terms.things(AGENTS, use.agent, part):
                yield from self._part(use, part, event, agent)

    def _part(
        self, use: RoleMap, reading: Reading, event: Occasion, agent: Named
    ) -> Iterator[Statement]:
        scope, at = self.scope, reading.at(use.agent.column)
        role = scope.concept("role", use.role, at)
        iri = mint("participation", f"{event.local}.{use.role}.{agent.local}")
        yield scope.fact(iri, RDF.type, HS.Participation, at)
        yield scope.fact(iri, HS.inEvent, event.iri, at)
        yield scope.fact(iri, HS.agent, agent.iri, at)
        yield scope.fact(iri, HS.role, role, at)
        modality = scope.concept("modality", use.modality, at)
        yield scope.fact(iri, HS.modality, modality, at)
        yield scope.fact(iri, HS.evidence, self.passages.iri(reading), at)
        shortcut = scope.codes.shortcuts.get(role)
        if shortcut is not None and use.modality == "asserted":
            yield scope.fact(event.iri, shortcut, agent.iri, at)
