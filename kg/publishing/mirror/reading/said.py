"""What a document says, asked by subject and by graph."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.rdf.terms import RDF

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal | Triple

_LONGEST = 1000
"""Steps of a list of RDF, which may lead back to itself."""


class Said:
    """The quads of one document."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        """Sort them by subject and by graph."""
        self._subjects: dict[Node, list[Quad]] = defaultdict(list)
        self._graphs: dict[Node, list[Quad]] = defaultdict(list)
        for quad in quads:
            if isinstance(quad.subject, Triple):  # no quad of RDF 1.1
                continue
            self._subjects[quad.subject].append(quad)
            if isinstance(quad.graph_name, Node):
                self._graphs[quad.graph_name].append(quad)

    def of(self, subject: Node) -> list[Quad]:
        """List what is said of a thing, in any graph."""
        return self._subjects.get(subject, [])

    def within(self, graph: Node) -> list[Quad]:
        """List what is said in a graph."""
        return self._graphs.get(graph, [])

    def values(self, subject: Node, predicate: NamedNode) -> list[Term]:
        """List the values of a property, each once."""
        found = (it.object for it in self.of(subject) if it.predicate == predicate)
        return list(dict.fromkeys(found))

    def nodes(self, subject: Node, predicate: NamedNode) -> list[Node]:
        """List the values of a property that something can be said of."""
        return [it for it in self.values(subject, predicate) if isinstance(it, Node)]

    def iris(self, subject: Node, predicate: NamedNode) -> list[str]:
        """List the values of a property that are IRIs."""
        values = self.values(subject, predicate)
        return [it.value for it in values if isinstance(it, NamedNode)]

    def texts(self, subject: Node, predicate: NamedNode) -> list[str]:
        """List the values of a property that are literals."""
        values = self.values(subject, predicate)
        return [it.value for it in values if isinstance(it, Literal)]

    def subjects(self, predicate: NamedNode) -> list[Node]:
        """List the things that have a property."""
        return [
            subject
            for subject, quads in self._subjects.items()
            if any(it.predicate == predicate for it in quads)
        ]

    def of_type(self, type_: NamedNode) -> list[Node]:
        """List the things of a class."""
        return [it for it in self._subjects if type_ in self.values(it, RDF.type)]

    def items(self, head: Node) -> Iterator[Term]:
        """Yield the items of a list."""
        for _step in range(_LONGEST):
            if head == RDF.nil:
                return
            yield from self.values(head, RDF.first)[:1]
            rest = self.nodes(head, RDF.rest)
            if not rest:
                return
            head = rest[0]
