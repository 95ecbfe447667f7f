"""Lookups: what the spellings of a source mean, each with a reason."""

import re
from collections.abc import Iterable, Iterator
from typing import Annotated

from pydantic import BeforeValidator, Field, PrivateAttr

from kg.model.records.base import Key, Record, Words, unexpected

REFERENCE_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+([-.][a-z0-9]+)*)?$"


def _check_pattern(value: object) -> object:
    try:
        re.compile(str(value))
    except re.error as error:
        expected = f"a regular expression ({error})"
        raise unexpected(repr(value), expected) from error
    return value


def _check_reference(value: object) -> object:
    if not isinstance(value, str) or not re.fullmatch(REFERENCE_PATTERN, value):
        expected = "a key or a code, or source/key for a thing of another source"
        raise unexpected(repr(value), expected)
    return value


Pattern = Annotated[Words, BeforeValidator(_check_pattern)]
"""A regular expression; `(?i)` at its start lets case not matter."""

Reference = Annotated[str, BeforeValidator(_check_reference)]
"""A key of the authority files, a code, or `source/key`: a row of another table."""


class PatternEntry(Record):
    """All spellings in which a pattern is found."""

    matches: Pattern
    to: Reference | None = None
    """What is meant; absent when such a spelling names nothing that we keep."""
    because: Words


class Lookup(Record):
    """What spellings mean: those written out first, then patterns in their order."""

    because: Words
    """Why these spellings mean what is said here."""
    spellings: dict[str, Reference] = Field(default_factory=dict)
    patterns: tuple[PatternEntry, ...] = ()
    nothing: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Reason → spellings that name nothing that we keep."""

    _found: dict[str, tuple[str, ...] | None] = PrivateAttr(default_factory=dict)

    def find(self, text: str) -> tuple[str, ...] | None:
        """Return what a text means, best first; None when nothing is said of it.

        A text that is said to mean nothing gives an empty tuple.
        """
        if text not in self._found:
            if len(self._found) > _KEPT:
                self._found.clear()
            self._found[text] = self._search(text)
        return self._found[text]

    def _search(self, text: str) -> tuple[str, ...] | None:
        if text in self.spellings:
            return (self.spellings[text],)
        if any(text in texts for texts in self.nothing.values()):
            return ()
        met = [it for it in self.patterns if re.search(it.matches, text)]
        if not met:
            return None
        return tuple(dict.fromkeys(it.to for it in met if it.to is not None))

    def targets(self) -> Iterator[str]:
        """Yield everything that a spelling may mean."""
        yield from self.spellings.values()
        yield from (it.to for it in self.patterns if it.to is not None)


_KEPT = 1 << 15
"""Texts whose meaning a lookup remembers; then it forgets all and starts again."""


class Lookups(Record):
    """The content of `lookups.yml`, or of a file of `data/lookups/` that many use."""

    lookups: Annotated[dict[Key, Lookup], Field(min_length=1)]


def join(files: Iterable[Lookups]) -> dict[str, Lookup]:
    """Gather the lookups of several files; the first of a name stands."""
    joined: dict[str, Lookup] = {}
    for file in files:
        for name, lookup in file.lookups.items():
            joined.setdefault(name, lookup)
    return joined
