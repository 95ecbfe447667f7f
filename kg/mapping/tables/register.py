"""A table as a stream of statements: its document, then all that each row says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, Quad

from kg.errors import (
    DuplicateKeyError,
    InputError,
    Position,
    UnexpectedValueError,
)
from kg.mapping.document import told_statements
from kg.mapping.names import AGENTS
from kg.mapping.scope import SourceScope
from kg.mapping.tables.claims import Claims, property_faults
from kg.mapping.tables.events import Events
from kg.mapping.tables.evidence import Passages
from kg.mapping.tables.met import Met
from kg.mapping.tables.openness import Openness
from kg.mapping.tables.scope import TableScope
from kg.mapping.tables.terms import LINE, Terms, Wanted
from kg.mapping.tables.things import Things
from kg.mapping.tables.usage import column_faults, name_faults, naming_faults, walk
from kg.model.account import Account
from kg.model.faults import Faults
from kg.model.reading import Reading
from kg.model.records.tables.events import (
    ClaimMap,
    EventMap,
    PlaceUse,
    RoleMap,
    TimeMap,
)
from kg.model.records.tables.map import Range, TableMap
from kg.model.records.tables.term import Term
from kg.model.records.tables.things import OrganisationMap, PlaceMap, Thing
from kg.model.text import SourceText
from kg.rdf.statement import Statement
from kg.rdf.terms import HS, RDF, SCHEMA


@dataclass(frozen=True, slots=True)
class Register:
    """Everything that maps one table."""

    scope: TableScope
    terms: Terms
    things: Things
    passages: Passages
    events: Events

    @classmethod
    def of(cls, scope: TableScope) -> "Register":
        """Prepare to map a table.

        Raises:
            InputErrors: all that is wrong with its mapping and its lookups.
        """
        mapping = scope.mapping
        sections: tuple[tuple[str, dict[str, Thing]], ...] = (
            ("organisation", {**mapping.organisations}),
            ("group", {**mapping.groups}),
            ("person", {**mapping.people}),
            ("place", {**mapping.places}),
            ("document", {**mapping.documents}),
        )
        kinds = {n: (k, thing) for k, found in sections for n, thing in found.items()}
        terms = Terms(scope, lambda name, reading: things.find(name, reading))
        openness = Openness(scope, terms)
        passages = Passages(scope, terms, openness)
        things = Things(scope, terms, openness, passages, kinds)
        claims = Claims(scope, terms, passages, openness)
        register = cls(
            scope,
            terms,
            things,
            passages,
            Events(scope, terms, things, passages, claims, openness),
        )
        faults = Faults()
        faults.extend(name_faults(mapping, scope.lookups))
        faults.extend(column_faults(mapping))
        faults.extend(naming_faults(mapping))
        faults.raise_any()
        faults.extend(register.faults())
        faults.raise_any()
        return register

    def faults(self) -> Iterator[InputError]:
        """Yield codes and keys of the mapping and its lookups that nothing has."""
        for wanted, term in _wanted(self.scope.mapping):
            yield from self.terms.faults(wanted, term)
        for name, (kind, thing) in self.things.kinds.items():
            if thing.known is not None:
                term = Term.model_validate({"constant": name, "lookup": thing.known})
                yield from self.terms.faults((kind,), term)
        for record in walk(self.scope.mapping):
            if isinstance(record, ClaimMap):
                yield from property_faults(record)

    def statements(
        self, rows: Iterable[Reading], faults: Faults
    ) -> Iterator[Statement]:
        """Yield what the table says, row by row.

        Raises:
            InputErrors: at the end, all faults of the rows and of their number.
        """
        yield from self._document()
        keys = Met()
        for reading in rows:
            stated = self._row(reading, keys, faults)
            if stated:
                self.scope.account.used += 1
                yield from stated
        faults.extend(shortfalls(self.scope.mapping, self.scope.account))
        faults.raise_any()

    def _row(self, reading: Reading, keys: Met, faults: Faults) -> list[Statement]:
        """State a row; nothing of a row that has a fault."""
        try:
            key = self._key(reading, keys)
            stated = list(self.things.statements(reading))
            stated += self.events.statements(reading, key)
        except InputError as error:
            self.scope.account.failed += 1
            faults.add(error)
            return []
        if not stated:
            self.scope.account.ignored["nothing is stated of it"] += 1
            return []
        if any(it.quad.predicate == HS.evidence for it in stated):
            stated += self.passages.statements(reading)
        return stated

    def _key(self, reading: Reading, keys: Met) -> str:
        term = self.scope.mapping.key
        key = self.terms.text(term, reading)
        at = reading.at(term.column)
        if not key:
            raise UnexpectedValueError(at, "no key", "what identifies the row")
        if f"{{{LINE}}}" in (term.template or ""):
            # Another revision has other rows on its lines.
            return f"r{self.scope.source.revision}.{key}"
        if not keys.add(key):
            raise DuplicateKeyError(at, repr(key), "a key that one row has")
        if not self.scope.mapping.public_key and self.events.openness.hides(
            term, reading
        ):
            return f"r{self.scope.source.revision}.{reading.line}"
        return key

    def _document(self) -> Iterator[Statement]:
        """State the document that the table is."""
        scope, source = self.scope, self.scope.source
        iri, at = scope.document.iri, source.at("key")
        yield scope.fact(iri, RDF.type, HS.Document, at)
        yield scope.fact(iri, SCHEMA.inLanguage, Literal(source.language), at)
        at_material = source.at("material")
        material = scope.concept("source-material", source.material, at_material)
        yield scope.fact(iri, HS.sourceMaterial, material, at_material)
        yield scope.fact(iri, HS.contentHash, Literal(source.sha256), at)
        told = SourceScope(
            scope.names,
            scope.codes,
            scope.graphs.facts,
            scope.document,
            source.revision,
            SourceText(""),
            source.language,
        )
        for statement in told_statements(told, iri, source):
            yield self._shown(statement)

    def _shown(self, statement: Statement) -> Statement:
        """Keep what we say of a source that is not public in its own graph."""
        quad, facts = statement.quad, self.scope.graphs.facts
        if self.scope.source.access == "public" or quad.graph_name == facts:
            return statement
        moved = Quad(quad.subject, quad.predicate, quad.object, facts)
        return Statement(moved, statement.position)


def _wanted(mapping: TableMap) -> Iterator[tuple[Wanted, Term]]:
    """Yield the terms of a mapping that mean codes or things, with what they mean."""
    for record in walk(mapping):
        match record:
            case EventMap():
                yield from (("event-type", term) for term in record.types)
                yield from ((("place", *AGENTS), term) for term in record.concerns)
            case PlaceUse():
                yield from ((("place",), term) for term in record.at_)
                yield from _precision(record.precision)
            case TimeMap():
                yield from _precision(record.precision)
            case RoleMap():
                yield AGENTS, record.agent
            case OrganisationMap():
                yield "org-type", record.type
                yield from _place(record.country)
            case PlaceMap():
                yield from _place(record.within)
            case _:
                pass


def _precision(term: Term | None) -> Iterator[tuple[Wanted, Term]]:
    if term is not None:
        yield "precision", term


def _place(term: Term | None) -> Iterator[tuple[Wanted, Term]]:
    if term is not None:
        yield ("place",), term


def shortfalls(mapping: TableMap, account: Account) -> Iterator[InputError]:
    """Yield where a table does not give what its mapping expects of it."""
    expected = mapping.expected
    if expected.rows is not None:
        at = expected.at("rows")
        yield from _outside(expected.rows, account.read, "rows", at)
    share = account.used / account.read if account.read else 0.0
    if expected.share_used is not None and share < expected.share_used:
        at = expected.at("share-used")
        found = f"{share:.1%} of the rows used"
        yield UnexpectedValueError(at, found, f"at least {expected.share_used:.1%}")
    for rule in mapping.ignored_rows:
        if not account.ignored[rule.because]:
            at, found = rule.at("because"), "a reason that no row is left out for"
            yield UnexpectedValueError(at, found, "a rule that rows meet")
    for kind, range_ in expected.things.items():
        at = expected.at("things", kind)
        yield from _outside(range_, account.things[kind], f"of kind {kind}", at)


def _outside(range_: Range, number: int, of: str, at: Position) -> Iterator[InputError]:
    if range_.min is not None and number < range_.min:
        yield UnexpectedValueError(at, f"{number} {of}", f"at least {range_.min}")
    if range_.max is not None and number > range_.max:
        yield UnexpectedValueError(at, f"{number} {of}", f"at most {range_.max}")
