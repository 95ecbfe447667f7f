"""Quotations: the passages that bear the facts of a page, numbered as they are met."""

from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from kg.api.pages.language import Label
from kg.api.pages.reading import Link, Reading
from kg.rdf.terms import HS, OA, RDF


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage of a source: where it stands, and the words that this audience may see.

    A public store has short excerpts at most; that of partners has all the words.
    `start` and `end` count Unicode code points of the source's text, from 0.
    """

    number: int
    link: Link
    words: Label | None
    document: Link | None
    start: int | None
    end: int | None


@dataclass(slots=True)
class Quotations:
    """The quotations of one page; the same passage has one number throughout.

    What rows of a register share, such as a day, is borne by all of them: `about` is
    the thing whose rows are meant. A row has no place in a text.
    """

    reading: Reading
    about: NamedNode | None = None
    _numbers: dict[NamedNode, int] = field(default_factory=dict)

    def of(self, *subjects: NamedNode) -> tuple[int, ...]:
        """Number the passages that bear facts about things."""
        found = [p for subject in subjects for p in self._passages(subject)]
        found.sort(key=lambda passage: _place(self.reading, passage))
        return tuple(dict.fromkeys(self._number(passage) for passage in found))

    def _passages(self, subject: NamedNode) -> list[NamedNode]:
        passages = self.reading.facts.iris
        found = list(passages(subject, HS.evidence))
        if self.about is None:
            return found
        own = set(passages(self.about, HS.evidence))
        return [it for it in found if it in own or self._in_text(it)] or found

    def _in_text(self, passage: NamedNode) -> bool:
        return _offset(self.reading, passage, OA.start) is not None

    def _number(self, passage: NamedNode) -> int:
        return self._numbers.setdefault(passage, len(self._numbers) + 1)

    def listed(self) -> tuple[Quotation, ...]:
        """List all that have a number, in the order of their numbers."""
        return tuple(
            read_quotation(self.reading, passage, number)
            for passage, number in self._numbers.items()
        )


def read_quotation(reading: Reading, passage: NamedNode, number: int) -> Quotation:
    """Read one passage."""
    start, end = _offset(reading, passage, OA.start), _offset(reading, passage, OA.end)
    where = _row(reading, passage) if start is None else f"characters {start}–{end}"  # noqa: RUF001 - a range
    return Quotation(
        number,
        reading.link(passage, Label(where, "en")),
        _words(reading, passage),
        reading.first(passage, OA.hasSource),
        start,
        end,
    )


def _words(reading: Reading, passage: NamedNode) -> Label | None:
    for selector in reading.facts.iris(passage, OA.hasSelector):
        found = reading.text(selector, OA.exact)
        if found is not None:
            return found
    return reading.text(passage, HS.excerpt)


def _row(reading: Reading, passage: NamedNode) -> str:
    """Call a passage by its row of a table (RFC 7111), or by its record (RFC 6901)."""
    for selector in reading.facts.iris(passage, OA.hasSelector):
        found = reading.facts.lexical(selector, RDF.value) or ""
        if found.startswith("row="):
            return f"row {found.removeprefix('row=')}"
        if found.startswith("/"):
            return f"record {found}"
    return "passage"


def _offset(reading: Reading, passage: NamedNode, predicate: NamedNode) -> int | None:
    for selector in reading.facts.iris(passage, OA.hasSelector):
        found = reading.facts.lexical(selector, predicate)
        if found is not None:
            return int(found)
    return None


def _place(reading: Reading, passage: NamedNode) -> tuple[str, int, str]:
    source = reading.facts.iri(passage, OA.hasSource)
    start = _offset(reading, passage, OA.start)
    return (str(source), -1 if start is None else start, passage.value)
