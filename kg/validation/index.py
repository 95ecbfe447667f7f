"""An index of triples: a shapes graph as Python reads it, small and in file order."""

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.rdf.terms import RDF

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal


class Index:
    """Triples by subject, and the subjects by predicate and object."""

    def __init__(self, statements: Iterable[Quad | Triple] = ()) -> None:
        """Index statements, whatever graph they are in; a triple counts once."""
        self._properties: dict[Node, dict[tuple[NamedNode, Term], None]] = {}
        self._subjects: dict[tuple[NamedNode, Term], dict[Node, None]] = {}
        for statement in statements:
            self.add(statement)

    def add(self, statement: Quad | Triple) -> None:
        """Add a statement.

        Raises:
            TypeError: the statement has an RDF 1.2 triple term.
        """
        subject, target = statement.subject, statement.object
        if isinstance(subject, Triple) or isinstance(target, Triple):
            raise TypeError("triple terms are not part of the model")
        key = (statement.predicate, target)
        self._properties.setdefault(subject, {})[key] = None
        self._subjects.setdefault(key, {})[subject] = None

    def nodes(self) -> Iterator[Node]:
        """Yield every subject, in the order of its first statement."""
        yield from self._properties

    def properties(self, subject: Term) -> list[tuple[NamedNode, Term]]:
        """List the predicates and objects of a subject."""
        if isinstance(subject, Literal):
            return []
        return list(self._properties.get(subject, ()))

    def objects(self, subject: Term, predicate: NamedNode) -> list[Term]:
        """List the objects of a subject and predicate."""
        return [o for p, o in self.properties(subject) if p == predicate]

    def value(self, subject: Term, predicate: NamedNode) -> Term | None:
        """Give the first object of a subject and predicate, None when there is none."""
        return next(iter(self.objects(subject, predicate)), None)

    def subjects(self, predicate: NamedNode, target: Term) -> list[Node]:
        """List the subjects that have an object."""
        return list(self._subjects.get((predicate, target), ()))

    def items(self, head: Term) -> Iterator[Term]:
        """Yield the members of an RDF list.

        Raises:
            ValueError: the list has no end, a fork or a cell without a member.
        """
        seen: set[Term] = set()
        while head != RDF.nil:
            first, rest = self.objects(head, RDF.first), self.objects(head, RDF.rest)
            if len(first) != 1 or len(rest) != 1 or head in seen:
                raise ValueError("a list is not well-formed")
            seen.add(head)
            yield first[0]
            head = rest[0]


class Layered(Index):
    """Triples over those of another index, which is not changed: those come after."""

    def __init__(self, statements: Iterable[Quad | Triple], below: Index) -> None:
        """Index statements; what is below stays one for many of them."""
        super().__init__(statements)
        self._below = below

    def nodes(self) -> Iterator[Node]:
        """Yield every subject, those that are only below at the end."""
        yield from dict.fromkeys((*super().nodes(), *self._below.nodes()))

    def properties(self, subject: Term) -> list[tuple[NamedNode, Term]]:
        """List the predicates and objects of a subject."""
        below = self._below.properties(subject)
        return list(dict.fromkeys((*super().properties(subject), *below)))

    def subjects(self, predicate: NamedNode, target: Term) -> list[Node]:
        """List the subjects that have an object."""
        below = self._below.subjects(predicate, target)
        return list(dict.fromkeys((*super().subjects(predicate, target), *below)))


def as_node(term: Term) -> Node:
    """Take a term that a rule of the language says is a node.

    Raises:
        TypeError: it is a literal.
    """
    if isinstance(term, Literal):
        raise TypeError(f"{term} is not a node")
    return term
