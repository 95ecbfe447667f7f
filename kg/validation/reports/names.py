"""How terms are written for people: with the prefixes of the files they come from."""

from collections.abc import Iterable, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.rdf.namespaces import PREFIXES
from kg.rdf.terms import XSD
from kg.validation.finding import LONG
from kg.validation.index import Node, Term
from kg.validation.paths import Operator, Path

PLAIN = (XSD.integer, XSD.decimal, XSD.boolean)


class Names:
    """Prefixes, and terms written with them."""

    def __init__(self, prefixes: Mapping[str, str] = PREFIXES, root: str = "") -> None:
        """Take prefixes; what is missing of the usual ones is added.

        Args:
            prefixes: the names of namespaces.
            root: the IRI of a folder, whose files are named relative to it.
        """
        spaces = set(prefixes.values())
        added = {p: s for p, s in PREFIXES.items() if s not in spaces}
        known = {**{p: s for p, s in added.items() if p not in prefixes}, **prefixes}
        self.prefixes = known
        self._longest = sorted(known.items(), key=lambda item: -len(item[1]))
        self._root = root
        self._owners: dict[BlankNode, tuple[Node, NamedNode]] = {}

    def learn(self, quads: Iterable[Quad], blanks: set[BlankNode]) -> None:
        """Learn whose values blank nodes are: that is what people know of them."""
        for quad in quads if blanks else ():
            node, owner = quad.object, quad.subject
            wanted = isinstance(node, BlankNode) and node in blanks
            if wanted and isinstance(node, BlankNode) and isinstance(owner, Node):
                self._owners.setdefault(node, (owner, quad.predicate))

    def iri(self, iri: str) -> str:
        """Write an IRI as `prefix:local` when a namespace fits, else in brackets."""
        for prefix, space in self._longest:
            if space and iri.startswith(space) and "/" not in iri[len(space) :]:
                return f"{prefix}:{iri[len(space) :]}"
        return f"<{self.relative(iri)}>"

    def relative(self, iri: str) -> str:
        """Write the IRI of a file relative to the folder that is worked in."""
        return iri.removeprefix(self._root) if self._root else iri

    def term(self, term: Term) -> str:
        """Write a term, a long text cut short."""
        if isinstance(term, NamedNode):
            return self.iri(term.value)
        return self._blank(term) if isinstance(term, BlankNode) else self._literal(term)

    def _blank(self, node: BlankNode) -> str:
        if node not in self._owners:
            return "a blank node"
        owner, predicate = self._owners[node]
        whose = self.iri(owner.value) if isinstance(owner, NamedNode) else "another"
        return f"a blank node, {self.iri(predicate.value)} of {whose}"

    def _literal(self, term: Literal) -> str:
        if term.datatype in PLAIN:
            return term.value
        value = term.value if len(term.value) <= LONG else f"{term.value[:LONG]}…"
        if term.language is not None:
            return f'"{value}"@{term.language}'
        plain = term.datatype == XSD.string
        return f'"{value}"' + ("" if plain else f"^^{self.iri(term.datatype.value)}")

    def path(self, path: Path) -> str:
        """Write a path as SPARQL does."""
        if isinstance(path, NamedNode):
            return self.iri(path.value)
        match path.operator:
            case Operator.SEQUENCE | Operator.ALTERNATIVE:
                return "(" + path.operator.join(map(self.path, path.parts)) + ")"
            case Operator.INVERSE:
                return f"^{self.path(path.parts[0])}"
            case _:
                return f"{self.path(path.parts[0])}{path.operator}"
