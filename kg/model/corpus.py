"""Everything that curators wrote, read and checked field by field, not yet linked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

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
class BulkSource:
    """A source that is mapped in one stream, and not read by a curator.

    Attributes:
        source: what it is, and who may see it.
        folder: where its files are.
        name: the folder's, from the project's root.
        by: the file that says how it is mapped.
    """

    source: Source
    folder: Path
    name: str
    by: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """The content of `data/`.

    Attributes:
        documents: the sources that curators have read.
        bulk: the other sources, whose rows are not in the corpus.
        identifiers: (kind, key) → the opaque identifier that was minted for it.
    """

    documents: tuple[Document, ...] = ()
    authorities: tuple[Authority, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    identities: tuple[Identity, ...] = ()
    graphs: tuple[CuratedGraph, ...] = ()
    identifiers: Mapping[tuple[str, str], str] = field(default_factory=dict)
    bulk: tuple[BulkSource, ...] = ()

    def sources(self) -> Iterator[Source]:
        """Yield every source."""
        yield from (document.source for document in self.documents)
        yield from (bulk.source for bulk in self.bulk)

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
        for bulk in self.bulk:
            yield "document", bulk.source.key, bulk.source.at("key")
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
