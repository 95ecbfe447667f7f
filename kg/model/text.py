"""The text of a source and the quotations in it, as code points of its NFC form.

The units of "character" in web annotations are undefined (w3c/web-annotation#206), so
offsets here are Unicode code points of the NFC text whose SHA-256 is on the document.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

CONTEXT = 20
"""Code points of prefix and suffix that a text quote selector carries."""

EXCERPT_WORDS = 8
EXCERPT_LENGTH = 90


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Code points `start` (inclusive) to `end` (exclusive) of a text."""

    start: int
    end: int

    def __contains__(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True)
class SourceText:
    """The NFC text of one revision of a document."""

    content: str

    @classmethod
    def from_bytes(cls, data: bytes) -> "SourceText":
        """Decode UTF-8 (a byte order mark is dropped) and normalise to NFC.

        Raises:
            UnicodeDecodeError: the bytes are not UTF-8.
        """
        return cls.from_text(data.decode("utf-8-sig"))

    @classmethod
    def from_text(cls, text: str) -> "SourceText":
        """Normalise a text to NFC."""
        return cls(unicodedata.normalize("NFC", text))

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the NFC text in UTF-8, in hexadecimal digits."""
        return digest(self.content)

    def __len__(self) -> int:
        return len(self.content)

    def occurrences(self, exact: str) -> list[Span]:
        """List every place where the exact words stand, in order."""
        exact = unicodedata.normalize("NFC", exact)
        spans = []
        start = self.content.find(exact)
        while start >= 0:
            spans.append(Span(start, start + len(exact)))
            start = self.content.find(exact, start + 1)
        return spans

    def nearest(self, exact: str) -> str:
        """Return the passage of the text most like the words given."""
        match = fuzz.partial_ratio_alignment(exact, self.content)
        if match is None or match.score < 50:
            return ""
        words = [word.span() for word in re.finditer(r"\S+", self.content)]
        starts = [s for s, _end in words if abs(s - match.dest_start) <= CONTEXT]
        ends = [e for _start, e in words if abs(e - match.dest_end) <= CONTEXT]
        passages = (self.content[s:e] for s in starts for e in ends if s < e)
        return max(passages, key=lambda words: fuzz.ratio(exact, words), default="")

    def at(self, span: Span) -> str:
        """Return the words of a span."""
        return self.content[span.start : span.end]

    def around(self, span: Span) -> tuple[str, str]:
        """Return the context before and after a span."""
        before = self.content[max(0, span.start - CONTEXT) : span.start]
        return before, self.content[span.end : span.end + CONTEXT]


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def excerpt(text: str) -> str:
    """Shorten a quotation to what may be public: 8 words, 90 code points at most.

    A first word that is longer by itself leaves nothing to show.

    >>> excerpt("one two three four five six seven eight nine")
    'one two three four five six seven eight …'
    """
    words = text.split()
    kept = words[:EXCERPT_WORDS]
    while kept and len(" ".join(kept)) > EXCERPT_LENGTH - 2:
        kept.pop()
    return " ".join(kept) + (" …" if 0 < len(kept) < len(words) else "")
