"""Facts in memory: the quads around one thing, asked from either end."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

Object = NamedNode | Literal | BlankNode | Triple


class Facts:
    """Quads by subject and by object; each fact counts once, whatever its graphs.

    Values are listed in the order of their N-Triples form, so that a page is the same
    every time it is made.

    Attributes:
        untold: how many more graphs state something of the thing that the facts are of.
    """

    def __init__(self, quads: Iterable[Quad], untold: int = 0) -> None:
        """Index the quads."""
        self.untold = untold
        self.quads = sorted(set(quads), key=str)
        self._values: dict[tuple[NamedNode, NamedNode], list[Object]] = {}
        self._subjects: dict[tuple[NamedNode, Object], list[NamedNode]] = {}
        self._said: dict[NamedNode, list[Quad]] = defaultdict(list)
        for quad in self.quads:
            self._index(quad)

    def _index(self, quad: Quad) -> None:
        subject, predicate, value = quad.subject, quad.predicate, quad.object
        if not isinstance(subject, NamedNode):
            return
        self._said[subject].append(quad)
        values = self._values.setdefault((subject, predicate), [])
        if value not in values:
            values.append(value)
        subjects = self._subjects.setdefault((predicate, value), [])
        if subject not in subjects:
            subjects.append(subject)

    def __contains__(self, thing: object) -> bool:
        return thing in self._said

    def __iter__(self) -> Iterator[Quad]:
        return iter(self.quads)

    def of(self, subject: NamedNode) -> list[Quad]:
        """List what is said of a thing."""
        return self._said.get(subject, [])

    def values(self, subject: NamedNode, predicate: NamedNode) -> list[Object]:
        """List the values of a property."""
        return self._values.get((subject, predicate), [])

    def iris(self, subject: NamedNode, *predicates: NamedNode) -> list[NamedNode]:
        """List the values of properties that are IRIs."""
        return [
            value
            for predicate in predicates
            for value in self.values(subject, predicate)
            if isinstance(value, NamedNode)
        ]

    def iri(self, subject: NamedNode, *predicates: NamedNode) -> NamedNode | None:
        """Return the first value of the first property that has an IRI."""
        return next(iter(self.iris(subject, *predicates)), None)

    def literals(self, subject: NamedNode, predicate: NamedNode) -> list[Literal]:
        """List the values of a property that are literals."""
        values = self.values(subject, predicate)
        return [value for value in values if isinstance(value, Literal)]

    def lexical(self, subject: NamedNode, predicate: NamedNode) -> str | None:
        """Return the first literal of a property as it is written."""
        return next((lit.value for lit in self.literals(subject, predicate)), None)

    def subjects(self, predicate: NamedNode, value: Object) -> list[NamedNode]:
        """List the things that have a value."""
        return self._subjects.get((predicate, value), [])

    def most_pointing(self, value: Object) -> int:
        """Count the things that point at a value by the property most of them use."""
        return max(
            (
                len(subjects)
                for (_predicate, pointed_at), subjects in self._subjects.items()
                if pointed_at == value
            ),
            default=0,
        )

    def graphs(self, subject: NamedNode) -> list[NamedNode]:
        """List the graphs that say anything of a thing."""
        found = {quad.graph_name for quad in self.of(subject)}
        names = [name for name in found if isinstance(name, NamedNode)]
        return sorted(names, key=str)
