"""A source: the document that an extract reads, its rights, who may see what of it."""

from typing import Annotated

from pydantic import Field

from kg.model.records.base import (
    HASH_PATTERN,
    KIND_PATTERN,
    UNKNOWN,
    Code,
    Day,
    DayOrUnknown,
    Key,
    Labels,
    Language,
    Of,
    Record,
    Url,
    UrlOrUnknown,
    Words,
)

_LEVELS = ("public", "partner", "restricted")


def _closedness(level: str) -> int:
    return _LEVELS.index(level) if level in _LEVELS else len(_LEVELS)


class Retrieval(Record):
    """When and how the text came to the project."""

    on: Day
    how: Words
    url: Url | None = None


class Rights(Record):
    """What may be done with the text."""

    licence: Url | None = None
    """The licence that the text itself states; absent when it states none."""
    status: Words
    """In a sentence, for people."""
    quotations: Annotated[Code, Of("access")] = "restricted"
    """Who sees full quotations, of those who see the facts: a notation of `access`."""


class Source(Record):
    """One revision of one document. What its text does not say is said: `unknown`."""

    key: Key
    kind: Annotated[str, Field(pattern=KIND_PATTERN)]
    language: Language
    material: Annotated[Code, Of("source-material")]
    """A notation of `source-material`."""
    label: Labels
    """What we call the document, for people: a supplied title, not the text's own."""
    title: Words
    author: Words
    publisher: Words
    published: DayOrUnknown
    url: UrlOrUnknown
    revision: Annotated[int, Field(ge=1)]
    text: Words
    """The file with the text, below the source's folder."""
    sha256: Annotated[str, Field(pattern=HASH_PATTERN)]
    """Of the text in NFC and UTF-8: a changed text is a new revision."""
    access: Annotated[Code, Of("access")]
    """Who may see the facts: a notation of `access`."""
    retrieved: Retrieval
    rights: Rights
    about: tuple[Key, ...] = ()
    """The events that the document is about, where it says so."""
    topics: tuple[Url, ...] = ()
    """Concepts of a thesaurus in the graph that we find the document to be about."""

    @property
    def quoted_for(self) -> str:
        """Who sees full quotations: nobody who does not see the facts."""
        return max(self.access, self.rights.quotations, key=_closedness)

    def says(self, field: str) -> str | None:
        """Return what the text says of its title, author, …, or None for `unknown`."""
        value: str = getattr(self, field)
        return None if value == UNKNOWN else value
