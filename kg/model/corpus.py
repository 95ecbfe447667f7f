"""Everything that curators wrote, read and checked field by field, not yet linked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.errors import Position
from kg.model.records.authority import Authority, CuratedGraph
from kg.model.records.extract import Extract
from kg.model.records.judgement import Identity, Judgement
from kg.model.records.source import Source
from kg.model.text import SourceText


@dataclass(frozen=True, slots=True)
class Document:
    """One revision of one document: what it is, its text, and what was read from it."""

    source: Source
    text: SourceText
    extract: Extract


@dataclass(frozen=True, slots=True)
class Corpus:
    """The content of `data/`.

    Attributes:
        identifiers: (kind, key) → the opaque identifier that was minted for it.
    """

    documents: tuple[Document, ...] = ()
    authorities: tuple[Authority, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    identities: tuple[Identity, ...] = ()
    graphs: tuple[CuratedGraph, ...] = ()
    identifiers: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def keyed(self) -> Iterator[tuple[str, str, Position]]:
        """Yield kind, key and position of everything that has a key."""
        for authority in self.authorities:
            for kind, records in (
                ("organisation", authority.organisations),
                ("person", authority.people),
                ("place", authority.places),
            ):
                for record in records:
                    yield kind, record.key, record.at("key")
        for document in self.documents:
            yield "document", document.source.key, document.source.at("key")
            yield from _extract_keys(document.extract)
        for judgement in (*self.judgements, *self.identities):
            yield "judgement", judgement.key, judgement.at("key")


def _extract_keys(extract: Extract) -> Iterator[tuple[str, str, Position]]:
    for kind, records in (
        ("time", extract.times),
        ("event", extract.events),
        ("series", extract.series),
        ("group", extract.groups),
        ("demand", extract.demands),
        ("claim", extract.claims),
        ("document", extract.documents),
        ("document", extract.photographs),
    ):
        for record in records:
            yield kind, record.key, record.at("key")
    for event in extract.events:
        for slogan in event.slogans:
            yield "slogan", slogan.key, slogan.at("key")
