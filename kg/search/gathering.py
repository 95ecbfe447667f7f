"""Gathering things for an index from the sorted lines that an audience is shown.

The lines are read twice: first for what many things are described by, days and places,
and for how often each is spoken of; then thing by thing. Nothing else is read, so what
an audience is not shown cannot be in its index.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

from kg.rdf.iri import graph
from kg.rdf.namespaces import BASE, ONTOLOGY, OURS, VOCAB
from kg.rdf.terms import DCT, HS, OWL, RDF, RDFS, SCHEMA, SKOS
from kg.search.background import Background
from kg.search.thing import KINDS, Name, Thing

RANKS = {
    SKOS.prefLabel: 0,
    RDFS.label: 0,
    DCT.title: 0,
    HS.verbatim: 0,
    HS.claimValue: 0,
    SKOS.altLabel: 1,
    HS.nameInSource: 2,
}
"""Property of a name → its rank."""

_NOTES = frozenset((SKOS.note, SKOS.definition, RDFS.comment, HS.memberKind))
_TYPES = frozenset((HS.eventType, HS.orgType, HS.demandType))
PLACES = frozenset((HS.place, HS.country, HS.within))
READ = frozenset(
    str(it).encode()
    for it in (
        *(*RANKS, *_NOTES, *_TYPES, *PLACES),
        *(RDF.type, HS.time, SCHEMA.datePublished, OWL.sameAs),
    )
)
Term = NamedNode | BlankNode | Literal | Triple | DefaultGraph
Said = Mapping[NamedNode, Sequence[Term]]
"""What is said of a thing, by property."""

_SOURCES = graph("source/").value
_AT_ONCE = 20_000
_IDS = f"{BASE}id/"
_PARTS = {VOCAB: "concept", ONTOLOGY: "term", f"{BASE}graph/": "graph"}


def gather(named: Path) -> Iterator[Thing]:
    """Yield what has a name in the named graphs of an audience (sorted N-Quads)."""
    with named.open("rb") as lines:
        background = Background.read(lines)
    with named.open("rb") as lines:
        for subject, quads in groupby(_quads(lines), key=attrgetter("subject")):
            kind = kind_of(subject.value)
            if kind:
                thing = thing_of(subject.value, kind, list(quads), background)
                if thing.names:
                    yield thing


def kind_of(iri: str) -> str:
    """Return the kind of an IRI as the index has it, or "" when it is in none.

    >>> kind_of("https://w3id.org/hrsolidarity/id/place/oslo")
    'place'
    """
    if iri.startswith(_IDS):
        kind = iri.removeprefix(_IDS).partition("/")[0]
        return kind if kind in KINDS else ""
    if iri.startswith(f"{BASE}graph/") and "#" in iri:
        return ""  # a part of what the catalogue counts
    return next((kind for part, kind in _PARTS.items() if iri.startswith(part)), "")


def _quads(lines: Iterable[bytes]) -> Iterator[Quad]:
    """Parse the lines of interest, some thousands at a time."""
    ours = tuple(f"<{it}".encode() for it in OURS)
    wanted = (
        line
        for line in lines
        if line.startswith(ours) and line.split(b" ", 2)[1] in READ
    )
    while part := b"".join(islice(wanted, _AT_ONCE)):
        yield from parse(part, format=RdfFormat.N_QUADS)


def thing_of(
    iri: str, kind: str, quads: Collection[Quad], background: Background
) -> Thing:
    """Make a thing of what is said of it: quads of properties that are read."""
    said: dict[NamedNode, list[Term]] = {}
    for quad in quads:
        said.setdefault(quad.predicate, []).append(quad.object)
    facets = {("kind", kind), *_facets(iri, said, background)}
    facets.update(("source", it) for it in _documents({it.graph_name for it in quads}))
    return Thing(
        iri,
        kind,
        tuple(sorted(set(_names(said)))),
        tuple(sorted(set(_values(said, (RDF.type,))))),
        tuple(sorted(facets)),
        background.weights[iri] + len(quads),
        tuple(sorted(set(_texts(said, _NOTES)))),
    )


def _names(said: Said) -> Iterator[Name]:
    for predicate in said.keys() & RANKS.keys():
        for value in said[predicate]:
            if isinstance(value, Literal):
                language = (value.language or "").lower()
                yield Name(RANKS[predicate], language, value.value)


def _facets(iri: str, said: Said, background: Background) -> Iterator[tuple[str, str]]:
    # A country is found by itself, whatever part of the world it is in.
    places = [iri] if iri in background.countries else _values(said, PLACES)
    for country in map(background.country, places):
        if country is not None:
            yield "country", country
    for time in _values(said, (HS.time,)):
        yield from (("year", year) for year in background.years(time))
    for day in _texts(said, (SCHEMA.datePublished,)):
        yield "year", day[:4]
    yield from (("type", it) for it in _values(said, _TYPES))
    yield from (("same", it) for it in _values(said, (OWL.sameAs,)))


def _documents(graphs: Iterable[Term]) -> Iterator[str]:
    """Yield the documents that speak of a thing, by the names of their graphs."""
    for name in graphs:
        if isinstance(name, NamedNode) and name.value.startswith(_SOURCES):
            key = name.value.removeprefix(_SOURCES).partition("/")[0]
            yield f"{_IDS}document/{key}"


def _values(said: Said, predicates: Iterable[NamedNode]) -> Iterator[str]:
    for predicate in predicates:
        for value in said.get(predicate, ()):
            if isinstance(value, NamedNode):
                yield value.value


def _texts(said: Said, predicates: Iterable[NamedNode]) -> Iterator[str]:
    for predicate in predicates:
        for value in said.get(predicate, ()):
            if isinstance(value, Literal):
                yield value.value
