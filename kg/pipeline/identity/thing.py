"""Things that may be the same as others, as far as that can be told from a release."""

import datetime
from dataclasses import dataclass, field
from functools import cached_property

from kg.model.alike import words

Day = datetime.date


@dataclass(frozen=True)
class Thing:
    """A thing and what tells it from others.

    Attributes:
        iri: its name on the web.
        kind: the kind of thing, as in its IRI.
        names: every spelling of its name, in any language.
        places: where it is, or what it is in.
        types: codes of what it is.
        span: the first and the last day of an event, of a document that of publication.
        graphs: the source graphs that tell of it.
    """

    iri: str
    kind: str
    names: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    span: tuple[Day, Day] | None = None
    graphs: frozenset[str] = field(default=frozenset(), compare=False)

    @cached_property
    def spellings(self) -> frozenset[tuple[str, ...]]:
        """The names as their words are compared, in alphabetical order."""
        return frozenset(tuple(sorted(words(name))) for name in self.names) - {()}

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The spellings, each as one text."""
        return tuple(sorted(" ".join(spelling) for spelling in self.spellings))

    @property
    def label(self) -> str:
        """A name for people: the shortest, for it is no description."""
        return min(self.names, key=lambda name: (len(name), name), default=self.iri)
