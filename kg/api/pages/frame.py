"""What every page of a thing has: names, address, formats, sources and quotations."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.address import (
    GRAPHS,
    PASSAGES,
    asked_path,
    list_path,
    name_of,
    page_path,
)
from kg.api.pages.language import Label
from kg.api.pages.neighbourhood import PAGE
from kg.api.pages.quotations import Quotation, Quotations
from kg.api.pages.reading import Reading
from kg.api.pages.sources import Source, read_sources
from kg.rdf.formats import Kind, holding
from kg.rdf.terms import SKOS


@dataclass(frozen=True, slots=True)
class Download:
    """A representation of the same thing for machines."""

    label: str
    href: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of a page.

    Attributes:
        kind: what sort of thing it is, in a word or two.
        titles: its names in other languages.
        notes: our remarks about it.
        sources: the graphs that state something of the thing, or some of them.
        untold: how many more do.
        all_sources: where all of them are.
        all_passages: where all passages are that bear something of the thing.
        told: of how many things of one kind the page tells, when there are more.
        listed: where all of them are.
    """

    iri: str
    kind: str
    title: Label
    titles: tuple[Label, ...]
    notes: tuple[Label, ...]
    downloads: tuple[Download, ...]
    sources: tuple[Source, ...]
    untold: int
    all_sources: str
    all_passages: str
    quotations: tuple[Quotation, ...]
    told: int | None
    listed: str


@dataclass(frozen=True, slots=True)
class Naming:
    """How a page calls its thing: the sort of thing it is, and a title of its own."""

    kind: str
    title: Label | None = None


def read_frame(
    reading: Reading, thing: NamedNode, quotations: Quotations, naming: Naming
) -> Frame:
    """Read the frame of a page; the last thing done, when all quotations are known."""
    title = naming.title or reading.label(thing)
    labels = reading.texts(thing, SKOS.prefLabel)
    return Frame(
        thing.value,
        naming.kind,
        title,
        tuple(label for label in labels if label != title),
        tuple(reading.texts(thing, SKOS.editorialNote)),
        downloads(reading, thing),
        read_sources(reading, thing),
        reading.facts.untold,
        f"{reading.root}{asked_path(GRAPHS, thing.value)}",
        f"{reading.root}{asked_path(PASSAGES, thing.value)}",
        quotations.listed(),
        PAGE.most if reading.facts.most_pointing(thing) >= PAGE.most else None,
        f"{reading.root}{list_path(thing.value)}",
    )


def downloads(reading: Reading, thing: NamedNode) -> tuple[Download, ...]:
    """List the representations of a thing, or of a concept, for machines."""
    name = name_of(thing.value)
    path = f"/data/{name.kind}/{name.key}" if name else page_path(thing.value)
    if path is None or "#" in path:
        return ()
    return tuple(
        Download(
            written.label,
            f"{reading.root}{path}.{written.suffix}",
            written.media_type,
        )
        for written in holding(Kind.GRAPH)
    )
