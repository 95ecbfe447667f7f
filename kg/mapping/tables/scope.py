"""What mapping the rows of a table needs to know, and what it has stated already."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import Position
from kg.mapping.codes import Codes
from kg.mapping.names import Named, Names
from kg.mapping.provenance import SourceGraphs
from kg.mapping.scope import Object
from kg.mapping.tables.met import Met
from kg.model.account import Account
from kg.model.records.source import Source
from kg.model.records.tables.conditions import Conditions
from kg.model.records.tables.lookups import Lookup
from kg.model.records.tables.map import TableMap
from kg.rdf.iri import mint
from kg.rdf.statement import Statement


@dataclass(frozen=True, slots=True)
class TableScope:
    """A table on its way to statements.

    Attributes:
        seen: what has been stated and is not stated again (spans, quantities, agents).
    """

    names: Names
    codes: Codes
    source: Source
    mapping: TableMap
    lookups: Mapping[str, Lookup]
    account: Account
    graphs: SourceGraphs
    document: Named
    seen: Met = field(default_factory=Met)
    _concepts: dict[tuple[str, str], NamedNode] = field(default_factory=dict)

    @property
    def tests(self) -> Conditions:
        """Conditions, with the lookups of the mapping."""
        return Conditions(self.lookups)

    @property
    def language(self) -> str:
        """The language of the source."""
        return self.source.language

    @property
    def namespace(self) -> str:
        """Whose keys the rows have."""
        return self.mapping.namespace or self.source.key

    def fact(
        self, subject: NamedNode, predicate: NamedNode, value: Object, at: Position
    ) -> Statement:
        """State a fact in the graph of the source."""
        return Statement(Quad(subject, predicate, value, self.graphs.facts), at)

    def quoted(
        self, subject: NamedNode, predicate: NamedNode, value: Object, at: Position
    ) -> Statement:
        """State something for those who may read quotations."""
        return Statement(Quad(subject, predicate, value, self.graphs.quotations), at)

    def concept(self, scheme: str, code: str, at: Position) -> NamedNode:
        """Return the concept of a code (raises as `Codes.concept`)."""
        known = self._concepts.get((scheme, code))
        if known is None:
            known = self.codes.concept(scheme, code, at)
            self._concepts[scheme, code] = known
        return known

    def words(self, text: str) -> Literal:
        """Return words of the source as a text in its language."""
        return Literal(text, language=self.language)

    def first(self, iri: NamedNode) -> bool:
        """Tell whether a thing is met for the first time, and remember it."""
        return self.seen.add(iri.value)

    def dependent(self, kind: str, local: str) -> NamedNode:
        """Name something that only this revision of the source has."""
        return mint(kind, f"{self.document.local}.r{self.source.revision}.{local}")

    def labels(
        self, subject: NamedNode, predicate: NamedNode, texts: Mapping[str, str]
    ) -> Iterator[tuple[NamedNode, NamedNode, Literal]]:
        """Yield a text in each language that has one."""
        for language, text in texts.items():
            if text:
                yield subject, predicate, Literal(text, language=language)
