"""RDF that others made, as a stream of statements: theirs, and what is made of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import UnexpectedValueError
from kg.mapping.document import told_statements
from kg.mapping.foreign.alignment import Alignment
from kg.mapping.foreign.blanks import blank_names
from kg.mapping.foreign.graphs import Graphs, skolem_space
from kg.mapping.foreign.namespaces import correct
from kg.mapping.foreign.people import withheld
from kg.mapping.foreign.rules import faults, kept
from kg.mapping.provenance import SourceGraphs, foreign_graph_statements
from kg.mapping.scope import Scope, SourceScope
from kg.model.account import Account
from kg.model.faults import Faults
from kg.model.records.rdf import ForeignRdf
from kg.model.records.source import Source
from kg.rdf.iri import graph, shorten
from kg.rdf.statement import Statement
from kg.rdf.terms import HS, RDF, SCHEMA, SKOS

Statements = Iterable[Statement]


@dataclass(frozen=True, slots=True)
class ForeignSource:
    """A source of RDF, and how it is to be read.

    Attributes:
        sha256: of all its files.
        account: counts statements, where a register's counts rows.
    """

    scope: SourceScope
    source: Source
    declared: ForeignRdf
    alignment: Alignment
    sha256: str
    account: Account

    def statements(self, given: Statements) -> Iterator[Statement]:
        """Yield the document, what others state, and what is made of it.

        Raises:
            InputErrors: they state something in our name, or omissions are idle, or
                less is left than is said to be.
        """
        left = self._kept(given)
        graphs = self._graphs(left)
        placed = [graphs.placed(statement) for statement in left]
        yield from self._document()
        yield from placed
        mapped = [it for one in placed for it in graphs.mapped(one, self.alignment)]
        matches = [self._moved(it) for it in self.alignment.matches]
        self._count(placed, mapped)
        yield from (*matches, *mapped)
        yield from self._meta(graphs)

    def _kept(self, given: Statements) -> list[Statement]:
        read = [replace(it, quad=correct(it.quad)) for it in given]
        self.account.read = len(read)
        found = Faults()
        found.extend(faults(read, our_terms=self.declared.our_terms))
        found.raise_any()
        left = kept(read, self.declared.omit, self.account.ignored)
        left = withheld(left, self.account.ignored)
        if len(left) < self.declared.at_least:
            at = self.declared.at("at-least")
            expected = f"at least {self.declared.at_least}: has the source shrunk?"
            raise UnexpectedValueError(at, f"{len(left)} statements", expected)
        self.account.used = len(left)
        return left

    def _graphs(self, left: Sequence[Statement]) -> Graphs:
        return Graphs(
            self.scope.graph,
            skolem_space(self.source.key),
            {item.graph: item.name for item in self.declared.graphs},
            blank_names(it.quad for it in left),
        )

    def _document(self) -> Iterator[Statement]:
        scope, source = self.scope, self.source
        iri, at = scope.document.iri, source.at("key")
        yield scope.fact(iri, RDF.type, HS.Document, at)
        yield scope.fact(iri, SCHEMA.inLanguage, Literal(source.language), at)
        material = ("source-material", source.material, source.at("material"))
        yield scope.coded(iri, HS.sourceMaterial, material)
        yield scope.fact(iri, HS.contentHash, Literal(self.sha256), at)
        yield from told_statements(scope, iri, source)
        editorial = Scope(scope.names, scope.codes, graph("editorial"))
        yield from editorial.texts(iri, SKOS.prefLabel, source, "label")

    def _meta(self, graphs: Graphs) -> Iterator[Statement]:
        """Say of the graphs of theirs what they are, and who may see them."""
        facts = SourceGraphs.of(self.scope.document.iri, self.source)
        for name, iri in sorted(graphs.given.items(), key=str):
            of = (name, NamedNode(iri) if iri else None)
            yield from foreign_graph_statements(self.scope, self.source, facts, of)

    def _moved(self, statement: Statement) -> Statement:
        quad = statement.quad
        moved = Quad(quad.subject, quad.predicate, quad.object, self.scope.graph)
        return replace(statement, quad=moved)

    def _count(self, placed: Statements, mapped: Statements) -> None:
        """Count the things of theirs by class, and what alignments have made."""
        for statement in placed:
            quad = statement.quad
            if quad.predicate == RDF.type and isinstance(quad.object, NamedNode):
                self.account.things[shorten(quad.object.value)] += 1
        for statement in mapped:
            self.account.cells[
                f"aligned: {shorten(statement.quad.predicate.value)}"
            ] += 1
