"""Entities as the API writes them: identifier, name, description, types."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from kg.api.reconciliation.speech import ENGLISH, Json, Speech
from kg.rdf.iri import expand, shorten
from kg.rdf.namespaces import ONTOLOGY
from kg.search.index import Entry, Index
from kg.search.thing import KINDS
from kg.search.typing import suggest

THINGS = KINDS[: KINDS.index("concept")]
"""Kinds that are suggested where none is asked for."""

PAGE = 20
"""Suggestions of an answer, where no number is asked for."""

_TOLD = ("type", "country", "year")
_T = TypeVar("_T")
_PROPERTIES = ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")


@dataclass(frozen=True, slots=True)
class Typed:
    """What is being typed, and which of the suggestions for it are asked for."""

    prefix: str
    speech: Speech = ENGLISH
    skipped: int = 0
    most: int = PAGE

    def part(self, found: list[_T]) -> list[_T]:
        """Take the suggestions that are asked for."""
        return found[self.skipped : self.skipped + self.most]


@dataclass(frozen=True, slots=True)
class Described:
    """What is said of some entities, read at once."""

    speech: Speech
    told: Mapping[int, list[tuple[str, str]]]
    names: Mapping[str, Entry]

    @classmethod
    def read(
        cls, index: Index, entries: Iterable[Entry], speech: Speech
    ) -> "Described":
        """Read it from the index."""
        told = index.facets([entry.number for entry in entries])
        values = {value for pairs in told.values() for _facet, value in pairs}
        return cls(speech, told, index.named(sorted(values)))

    def name(self, value: str) -> Json:
        """Call a value of a facet."""
        return self.speech.called(self.names, value, shorten(value))

    def description(self, entry: Entry) -> str:
        """Say what tells a thing from others of its name."""
        kind = next(iter(self.types(entry)), {"name": entry.kind})
        parts = [
            self.name(value)["name"]
            for wanted in _TOLD
            for facet, value in self.told[entry.number]
            if facet == wanted and value != entry.iri
        ]
        return ", ".join([kind["name"], *parts])

    def types(self, entry: Entry) -> list[Json]:
        """List the classes of a thing, and its types in our vocabularies.

        The class of its kind is first: many a program shows one type only.
        """
        pairs = self.told[entry.number]
        wanted = [it for it in pairs if it[0] == "class" and it[1].startswith(ONTOLOGY)]
        wanted.sort(key=lambda it: it[1].removeprefix(ONTOLOGY).lower() != entry.kind)
        wanted += [it for it in pairs if it[0] == "type"]
        return [{"id": value, **self.name(value)} for _facet, value in wanted]


def suggest_entities(index: Index, typed: Typed, wanted: str = "") -> Json:
    """Suggest things of a kind, of a class or of a concept, if one is wanted."""
    found = suggest(index, typed.prefix, _spans(index, wanted))
    if wanted and wanted not in KINDS:
        facets = index.facets([it.number for it in found])
        pairs = {("class", wanted), ("type", wanted)}
        found = [it for it in found if pairs & set(facets[it.number])]
    page = typed.part(found)
    described = Described.read(index, page, typed.speech)
    return {"result": [_suggested(described, entry) for entry in page]}


def _spans(index: Index, wanted: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges to look in."""
    kinds = (wanted,) if wanted in KINDS else THINGS
    return (span for kind, span in index.kinds().items() if kind in kinds)


def _suggested(described: Described, entry: Entry) -> Json:
    return {
        "id": entry.iri,
        **described.speech.name(entry),
        "description": described.description(entry),
        "notable": described.types(entry),
    }


def suggest_types(index: Index, typed: Typed) -> Json:
    """Suggest classes and types of our vocabularies."""
    kinds = index.kinds()
    spans = [kinds[kind] for kind in ("term", "concept") if kind in kinds]
    found = suggest(index, typed.prefix, spans)
    facets = index.facets([it.number for it in found])
    types = [it for it in found if not _is_property(facets[it.number])]
    return {"result": [_short(it, typed.speech) for it in typed.part(types)]}


def suggest_properties(index: Index, typed: Typed) -> Json:
    """Suggest properties of the ontology, and those that follow from others."""
    span = index.kinds().get("term")
    found = suggest(index, typed.prefix, [span] if span else [])
    facets = index.facets([it.number for it in found])
    properties = [it for it in found if _is_property(facets[it.number])]
    begun = typed.prefix.casefold()
    derived = [it for it in DERIVED if it["name"].startswith(begun)]
    listed = [*derived, *(_short(it, typed.speech) for it in properties)]
    return {"result": typed.part(listed)}


DERIVED: tuple[Json, ...] = (
    {
        "id": "country",
        "name": "country",
        "description": "the country of a thing, or of its place",
    },
    {"id": "year", "name": "year", "description": "a year that it may be of"},
    {"id": "type", "name": "type", "description": "its type in our vocabularies"},
    {"id": "source", "name": "source", "description": "a document that tells of it"},
)
"""Properties that follow from others: those that things are chosen by."""


def _is_property(pairs: Iterable[tuple[str, str]]) -> bool:
    owl = expand("owl:").value
    return any(("class", owl + name) in set(pairs) for name in _PROPERTIES)


def _short(entry: Entry, speech: Speech) -> Json:
    return {
        "id": entry.iri,
        **speech.name(entry),
        "description": shorten(entry.iri),
    }
