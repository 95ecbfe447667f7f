"""Checks of passages against the text: offsets, words and hashes agree."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.model.text import Span, digest
from kg.rdf.terms import HS, OA, RDF
from kg.validation.checks.check import Check, Fault, Material
from kg.validation.finding import Severity
from kg.validation.index import Index, Node, Term, as_node


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage, the text of its document, and the span it claims of it."""

    passage: Node
    text: str
    span: Span | None

    @property
    def words(self) -> str:
        """The words at the span."""
        return "" if self.span is None else self.text[self.span.start : self.span.end]


def anchors(material: Material) -> Iterator[Anchor]:
    """Yield the passages of every document whose text is known."""
    if not material.texts:
        return
    index = material.index
    for passage in index.subjects(RDF.type, HS.Passage):
        document = index.value(passage, OA.hasSource)
        if isinstance(document, NamedNode) and document in material.texts:
            text = material.texts[document]
            yield Anchor(passage, text, _span(index, passage, len(text)))


def selectors(index: Index, passage: Node) -> list[Node]:
    """List the selectors of a passage."""
    return [as_node(node) for node in index.objects(passage, OA.hasSelector)]


def _span(index: Index, passage: Node, length: int) -> Span | None:
    for selector in selectors(index, passage):
        start, end = (_number(index.value(selector, p)) for p in (OA.start, OA.end))
        if start is not None and end is not None and start < end <= length:
            return Span(start, end)
    return None


def _number(term: Term | None) -> int | None:
    digits = isinstance(term, Literal) and term.value.isdecimal()
    return int(term.value) if isinstance(term, Literal) and digits else None


def _misplaced(material: Material) -> Iterator[Fault]:
    for anchor in anchors(material):
        if anchor.span is None:
            detail = f"The text has {len(anchor.text)} code points."
            yield Fault(anchor.passage, path=OA.hasSelector, detail=detail)


def _quotes(
    predicate: NamedNode, agrees: Callable[[Anchor, str], bool]
) -> Callable[[Material], Iterator[Fault]]:
    """Make a check that compares what selectors say with the text."""

    def faults(material: Material) -> Iterator[Fault]:
        for anchor in anchors(material):
            for node in (*selectors(material.index, anchor.passage), anchor.passage):
                for value in material.index.objects(node, predicate):
                    said = value.value if isinstance(value, Literal) else ""
                    if anchor.span is not None and not agrees(anchor, said):
                        detail = f"There stands {anchor.words!r}."
                        yield Fault(node, predicate, value, detail=detail)

    return faults


def _before(anchor: Anchor, prefix: str) -> bool:
    start = 0 if anchor.span is None else anchor.span.start
    return anchor.text[:start].endswith(prefix)


def _after(anchor: Anchor, suffix: str) -> bool:
    end = len(anchor.text) if anchor.span is None else anchor.span.end
    return anchor.text[end:].startswith(suffix)


def _excerpt(anchor: Anchor, said: str) -> bool:
    """Compare words: an excerpt has single spaces for the line breaks of the text."""
    words = said.removesuffix("…").split()
    return anchor.words.split()[: len(words)] == words


def _documents(
    predicate: NamedNode, value: Callable[[str], str]
) -> Callable[[Material], Iterator[Fault]]:
    """Make a check that compares what a document says of its text with the text."""

    def faults(material: Material) -> Iterator[Fault]:
        for document, text in sorted(material.texts.items(), key=lambda t: t[0].value):
            for said in material.index.objects(document, predicate):
                if not isinstance(said, Literal) or said.value != value(text):
                    detail = f"The text has {value(text)}."
                    yield Fault(document, predicate, said, detail=detail)

    return faults


CHECKS = (
    Check(
        "PassageCheck-offsets",
        Severity.VIOLATION,
        "A passage has a start before its end, both within the text of its document.",
        _misplaced,
    ),
    Check(
        "PassageCheck-words",
        Severity.VIOLATION,
        "A quotation is what stands at its offsets, to the letter.",
        _quotes(OA.exact, lambda anchor, said: anchor.words == said),
    ),
    Check(
        "PassageCheck-before",
        Severity.VIOLATION,
        "The prefix of a quotation is what stands before it.",
        _quotes(OA.prefix, _before),
    ),
    Check(
        "PassageCheck-after",
        Severity.VIOLATION,
        "The suffix of a quotation is what stands after it.",
        _quotes(OA.suffix, _after),
    ),
    Check(
        "PassageCheck-hash",
        Severity.VIOLATION,
        "The hash of a quotation is that of the words at its offsets.",
        _quotes(HS.quotationHash, lambda anchor, said: digest(anchor.words) == said),
    ),
    Check(
        "PassageCheck-excerpt",
        Severity.VIOLATION,
        "An excerpt is the beginning of its passage, word for word.",
        _quotes(HS.excerpt, _excerpt),
    ),
    Check(
        "DocumentCheck-hash",
        Severity.VIOLATION,
        "The hash of a document is that of its text; another text is another revision.",
        _documents(HS.contentHash, digest),
    ),
    Check(
        "DocumentCheck-length",
        Severity.VIOLATION,
        "The length of a document is that of its text, in code points.",
        _documents(HS.lengthCodePoints, lambda text: str(len(text))),
    ),
)
