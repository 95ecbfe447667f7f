"""The page of a document: what is known of it, and what is not, said plainly."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode

from kg.api.pages.claims import Claim, read_claims
from kg.api.pages.dates import day_in_words
from kg.api.pages.events import EventItem, read_event_items
from kg.api.pages.frame import Frame, Naming, read_frame
from kg.api.pages.judgements import Judged, judgements_on
from kg.api.pages.language import NAMES, Label
from kg.api.pages.quotations import Quotations
from kg.api.pages.reading import DANGLING, Link, Reading
from kg.api.pages.sources import Source, read_source
from kg.rdf.iri import concept
from kg.rdf.namespaces import BASE
from kg.rdf.terms import DCT, HS, RDF, SCHEMA

FULL_TEXT = concept("known", "full-text")
TITLE_ONLY = concept("known", "title-only")

_SOURCES = f"<{BASE}graph/source/"

_TOLD = (
    (DCT.title, "title"),
    (DCT.creator, "author"),
    (DCT.publisher, "publisher"),
    (SCHEMA.datePublished, "date of publication"),
    (SCHEMA.url, "address"),
)
"""What a text may say of itself."""

_HOW = {
    FULL_TEXT: "We have read its text.",
    TITLE_ONLY: "Only its title is known: we have not read it.",
    DANGLING: "Only a link to it is known, and where the link led is lost.",
}


@dataclass(frozen=True, slots=True)
class Told:
    """Something a text may say of itself: what it says, and what we judge."""

    name: str
    values: tuple[Link, ...]
    judged: tuple[Link, ...]

    @property
    def missing(self) -> str:
        """The sentence that says that the text does not say it."""
        return f"The text does not state its {self.name}."


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """All that is told of a document."""

    how: str
    is_photograph: bool
    told: tuple[Told, ...]
    language: str | None
    material: tuple[Link, ...]
    length: str | None
    digest: str | None
    not_before: str | None
    about: tuple[EventItem, ...]
    reported: tuple[EventItem, ...]
    covers: tuple[EventItem, ...]
    part_of: tuple[Link, ...]
    depicts: tuple[Link, ...]
    photographs: tuple[Link, ...]
    related: tuple[Link, ...]
    related_to: tuple[Link, ...]
    claims: tuple[Claim, ...]
    cited: tuple[Claim, ...]
    mentions: tuple[Link, ...]
    graphs: tuple[Source, ...]
    judgements: tuple[Judged, ...]
    numbers: tuple[int, ...]
    frame: Frame


def read_document_page(reading: Reading, document: NamedNode) -> DocumentPage:
    """Put what is known of a document in order."""
    facts, quotations = reading.facts, Quotations(reading)
    photograph = HS.Photograph in facts.iris(document, RDF.type)
    language = facts.lexical(document, SCHEMA.inLanguage)
    return DocumentPage(
        how=_how(reading, document, photograph),
        is_photograph=photograph,
        told=_told(reading, document),
        language=None if language is None else NAMES.get(language, language),
        material=reading.links(document, HS.sourceMaterial),
        length=facts.lexical(document, HS.lengthCodePoints),
        digest=facts.lexical(document, HS.contentHash),
        not_before=_not_before(reading, document),
        about=read_event_items(reading, facts.iris(document, HS.about)),
        reported=read_event_items(reading, facts.subjects(HS.reportedIn, document)),
        covers=read_event_items(
            reading, facts.iris(document, HS.covers, HS.illustrates)
        ),
        part_of=reading.links(document, SCHEMA.isPartOf),
        depicts=reading.links(document, HS.depicts),
        photographs=reading.link_all(facts.subjects(SCHEMA.isPartOf, document)),
        related=reading.links(document, HS.relatedArticle),
        related_to=reading.link_all(facts.subjects(HS.relatedArticle, document)),
        claims=read_claims(
            reading, facts.subjects(HS.inDocument, document), quotations
        ),
        cited=read_claims(
            reading, facts.subjects(HS.citedDocument, document), quotations
        ),
        mentions=reading.links(document, HS.mentions),
        graphs=tuple(
            read_source(reading, graph)
            for graph in facts.subjects(HS.ofDocument, document)
        ),
        judgements=judgements_on(reading, document),
        numbers=quotations.of(document),
        frame=read_frame(
            reading, document, quotations, _naming(reading, document, photograph)
        ),
    )


def _not_before(reading: Reading, document: NamedNode) -> str | None:
    found = reading.facts.lexical(document, HS.datePublishedNotBefore)
    return None if found is None else day_in_words(datetime.date.fromisoformat(found))


def _naming(reading: Reading, document: NamedNode, photograph: bool) -> Naming:
    if photograph:
        caption = reading.text(document, HS.verbatim)
        return Naming("Photograph", caption or Label("A photograph", "en"))
    if DANGLING in reading.facts.iris(document, HS.known):
        return Naming("Document", Label("A document behind a lost link", "en"))
    return Naming("Document")


def _how(reading: Reading, document: NamedNode, photograph: bool) -> str:
    known = reading.facts.iri(document, HS.known)
    if known is None:
        return "The picture itself is not kept here." if photograph else ""
    return _HOW.get(known, reading.label(known).text)


def _told(reading: Reading, document: NamedNode) -> tuple[Told, ...]:
    known = reading.facts.iri(document, HS.known)
    read = known == FULL_TEXT
    told = [_told_by(reading, document, predicate, name) for predicate, name in _TOLD]
    return tuple(item for item in told if item.values or read)


def _told_by(
    reading: Reading, document: NamedNode, predicate: NamedNode, name: str
) -> Told:
    """Read a property, what sources state apart from what our graphs do.

    What stands in the merged graph alone is stated by a source that is not told of.
    """
    graphs: dict[Link, set[str]] = defaultdict(set)
    for quad in reading.facts.of(document):
        if quad.predicate == predicate:
            graphs[reading.display(quad.object)].add(str(quad.graph_name))
    judged = [link for link, found in graphs.items() if _is_judged(found)]
    stated = [link for link in graphs if link not in judged]
    return Told(name, tuple(stated), tuple(judged))


def _is_judged(graphs: set[str]) -> bool:
    """Tell whether graphs of ours state something and none of a source does."""
    named = graphs - {str(DefaultGraph())}
    return bool(named) and not any(name.startswith(_SOURCES) for name in named)
