"""Finding things by name: what the index has, as one reader is shown it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from kg.api.pages.language import Label
from kg.api.pages.reading import Link, Reading
from kg.api.pages.words import plural, sentence
from kg.rdf.iri import shorten
from kg.search.finding import Found, Question, find
from kg.search.index import Entry, Index
from kg.search.thing import FACETS
from kg.search.tokens import plain_words

FEW = 8
"""Things of each kind on a page of all kinds."""

PAGE = 50
"""Things on a page of one kind."""

_VALUES = 12
"""Values of a facet that are offered."""

_KINDS = {
    "series": "Series",
    "concept": "Vocabularies",
    "term": "Terms",
    "graph": "Graphs",
}
_HEADINGS = {"kind": "What", "country": "Where", "year": "When", "source": "Told by"}
_TOLD = ("type", "country", "year")
"""Facets that are told of a thing in a list."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found.

    Attributes:
        found_by: the name it was found by when it is shown by another.
        about: what tells it from others of its name.
    """

    link: Link
    kind: str
    found_by: Label | None
    about: str


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found of one kind; `more` leads to the rest of it."""

    heading: str
    count: int
    hits: tuple[Hit, ...]
    more: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet; `href` chooses it, or gives it up when it is chosen."""

    value: str
    label: Label
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet, and what can be chosen."""

    name: str
    heading: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of a search; `complete` says that there was no more to find."""

    question: Question
    count: int
    groups: tuple[Hits, ...]
    facets: tuple[Facet, ...]
    complete: bool
    guessed: bool

    @property
    def words(self) -> str:
        """The words of the question, with single blanks."""
        return " ".join(self.question.words.split())


def read_finding(
    index: Index, reading: Reading, question: Question, start: int = 0
) -> Finding:
    """Find things; of one kind, from the place `start` on."""
    found = find(index, question)
    page = PAGE if question.kind else FEW
    shown = {
        kind: index.entries(numbers[start : start + page])
        for kind, numbers in found.numbers.items()
    }
    told = index.facets([it.number for part in shown.values() for it in part])
    names = _Names.of(index, reading, told.values(), found.counts)
    groups = tuple(
        Hits(
            heading(kind),
            len(found.numbers[kind]),
            tuple(_hit(reading, names, question, it, told[it.number]) for it in part),
            _more(question, kind, len(found.numbers[kind]), start + page),
        )
        for kind, part in shown.items()
    )
    facets = tuple(_facets(question, found, names))
    return Finding(question, found.count, groups, facets, found.complete, found.guessed)


def heading(kind: str) -> str:
    """Call the things of a kind."""
    return _KINDS.get(kind) or sentence(plural(kind))


def labelled(entry: Entry, languages: Iterable[str]) -> Label:
    """Return the name of a thing for those who read some languages."""
    name = entry.called(languages)
    return Label(name.text, name.language)


@dataclass(frozen=True, slots=True)
class _Names:
    """What values of facets are called."""

    labels: Mapping[str, Label]

    @classmethod
    def of(
        cls,
        index: Index,
        reading: Reading,
        told: Iterable[Iterable[tuple[str, str]]],
        counts: Mapping[str, list[tuple[str, int]]],
    ) -> "_Names":
        values = {value for pairs in told for facet, value in pairs if facet in _TOLD}
        for facet in FACETS:
            values |= {value for value, _count in counts.get(facet, ())[:_VALUES]}
        named = index.named(sorted(values))
        return cls({iri: labelled(it, reading.languages) for iri, it in named.items()})

    def label(self, value: str) -> Label:
        return self.labels.get(value) or Label(shorten(value))


def _hit(
    reading: Reading,
    names: _Names,
    question: Question,
    entry: Entry,
    told: list[tuple[str, str]],
) -> Hit:
    label = labelled(entry, reading.languages)
    link = Link(label, reading.href(entry.iri), entry.iri)
    parts = [
        names.label(value).text
        for wanted in _TOLD
        for facet, value in told
        if facet == wanted and value != entry.iri
    ]
    return Hit(link, entry.kind, _found_by(entry, label, question), ", ".join(parts))


def _found_by(entry: Entry, label: Label, question: Question) -> Label | None:
    """Return a name that has the words, if the one that is shown has not."""
    words = set(plain_words(question.words))
    if not words or words <= set(plain_words(label.text)):
        return None
    for name in entry.names:
        if words <= set(plain_words(name.text)):
            return Label(name.text, name.language)
    return None


def _more(question: Question, kind: str, count: int, end: int) -> str | None:
    if end >= count:
        return None
    place = {"from": str(end)} if question.kind else {}
    return _address(Question(question.words, kind, question.chosen), place)


def _facets(question: Question, found: Found, names: _Names) -> Iterable[Facet]:
    chosen = {("kind", question.kind), *question.chosen}
    for name in FACETS:
        choices = tuple(
            Choice(
                value,
                Label(heading(value)) if name == "kind" else names.label(value),
                count,
                _address(_changed(question, name, value)),
                (name, value) in chosen,
            )
            for value, count in found.counts.get(name, ())[:_VALUES]
        )
        if choices:
            yield Facet(name, _HEADINGS.get(name, sentence(name)), choices)


def _changed(question: Question, facet: str, value: str) -> Question:
    """Choose a value, or give it up when it is chosen."""
    if facet == "kind":
        kind = "" if question.kind == value else value
        return Question(question.words, kind, question.chosen)
    rest = tuple(it for it in question.chosen if it[0] != facet)
    given_up = (facet, value) in question.chosen
    return Question(
        question.words, question.kind, rest if given_up else (*rest, (facet, value))
    )


def _address(question: Question, place: Mapping[str, str] | None = None) -> str:
    kind = {"kind": question.kind} if question.kind else {}
    chosen = {facet: shorten(value) for facet, value in question.chosen}
    pairs = {"q": question.words, **kind, **chosen, **(place or {})}
    return f"?{urlencode({name: it for name, it in pairs.items() if it})}"
