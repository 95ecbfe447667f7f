"""The pages of a vocabulary: a concept, a scheme, and the list of schemes."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.address import kind_of
from kg.api.pages.frame import Frame, Naming, read_frame
from kg.api.pages.identity import Likeness, read_likenesses
from kg.api.pages.language import Label
from kg.api.pages.quotations import Quotations
from kg.api.pages.reading import Link, Reading
from kg.rdf.terms import DCT, HS, OWL, RDF, SKOS

_SHOWN = ("event", "series", "organisation", "group", "demand", "document", "place")
"""The kinds of thing that are listed with the concepts they are coded by."""


@dataclass(frozen=True, slots=True)
class Notation:
    """A code of a concept, and whose list it is from: "" for our own."""

    code: str
    scheme: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A concept in a tree of concepts."""

    link: Link
    definition: Label | None
    narrower: "tuple[Entry, ...]"


@dataclass(frozen=True, slots=True)
class ConceptPage:
    """All that is told of a concept."""

    labels: tuple[Label, ...]
    others: tuple[Label, ...]
    definition: Label | None
    notations: tuple[Notation, ...]
    scheme: tuple[Link, ...]
    broader: tuple[Link, ...]
    narrower: tuple[Link, ...]
    related: tuple[Link, ...]
    scope: tuple[Label, ...]
    examples: tuple[Label, ...]
    matches: tuple[Likeness, ...]
    sources: tuple[Link, ...]
    shortcut: tuple[Link, ...]
    deprecated: bool
    used_by: tuple[Link, ...]
    frame: Frame


@dataclass(frozen=True, slots=True)
class SchemePage:
    """A vocabulary and its concepts as a tree."""

    definition: Label | None
    scope: tuple[Label, ...]
    sources: tuple[Link, ...]
    licence: Link | None
    entries: tuple[Entry, ...]
    count: int
    frame: Frame


def read_concept_page(reading: Reading, concept: NamedNode) -> ConceptPage:
    """Put what is known of a concept in order; what it is used by is in the facts."""
    terms = reading.terms
    own = Reading(terms, terms, reading.languages, reading.root)
    labels = reading.texts(concept, SKOS.prefLabel)
    narrower = {
        *terms.iris(concept, SKOS.narrower),
        *terms.subjects(SKOS.broader, concept),
    }
    return ConceptPage(
        labels=tuple(labels),
        others=tuple(reading.texts(concept, SKOS.altLabel)),
        definition=reading.text(concept, SKOS.definition),
        notations=_notations(own, concept),
        scheme=own.links(concept, SKOS.inScheme),
        broader=own.links(concept, SKOS.broader),
        narrower=own.link_all(narrower),
        related=own.links(concept, SKOS.related),
        scope=tuple(reading.texts(concept, SKOS.scopeNote)),
        examples=tuple(reading.texts(concept, SKOS.example)),
        matches=read_likenesses(own, concept),
        sources=_sources(own, concept),
        shortcut=own.links(concept, HS.shortcut, HS.eventClass),
        deprecated=terms.lexical(concept, OWL.deprecated) == "true",
        used_by=reading.link_all(_users(reading, concept)),
        frame=read_frame(reading, concept, Quotations(reading), Naming("Concept")),
    )


def _notations(reading: Reading, concept: NamedNode) -> tuple[Notation, ...]:
    return tuple(
        Notation(notation.value, _list_of_code(reading, notation.datatype))
        for notation in reading.facts.literals(concept, SKOS.notation)
    )


def _list_of_code(reading: Reading, datatype: NamedNode) -> str:
    ours = datatype.value.startswith(HS.base)
    return reading.label(datatype).text if ours else ""


def _sources(reading: Reading, subject: NamedNode) -> tuple[Link, ...]:
    values = reading.facts.values(subject, DCT.source)
    return tuple(reading.display(value) for value in values)


def _users(reading: Reading, concept: NamedNode) -> set[NamedNode]:
    return {
        quad.subject
        for quad in reading.facts
        if quad.object == concept
        and isinstance(quad.subject, NamedNode)
        and kind_of(quad.subject.value) in _SHOWN
    }


def read_scheme_page(reading: Reading, scheme: NamedNode) -> SchemePage:
    """Put a vocabulary in order."""
    terms = reading.terms
    members = set(terms.subjects(SKOS.inScheme, scheme))
    tops = [member for member in members if not terms.iris(member, SKOS.broader)]
    return SchemePage(
        definition=reading.text(scheme, SKOS.definition),
        scope=tuple(reading.texts(scheme, SKOS.scopeNote)),
        sources=_sources(Reading(terms, terms, reading.languages), scheme),
        licence=reading.first(scheme, DCT.license),
        entries=_entries(reading, tops, members),
        count=len(members),
        frame=read_frame(reading, scheme, Quotations(reading), Naming("Vocabulary")),
    )


def _entries(
    reading: Reading, concepts: Iterable[NamedNode], rest: set[NamedNode]
) -> tuple[Entry, ...]:
    entries = [_entry(reading, concept, rest - {concept}) for concept in concepts]
    return tuple(sorted(entries, key=lambda entry: entry.link.text.casefold()))


def _entry(reading: Reading, concept: NamedNode, rest: set[NamedNode]) -> Entry:
    below = [c for c in reading.terms.subjects(SKOS.broader, concept) if c in rest]
    return Entry(
        reading.link(concept),
        reading.text(concept, SKOS.definition),
        _entries(reading, below, rest),
    )


def read_schemes(reading: Reading) -> tuple[Entry, ...]:
    """List the vocabularies."""
    return _entries(
        reading, reading.terms.subjects(RDF.type, SKOS.ConceptScheme), set()
    )
