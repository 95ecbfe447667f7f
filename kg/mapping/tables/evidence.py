"""Rows as evidence: a passage selects the row, with its hash, and words for partners.

The selector is a fragment: `row=12` of a table (RFC 7111, where the header is row 1),
or a pointer to a record of JSON (RFC 6901).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.mapping.tables.openness import Openness
from kg.mapping.tables.scope import TableScope
from kg.mapping.tables.terms import Terms
from kg.model.reading import Reading
from kg.model.text import digest, excerpt
from kg.model.values import Absent
from kg.rdf.statement import Statement
from kg.rdf.terms import DCT, HS, OA, RDF

TABLE = NamedNode("http://tools.ietf.org/rfc/rfc7111")
POINTER = NamedNode("http://tools.ietf.org/rfc/rfc6901")

_LONGEST = 200
"""Code points of a quotation; longer cells are found by the row."""


@dataclass(frozen=True, slots=True)
class Passages:
    """Writes the passages of rows."""

    scope: TableScope
    terms: Terms
    openness: Openness

    def iri(self, reading: Reading) -> NamedNode:
        """Name the passage that a row is."""
        return self.scope.dependent("passage", f"row-{reading.line}")

    def statements(self, reading: Reading) -> Iterator[Statement]:
        """Write the passage of a row."""
        scope, iri, at = self.scope, self.iri(reading), reading.at()
        selector = NamedNode(f"{iri.value}#f")
        hashed = digest("\x1f".join(_read(reading)))
        standard = POINTER if reading.selector.startswith("/") else TABLE
        yield scope.fact(iri, RDF.type, HS.Passage, at)
        yield scope.fact(iri, OA.hasSource, scope.document.iri, at)
        yield scope.fact(iri, OA.hasSelector, selector, at)
        yield scope.fact(iri, HS.quotationHash, Literal(hashed), at)
        yield scope.fact(selector, RDF.type, OA.FragmentSelector, at)
        yield scope.fact(selector, RDF.value, Literal(reading.selector), at)
        yield scope.fact(selector, DCT.conformsTo, standard, at)
        yield from self._quotation(iri, reading)
        yield from self._excerpt(iri, reading)

    def _quotation(self, iri: NamedNode, reading: Reading) -> Iterator[Statement]:
        scope, at = self.scope, reading.at()
        closed = scope.source.quoted_for != "public"
        verbatim = self.terms.verbatim if closed else self.openness.verbatim
        words = verbatim(scope.mapping.quotation, reading)
        if 0 < len(words) <= _LONGEST:
            quote = NamedNode(f"{iri.value}#q")
            yield scope.quoted(iri, OA.hasSelector, quote, at)
            yield scope.quoted(quote, RDF.type, OA.TextQuoteSelector, at)
            yield scope.quoted(quote, OA.exact, scope.words(words), at)

    def _excerpt(self, iri: NamedNode, reading: Reading) -> Iterator[Statement]:
        shown = self.scope.mapping.excerpt
        if shown is None:
            return
        tests = self.scope.tests
        if tests.all_hold(shown.when, reading.texts) and not tests.any_holds(
            shown.unless, reading.texts
        ):
            words = excerpt(self.openness.verbatim(shown.words, reading))
            if words:
                at = reading.at()
                yield self.scope.fact(iri, HS.excerpt, self.scope.words(words), at)


def _read(reading: Reading) -> Iterator[str]:
    """Yield the texts of the cells that are read and not withheld.

    A hash of the others would tell them to whoever can guess them and knows the rest.
    """
    for column, value in reading.values.items():
        if not isinstance(value, Absent):
            yield reading.texts.get(column, "")
