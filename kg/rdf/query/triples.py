"""Triples of a query, read from its words: lists, brackets and paths among them."""

from kg.rdf.query.cursor import Cursor
from kg.rdf.query.outline import Group, Node, Pattern, Role
from kg.rdf.terms import RDF

PARTS = frozenset(["OPTIONAL", "MINUS", "GRAPH", "SERVICE", "LATERAL"])
"""The words that begin a group within a group."""


class TripleReader(Cursor):
    """Reads triples into the group they stand in."""

    def triples(self, group: Group) -> None:
        """Read a subject with all that is said of it, into a group."""
        bracket = self.next().word in {"[", "("}
        subject = self._object(group)
        if not bracket or self.next().word not in {".", "}"}:
            self._properties(group, subject, frozenset([".", "}"]))

    def _properties(self, group: Group, subject: Node, ends: frozenset[str]) -> None:
        """Read verbs and objects until an end, which is left."""
        while True:
            verbs, simple = self._verb()
            while True:
                value = self._object(group)
                group.patterns.append(Pattern(subject, verbs, value, simple))
                if not self.skip(","):
                    break
            if self.next().word != ";":
                return
            while self.skip(";"):
                pass
            if self.next().word in ends or self._starts_part():
                return

    def _starts_part(self) -> bool:
        return self.next().word in {*PARTS, "{", "FILTER", "BIND", "VALUES"}

    def _object(self, group: Group) -> Node:
        opening = self.next()
        if opening.word not in {"[", "("}:
            return self.node()
        self.deeper()
        self.at += 1
        node = Node(Role.BLANK, f"[{opening.start}", opening.start)
        if opening.word == "(":
            self.until(")", lambda: self._item(group, node))
        elif not self.skip("]"):
            self._properties(group, node, frozenset(["]"]))
            self.expect("]")
        self.depth -= 1
        return node

    def _item(self, group: Group, node: Node) -> None:
        item = self._object(group)
        group.patterns.append(Pattern(node, (), item, simple=False))

    def _verb(self) -> tuple[tuple[Node, ...], bool]:
        if self.next().variable:
            return (self.node(),), True
        start = self.at
        verbs: list[Node] = []
        self._path(verbs)
        return tuple(verbs), self.at == start + 1

    def _path(self, verbs: list[Node]) -> None:
        self._step(verbs)
        while self.skip("/", "|"):
            self._step(verbs)

    def _step(self, verbs: list[Node]) -> None:
        while self.skip("^", "!"):
            pass
        if self.skip("("):
            self.deeper()
            if not self.skip(")"):
                self._path(verbs)
                self.expect(")")
            self.depth -= 1
        else:
            verbs.append(self._predicate())
        self.skip("*", "+", "?")

    def _predicate(self) -> Node:
        if self.next().text == "a":
            return Node(Role.IRI, RDF.type.value, self.take().start)
        return self.iri()
