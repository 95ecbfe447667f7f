"""The graphs of RDF that others made: theirs as it is, and what we make of it.

| graph | holds |
| --- | --- |
| `graph/source/{key}/r{n}` | the document, and what alignments make of theirs |
| `graph/source/{key}/r{n}/given` | what stands in no named graph of theirs |
| `graph/source/{key}/r{n}/{name}` | a named graph of theirs |
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.mapping.foreign.alignment import Alignment
from kg.mapping.foreign.namespaces import graph_iri
from kg.rdf.namespaces import BASE
from kg.rdf.statement import Statement

GIVEN = "given"
"""What the graph of all that stands in none is called."""

DIGITS = 16


@dataclass(frozen=True, slots=True)
class Graphs:
    """The graphs of one source.

    Attributes:
        facts: the graph of what we make of theirs.
        skolem: how the IRIs of nodes begin that had none.
        names: a named graph of theirs → what it is called among ours.
        blanks: the names of blank nodes.
        given: our graph → the IRI of theirs, "" for none; filled while statements are
            placed.
    """

    facts: NamedNode
    skolem: str
    names: Mapping[str, str]
    blanks: Mapping[BlankNode, str]
    given: dict[NamedNode, str] = field(default_factory=dict)

    def placed(self, statement: Statement) -> Statement:
        """Put a statement of theirs in the graph that is ours for it."""
        quad = statement.quad
        named = graph_iri(quad) is not None
        graph = self._named(quad.graph_name) if named else self._ours(GIVEN, "")
        subject, value = self._node(quad.subject), self._node(quad.object)
        return Statement(
            Quad(subject, quad.predicate, value, graph),  # type: ignore[arg-type]
            statement.position,
        )

    def mapped(self, statement: Statement, alignment: Alignment) -> Iterator[Statement]:
        """Yield what alignments make of a statement that has been placed."""
        for subject, predicate, value in alignment.mapped(statement.quad):
            if not isinstance(subject, Literal):  # nothing is said of a text
                yield Statement(
                    Quad(subject, predicate, value, self.facts),  # type: ignore[arg-type]
                    statement.position,
                )

    def _node(self, term: object) -> object:
        if isinstance(term, BlankNode):
            return NamedNode(self.skolem + self.blanks[term])
        return term

    def _named(self, graph: object) -> NamedNode:
        node = self._node(graph)
        iri = node.value if isinstance(node, NamedNode) else ""
        name = self.names.get(iri) or sha256(iri.encode()).hexdigest()[:DIGITS]
        return self._ours(name, iri)

    def _ours(self, name: str, iri: str) -> NamedNode:
        ours = NamedNode(f"{self.facts.value}/{name}")
        self.given[ours] = iri
        return ours


def skolem_space(key: str) -> str:
    """Give the beginning of the IRIs of a source's nodes that had none.

    The revision is not in it: what has not changed keeps its name.
    """
    return f"{BASE}genid/{key}/"
