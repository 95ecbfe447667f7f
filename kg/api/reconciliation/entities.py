"""Entities as the API writes them: identifier, name, description, types."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.rdf.iri import expand, shorten
from kg.rdf.namespaces import BASE
from kg.search.index import Entry, Index
from kg.search.thing import KINDS
from kg.search.typing import suggest

LANGUAGES = ("en",)
"""One address, one answer: programs get the English name where there is one."""

THINGS = KINDS[: KINDS.index("concept")]
"""Kinds that are suggested where none is asked for."""

PAGE = 20

_TOLD = ("type", "country", "year")
_CLASSES = f"{BASE}ontology#"
_PROPERTIES = ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Described:
    """What is said of some entities, read at once."""

    entries: Mapping[int, Entry]
    told: Mapping[int, list[tuple[str, str]]]
    names: Mapping[str, str]

    @classmethod
    def read(cls, index: Index, entries: Iterable[Entry]) -> "Described":
        """Read it from the index."""
        by_number = {entry.number: entry for entry in entries}
        told = index.facets(by_number)
        values = {value for pairs in told.values() for _facet, value in pairs}
        named = index.named(sorted(values))
        names = {iri: it.called(LANGUAGES).text for iri, it in named.items()}
        return cls(by_number, told, names)

    def name(self, value: str) -> str:
        """Call a value of a facet."""
        return self.names.get(value) or shorten(value)

    def description(self, entry: Entry) -> str:
        """Say what tells a thing from others of its name."""
        parts = [
            self.name(value)
            for wanted in _TOLD
            for facet, value in self.told[entry.number]
            if facet == wanted and value != entry.iri
        ]
        return ", ".join([entry.kind, *parts])

    def types(self, entry: Entry) -> list[Json]:
        """List the classes of a thing, and its types in our vocabularies.

        The class of its kind is first: many a program shows one type only.
        """
        pairs = self.told[entry.number]
        wanted = [it for it in pairs if it[0] == "class" and it[1].startswith(_CLASSES)]
        wanted.sort(key=lambda it: it[1].removeprefix(_CLASSES).lower() != entry.kind)
        wanted += [it for it in pairs if it[0] == "type"]
        return [{"id": value, "name": self.name(value)} for _facet, value in wanted]


def suggest_entities(index: Index, prefix: str, wanted: str, cursor: int) -> Json:
    """Suggest things of a kind, of a class or of a concept, if one is wanted."""
    found = suggest(index, prefix, _spans(index, wanted))
    if wanted and wanted not in KINDS:
        facets = index.facets([it.number for it in found])
        pairs = {("class", wanted), ("type", wanted)}
        found = [it for it in found if pairs & set(facets[it.number])]
    page = found[cursor : cursor + PAGE]
    described = Described.read(index, page)
    return {"result": [_suggested(described, entry) for entry in page]}


def _spans(index: Index, wanted: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges to look in."""
    kinds = (wanted,) if wanted in KINDS else THINGS
    return (span for kind, span in index.kinds().items() if kind in kinds)


def _suggested(described: Described, entry: Entry) -> Json:
    return {
        "id": entry.iri,
        "name": entry.called(LANGUAGES).text,
        "description": described.description(entry),
        "notable": described.types(entry),
    }


def suggest_types(index: Index, prefix: str, cursor: int) -> Json:
    """Suggest classes and types of our vocabularies."""
    kinds = index.kinds()
    spans = [kinds[kind] for kind in ("term", "concept") if kind in kinds]
    found = suggest(index, prefix, spans)
    facets = index.facets([it.number for it in found])
    types = [it for it in found if not _is_property(facets[it.number])]
    return {"result": [_short(it) for it in types[cursor : cursor + PAGE]]}


def suggest_properties(index: Index, prefix: str, cursor: int) -> Json:
    """Suggest properties of the ontology."""
    span = index.kinds().get("term")
    found = suggest(index, prefix, [span] if span else [])
    facets = index.facets([it.number for it in found])
    properties = [it for it in found if _is_property(facets[it.number])]
    derived = [it for it in DERIVED if it["name"].startswith(prefix.casefold())]
    listed = [*derived, *map(_short, properties)]
    return {"result": listed[cursor : cursor + PAGE]}


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


def _short(entry: Entry) -> Json:
    return {
        "id": entry.iri,
        "name": entry.called(LANGUAGES).text,
        "description": shorten(entry.iri),
    }
