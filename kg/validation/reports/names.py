"""How terms are written for people: with the prefixes of the files they come from."""

from collections.abc import Mapping

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.rdf.namespaces import PREFIXES
from kg.rdf.terms import XSD
from kg.validation.finding import LONG
from kg.validation.index import Term
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
        return "a blank node" if isinstance(term, BlankNode) else self._literal(term)

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
