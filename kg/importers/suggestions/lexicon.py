"""The names that the graph knows, in the form in which texts are searched for them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.model.records.authority import Authority, Organisation, Person, Place
from kg.model.records.draft import Kind
from kg.model.spelling import skeleton

WORD = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"\s*\([^)]*\)\s*$")
_FIRST = 3
"""Letters of the skeleton of a name's first word that it is looked up by."""

Labels = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Code → language → what it is called; the preferred name first."""


@dataclass(frozen=True, slots=True)
class EventKinds:
    """The kinds of events.

    Attributes:
        labels: what each is called.
        actions: those by which people act for something, and demand it.
        acts: those that have a victim.
    """

    labels: Labels
    actions: frozenset[str]
    acts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Name:
    """One spelling of the name of one thing."""

    key: str
    kind: Kind
    language: str
    spelling: str
    words: tuple[str, ...]


class Lexicon:
    """All spellings of all names, to be looked up by their beginning."""

    def __init__(self, names: Iterable[Name], kinds: EventKinds) -> None:
        """Keep names and the kinds of events."""
        self.event_types = kinds.labels
        self.actions = kinds.actions
        self.acts = kinds.acts
        self.names = tuple(names)
        self.preferred: dict[str, dict[str, str]] = defaultdict(dict)
        self._by_start: dict[str, list[Name]] = defaultdict(list)
        for name in self.names:
            self.preferred[name.key].setdefault(name.language, name.spelling)
            self._by_start[_start(name.words[0])].append(name)

    @classmethod
    def of(cls, authorities: Iterable[Authority], kinds: EventKinds) -> "Lexicon":
        """Take the names of authority files."""
        return cls((it for authority in authorities for it in _names(authority)), kinds)

    def beginning(self, word: str) -> list[Name]:
        """List the names that may begin with a word."""
        return self._by_start.get(_start(word), [])

    def of_kind(self, kind: Kind) -> list[Name]:
        """List the names of things of one kind."""
        return [name for name in self.names if name.kind == kind]


def _start(word: str) -> str:
    return skeleton(word)[:_FIRST]


def _names(authority: Authority) -> Iterator[Name]:
    records: tuple[tuple[Kind, Iterable[Organisation | Person | Place]], ...] = (
        ("organisation", authority.organisations),
        ("person", authority.people),
        ("place", authority.places),
    )
    for kind, things in records:
        for thing in things:
            for language, spelling in dict.fromkeys(_spellings(thing)):
                words = tuple(WORD.findall(spelling))
                if words:
                    yield Name(thing.key, kind, language, spelling, words)


def _spellings(thing: Organisation | Person | Place) -> Iterator[tuple[str, str]]:
    """Yield every spelling with its language; without a remark in brackets, too."""
    for language, spelling in thing.names.items():
        yield language, _BRACKETS.sub("", spelling)
    for language, spellings in thing.aliases.items():
        for spelling in spellings:
            yield language, _BRACKETS.sub("", spelling)
