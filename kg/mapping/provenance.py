"""Metadata of graphs: where they come from, who may see them, under which licence."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import (
    DuplicateKeyError,
    InputError,
    Position,
    UnexpectedValueError,
)
from kg.mapping.codes import Codes
from kg.mapping.scope import Scope
from kg.model.corpus import Corpus
from kg.model.records.authority import CuratedGraph
from kg.model.records.base import Record
from kg.model.records.source import Source
from kg.rdf.iri import graph
from kg.rdf.statement import Statement
from kg.rdf.terms import DCT, HS, PAV, PROV, RDF, SKOS, XSD


@dataclass(frozen=True, slots=True)
class SourceGraphs:
    """The graphs of one revision of one document."""

    document: NamedNode
    facts: NamedNode
    quotations: NamedNode

    @classmethod
    def of(cls, document: NamedNode, source: Source) -> "SourceGraphs":
        """Name the graphs of a source."""
        facts = graph(f"source/{source.key}/r{source.revision}")
        return cls(document, facts, NamedNode(f"{facts.value}/quotations"))


def meta_graph(access: str) -> NamedNode:
    """Name the graph with the metadata of the graphs of an access level."""
    return graph("meta" if access == "public" else f"meta/{access}")


_DIVIDED = ("meta", "catalogue")
"""Graphs that tell of others: each level of access has one of its own."""

CURATED = ("authority", "editorial", "identity", "vocab", "ontology", *_DIVIDED)
"""The graphs of the project's own making."""


def name_faults(graphs: Iterable[CuratedGraph]) -> Iterator[InputError]:
    """Yield what is wrong with the names of curated graphs."""
    seen: set[str] = set()
    for curated in graphs:
        at = curated.at("name")
        if curated.name not in CURATED:
            expected = f"one of {', '.join(CURATED)}"
            yield UnexpectedValueError(at, curated.name, expected, CURATED)
        if curated.name in seen:
            yield DuplicateKeyError(at, curated.name, "each graph once")
        seen.add(curated.name)


def with_level_graphs(corpus: Corpus, codes: Codes) -> Iterator[CuratedGraph]:
    """Yield the curated graphs, and those that tell of graphs that are not public."""
    yield from corpus.graphs
    levels = {source.access for source in corpus.sources()}
    levels |= {source.quoted_for for source in corpus.sources()}
    levels |= {curated.access for curated in corpus.graphs}
    # What partners are shown is counted for them, also when it is what all are shown.
    levels |= {"partner" for curated in corpus.graphs if curated.name == "catalogue"}
    for curated in corpus.graphs:
        for level in sorted(codes.schemes["access"] & levels - {"public"}):
            if curated.name in _DIVIDED:
                title = {tag: f"{t} ({level})" for tag, t in curated.title.items()}
                changes = {
                    "name": f"{curated.name}/{level}",
                    "access": level,
                    "title": title,
                }
                yield curated.model_copy(update=changes)


def curated_statements(
    scope: Scope, curated: CuratedGraph, given: datetime.datetime
) -> Iterator[Statement]:
    """State the metadata of a graph of the project's own making."""
    subject, at = graph(curated.name), curated.at("name")
    meta = _Meta(scope, subject, meta_graph(curated.access))
    yield meta.fact(RDF.type, HS.CuratedGraph, at)
    yield meta.access(curated.access, curated.at("access"))
    for tag, title in curated.title.items():
        yield meta.fact(DCT.title, Literal(title, language=tag), curated.at("title"))
    yield meta.fact(DCT.license, NamedNode(curated.licence), curated.at("licence"))
    if curated.embargo_until is not None:
        until = Literal(curated.embargo_until.isoformat(), datatype=XSD.date)
        yield meta.fact(HS.embargoUntil, until, curated.at("embargo-until"))
    yield meta.generated(given, at)


def source_graph_statements(
    scope: Scope, source: Source, graphs: SourceGraphs, given: datetime.datetime
) -> Iterator[Statement]:
    """State the metadata of a source's two graphs, each where its readers are."""
    for subject, access, of in (
        (graphs.facts, source.access, ("access", source)),
        (graphs.quotations, source.quoted_for, ("quotations", source.rights)),
    ):
        meta = _Meta(scope, subject, meta_graph(access))
        yield from _about_source(meta, source, graphs, (access, *of))
        yield meta.generated(given, source.at("key"))


def _about_source(
    meta: "_Meta", source: Source, graphs: SourceGraphs, of: tuple[str, str, Record]
) -> Iterator[Statement]:
    """State what is known of a graph of a source; `of` is who sees it, and why."""
    at, (access, name, record) = source.at("key"), of
    yield meta.fact(RDF.type, HS.SourceGraph, at)
    yield meta.access(access, record.at(name))
    yield meta.fact(HS.ofDocument, graphs.document, at)
    revision = Literal(str(source.revision), datatype=XSD.integer)
    yield meta.fact(HS.revision, revision, source.at("revision"))
    yield from meta.rights(source)
    retrieved = Literal(source.retrieved.on.isoformat(), datatype=XSD.date)
    yield meta.fact(PAV.retrievedOn, retrieved, source.retrieved.at("on"))
    yield from meta.retrieval(source)


def foreign_graph_statements(
    scope: Scope,
    source: Source,
    graphs: SourceGraphs,
    foreign: tuple[NamedNode, NamedNode | None],
) -> Iterator[Statement]:
    """State the metadata of a graph of others, seen by who sees the source's facts.

    `foreign` is our name for it, and the IRI that it has there, if it has one.
    """
    name, theirs = foreign
    at = source.at("key")
    meta = _Meta(scope, name, meta_graph(source.access))
    yield meta.fact(RDF.type, HS.ForeignGraph, at)
    if theirs is not None:
        yield meta.fact(DCT.source, theirs, at)
    opened = (source.access, "access", source)
    yield from _about_source(meta, source, graphs, opened)


@dataclass(frozen=True, slots=True)
class _Meta:
    scope: Scope
    subject: NamedNode
    graph: NamedNode

    def fact(
        self, predicate: NamedNode, value: NamedNode | Literal, at: Position
    ) -> Statement:
        return Statement(Quad(self.subject, predicate, value, self.graph), at)

    def access(self, code: str, at: Position) -> Statement:
        return self.fact(HS.access, self.scope.codes.concept("access", code, at), at)

    def rights(self, source: Source) -> Iterator[Statement]:
        rights = source.rights
        if rights.licence is not None:
            licence = NamedNode(rights.licence)
            yield self.fact(DCT.license, licence, rights.at("licence"))
        status = Literal(rights.status, language="en")
        yield self.fact(HS.licenceStatus, status, rights.at("status"))

    def retrieval(self, source: Source) -> Iterator[Statement]:
        retrieved = source.retrieved
        how = Literal(retrieved.how, language="en")
        yield self.fact(SKOS.note, how, retrieved.at("how"))
        if retrieved.url is not None:
            page = NamedNode(retrieved.url)
            yield self.fact(PAV.retrievedFrom, page, retrieved.at("url"))

    def generated(self, given: datetime.datetime, at: Position) -> Statement:
        time = Literal(given.isoformat().replace("+00:00", "Z"), datatype=XSD.dateTime)
        return self.fact(PROV.generatedAtTime, time, at)
