"""Checks of how much of a source its public graphs repeat.

The facts of an article are free, its words are not. A quotation behind every fact would
print the whole article again: so runs of its words are counted in every public text,
not only in excerpts. Names, titles and slogans are not counted: they are facts.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kg.model.text import EXCERPT_LENGTH, Span
from kg.rdf.terms import DCT, HS, SKOS
from kg.validation.checks.check import Check, Fault, Material
from kg.validation.checks.literals import fault_of
from kg.validation.finding import Severity

SHARE = 0.15
"""The part of a text that public texts may repeat."""

RUN = 40
"""Code points that are a run: shorter ones are common phrases."""

_START = 4
"""Letters that are looked up before a whole name is."""

NAMES = {DCT.title, SKOS.prefLabel, SKOS.altLabel, HS.nameInSource, HS.verbatim}
"""Predicates of names, titles and slogans, which are free wherever they stand."""

OPEN = (
    "https://creativecommons.org/licenses/by/",
    "https://creativecommons.org/licenses/by-sa/",
    "https://creativecommons.org/publicdomain/",
)
"""Licences under which a text may be repeated whole."""


@dataclass(frozen=True, slots=True)
class Run:
    """A span of a text that a quad repeats."""

    span: Span
    quad: Quad

    @property
    def length(self) -> int:
        """Code points of the run."""
        return self.span.end - self.span.start


class Words:
    """A text with single spaces, and where its runs begin."""

    def __init__(self, text: str) -> None:
        """Index a text."""
        self.text = " ".join(text.split())
        self._starts: dict[str, list[int]] = defaultdict(list)
        for start in range(len(self.text) - RUN + 1):
            self._starts[self.text[start : start + RUN]].append(start)

    def shared(self, said: str) -> Iterator[Span]:
        """Yield the longest spans of the text that stand in what is said."""
        said = " ".join(said.split())
        for at in range(len(said) - RUN + 1):
            for start in self._starts.get(said[at : at + RUN], ()):
                if not (at and start and said[at - 1] == self.text[start - 1]):
                    yield Span(start, start + self._extent(said[at:], start))

    def _extent(self, said: str, start: int) -> int:
        length = RUN
        longest = min(len(said), len(self.text) - start)
        while length < longest and said[length] == self.text[start + length]:
            length += 1
        return length


class Quoting:
    """Tells which literals matter to how much of some texts is repeated."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Take the texts."""
        self._words = [Words(text) for text in texts]
        self._starts = {
            words.text[at : at + _START]
            for words in self._words
            for at in range(len(words.text))
        }

    def counts(self, value: Literal, predicate: NamedNode) -> bool:
        """Tell whether a value of a predicate repeats a text, or is a name in one."""
        said = " ".join(value.value.split())
        begins = len(said) < _START or said[:_START] in self._starts
        may = predicate in NAMES and begins and 0 < len(said) <= EXCERPT_LENGTH
        if may and any(said in words.text for words in self._words):
            return True
        long = len(said) >= RUN
        return long and any(next(it.shared(said), None) for it in self._words)


def public_runs(material: Material, document: NamedNode) -> list[Run]:
    """List the runs of a document's text in public literals; none if it is licensed."""
    if _is_open(material, document):
        return []
    words = Words(material.texts[document])
    return [
        Run(span, quad)
        for quad, value in _literals(material)
        if quad.graph_name in material.open_graphs
        for span in words.shared(value.value)
    ]


def _literals(material: Material) -> Iterator[tuple[Quad, Literal]]:
    yield from ((quad, value) for quad, value, _foreign in material.literals)
    for quad in material.beside:
        if isinstance(value := quad.object, Literal):
            yield quad, value


def _is_open(material: Material, document: NamedNode) -> bool:
    graphs = material.index.subjects(HS.ofDocument, document)
    licences = [
        value
        for node in (document, *graphs)
        for value in material.index.objects(node, DCT.license)
    ]
    return any(str(licence)[1:].startswith(OPEN) for licence in licences)


def repeated_share(material: Material, document: NamedNode) -> float:
    """Tell what part of a document's text its public texts repeat, 0 to 1."""
    words = Words(material.texts[document])
    covered: set[int] = set()
    for run in public_runs(material, document):
        covered.update(range(run.span.start, run.span.end))
    for name in filter(words.text.__contains__, _names(material)):
        for found in re.finditer(re.escape(name), words.text):
            covered.difference_update(range(*found.span()))
    return len(covered) / max(len(words.text), 1)


def _names(material: Material) -> set[str]:
    """Collect names, titles and slogans; what is longer than an excerpt is none."""
    names = {
        " ".join(value.value.split())
        for quad, value in _literals(material)
        if quad.predicate in NAMES
    }
    return {name for name in names if 0 < len(name) <= EXCERPT_LENGTH}


def _over_budget(material: Material) -> Iterator[Fault]:
    for document in sorted(material.texts, key=lambda iri: iri.value):
        share = repeated_share(material, document)
        if share > SHARE:
            detail = f"Repeated are {share:.0%}, allowed {SHARE:.0%}."
            yield Fault(document, path=HS.excerpt, detail=detail)


def _too_long(material: Material) -> Iterator[Fault]:
    for document in sorted(material.texts, key=lambda iri: iri.value):
        for run in public_runs(material, document):
            if run.length > EXCERPT_LENGTH:
                fault = fault_of(run.quad)
                detail = f"{run.length} code points of it stand here."
                yield Fault(fault.focus, fault.path, fault.value, fault.graph, detail)


CHECKS = (
    Check(
        "QuoteCheck-budget",
        Severity.VIOLATION,
        "Public texts repeat no more of a source than the quote budget allows. Shorten "
        "or drop excerpts, or get a licence.",
        _over_budget,
    ),
    Check(
        "QuoteCheck-length",
        Severity.VIOLATION,
        f"A public text repeats at most {EXCERPT_LENGTH} code points of a source in "
        "one run. Shorten it, or get a licence.",
        _too_long,
    ),
)
