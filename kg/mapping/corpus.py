"""The whole corpus as statements, with all faults in it collected."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import QuotationError
from kg.mapping.agent import (
    affiliation_statements,
    friendship_statements,
    group_statements,
    mention_statements,
)
from kg.mapping.authority import authority_statements
from kg.mapping.claim import claim_statements
from kg.mapping.codes import Codes
from kg.mapping.days import later_days
from kg.mapping.demand import demand_statements, outcome_statements
from kg.mapping.document import (
    cited_statements,
    photograph_statements,
    source_statements,
)
from kg.mapping.event import event_statements, relation_statements, series_statements
from kg.mapping.judgement import identity_statements, judgement_statements
from kg.mapping.names import Names, read_names
from kg.mapping.provenance import (
    SourceGraphs,
    curated_statements,
    name_faults,
    source_graph_statements,
    with_level_graphs,
)
from kg.mapping.quotations import (
    PassageGraphs,
    Quoted,
    choose_excerpts,
    find_quoted,
    passage_iri,
    passage_statements,
)
from kg.mapping.repetition import repetitions
from kg.mapping.scope import Scope, SourceScope
from kg.mapping.time import named_time_statements, time_iri
from kg.model.corpus import Corpus, Document
from kg.model.faults import Faults
from kg.model.records.source import Source
from kg.rdf.iri import graph
from kg.rdf.statement import Statement
from kg.rdf.terms import HS

Item = TypeVar("Item")


def map_corpus(
    corpus: Corpus, codes: Codes, given: datetime.datetime
) -> list[Statement]:
    """Turn everything that curators wrote into statements, each in its named graph.

    Args:
        corpus: what was read from `data/`.
        codes: the vocabularies.
        given: the time of the build, which graphs are said to be generated at.

    Raises:
        InputErrors: unknown codes, dangling or duplicate keys, quotations that the text
            does not bear, days to come; all of them, each at its place.
    """
    mapper = _Mapper(corpus, codes, given)
    mapper.run()
    mapper.faults.raise_any()
    return mapper.statements


def _guarded(
    statements: Iterator[Statement], source: Source, graphs: SourceGraphs
) -> Iterator[Statement]:
    """Keep our remarks on a source that is not public in its own graph.

    The graph of remarks is public: a title that we give, or a note, would tell there
    of what nobody is to see.
    """
    public, editorial = source.access == "public", graph("editorial")
    for statement in statements:
        quad = statement.quad
        if not public and quad.graph_name == editorial:
            quad = Quad(quad.subject, quad.predicate, quad.object, graphs.facts)
        yield Statement(quad, statement.position)


@dataclass(frozen=True, slots=True)
class _Part:
    """One list of an extract and the function that maps its items."""

    items: Iterable[object]
    function: Callable[..., Iterator[Statement]]


class _Mapper:
    def __init__(self, corpus: Corpus, codes: Codes, given: datetime.datetime) -> None:
        self._corpus = corpus
        self._codes = codes
        self._given = given
        self.faults = Faults()
        self.statements: list[Statement] = []
        self._names: Names = read_names(corpus, codes, self.faults)
        self._times: dict[str, tuple[NamedNode, ...]] = {}

    def run(self) -> None:
        for authority in self._corpus.authorities:  # first: people are told there
            self._add(authority_statements(self._scope("authority"), authority))
        for document in self._corpus.documents:
            self._document(document)
        for bulk in self._corpus.bulk:
            self._graphs(bulk.source)
        editorial = self._scope("editorial")
        for judgement in self._corpus.judgements:
            self._add(judgement_statements(editorial, judgement, self._times))
        for identity in self._corpus.identities:
            self._add(identity_statements(self._scope("identity"), identity))
        self.faults.extend(later_days(self._corpus, self._given))
        self.faults.extend(name_faults(self._corpus.graphs))
        for curated in with_level_graphs(self._corpus, self._codes):
            meta = self._scope("meta")
            self._add(curated_statements(meta, curated, self._given))
        self.faults.extend(repetitions(self.statements))

    def _scope(self, name: str) -> Scope:
        return Scope(self._names, self._codes, graph(name))

    def _add(self, statements: Iterator[Statement]) -> None:
        found = self.faults.catch(lambda: list(statements))
        self.statements.extend(found or ())

    def _document(self, document: Document) -> None:
        source = document.source
        named = self._names.things[source.key]
        graphs = SourceGraphs.of(named.iri, source)
        scope = SourceScope(
            self._names,
            self._codes,
            graphs.facts,
            named,
            source.revision,
            document.text,
            source.language,
        )
        self._note_times(scope, document)
        self._add(source_graph_statements(scope, source, graphs, self._given))
        self._add(_guarded(source_statements(scope, source), source, graphs))
        for part in _parts(document):
            for item in part.items:
                self._add(_guarded(part.function(scope, item), source, graphs))
        self._passages(scope, document, graphs)

    def _graphs(self, source: Source) -> None:
        """State who may see what a bulk source says."""
        graphs = SourceGraphs.of(self._names.things[source.key].iri, source)
        meta = self._scope("meta")
        self._add(source_graph_statements(meta, source, graphs, self._given))

    def _note_times(self, scope: SourceScope, document: Document) -> None:
        """Remember which time spans a document gives to which keys."""
        extract = document.extract
        timed = [(event.key, event.time) for event in extract.events]
        timed += [(series.key, series.time) for series in extract.series]
        for key, time in timed:
            shared = time.same_as or key
            if not time.unknown and shared in self._names.things:
                self._time(key, time_iri(scope, shared))
        for named in extract.times:
            self._time(named.key, time_iri(scope, named.key))

    def _time(self, key: str, iri: NamedNode) -> None:
        self._times[key] = (*self._times.get(key, ()), iri)

    def _passages(
        self, scope: SourceScope, document: Document, graphs: SourceGraphs
    ) -> None:
        quoted: list[Quoted] = []
        for found in find_quoted(document.extract, document.text):
            if isinstance(found, QuotationError):
                self.faults.add(found)
            else:
                quoted.append(found)
        excerpts = choose_excerpts(quoted, document.text)
        to = PassageGraphs(
            scope.document.iri, graphs.facts, graphs.quotations, scope.language
        )
        first = {item.span: item.position for item in reversed(quoted)}
        for span in sorted(first):
            iri = passage_iri(scope.document.local, scope.revision, span)
            self._add(passage_statements(iri, span, document.text, to, first[span]))
            if span in excerpts:
                words = Literal(excerpts[span], language=scope.language)
                quad = Quad(iri, HS.excerpt, words, graphs.facts)
                self.statements.append(Statement(quad, first[span]))


def _parts(document: Document) -> Iterator[_Part]:
    extract = document.extract
    yield _Part(extract.times, named_time_statements)
    yield _Part(extract.events, event_statements)
    yield _Part(extract.series, series_statements)
    yield _Part(extract.relations, relation_statements)
    yield _Part(extract.groups, group_statements)
    yield _Part(extract.mentions, mention_statements)
    yield _Part(extract.affiliations, affiliation_statements)
    yield _Part(extract.friendships, friendship_statements)
    yield _Part(extract.demands, demand_statements)
    yield _Part(extract.outcomes, outcome_statements)
    yield _Part(extract.claims, claim_statements)
    yield _Part(extract.documents, cited_statements)
    yield _Part(extract.photographs, photograph_statements)
