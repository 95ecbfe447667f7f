"""The sentences of a text, each with where it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model.text import SourceText, Span

_END = re.compile(
    r"(?<=[.!?\u2026])[»\u201d\u201c\"\u2019)]*\s+"
    r"(?=[«„\u201c\"\u2018(\u2013-]*\s*[A-Z\u00c0-\u00de\u0401-\u042f0-9])"
)
"""After a full stop and closing quotation marks; a capital or a number begins anew."""

_ABBREVIATED = re.compile(
    r"(?:\b\d{1,2}|\b[A-Z\u0410-\u042f]|\b(?:ca|dr|mr|mrs|st|nr|no))\.$", re.IGNORECASE
)
_BULLET = re.compile(
    r"^\s*(?:[-\u2013\u2014•*▪‣·]\s*|\d{1,2}[.)]\s+(?![A-Z]?\w+\s+\d{4})|[a-z]\)\s+)"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or an item of a list, without what surrounds it."""

    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text that is not blank.

    Attributes:
        span: its words, without the bullet or the number of an item.
        bullet: it had one.
        after_blank: a blank line stands before it.
    """

    span: Span
    words: str
    bullet: bool
    after_blank: bool


def sentences(text: SourceText) -> Iterator[Sentence]:
    """Yield the sentences in order."""
    for line in lines(text):
        start = line.span.start
        for at in _breaks(line.words):
            end = line.span.start + at
            yield from _sentence(text, start, end)
            start = end
        yield from _sentence(text, start, line.span.end)


def _breaks(words: str) -> Iterator[int]:
    for match in _END.finditer(words):
        if not _ABBREVIATED.search(words[: match.start()]):
            yield match.end()


def _sentence(text: SourceText, start: int, end: int) -> Iterator[Sentence]:
    words = text.content[start:end]
    left = len(words) - len(words.lstrip())
    words = words.strip()
    if words:
        begin = start + left
        yield Sentence(Span(begin, begin + len(words)), words)


def lines(text: SourceText) -> list[Line]:
    """List the lines that are not blank, with the bullets of lists taken off."""
    found: list[Line] = []
    at = 0
    blank = True
    for raw in text.content.splitlines(keepends=True):
        bullet = _BULLET.match(raw)
        begin = bullet.end() if bullet else 0
        words = raw[begin:].strip()
        if words:
            start = at + raw.index(words, begin)
            span = Span(start, start + len(words))
            found.append(Line(span, words, bullet is not None, blank))
        blank = not words
        at += len(raw)
    return found
