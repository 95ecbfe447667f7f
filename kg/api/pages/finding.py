"""Finding things by name: a plain search over labels and names."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeGuard

from pyoxigraph import Literal, NamedNode

from kg.api.pages.address import kind_of, page_path
from kg.api.pages.language import Label
from kg.api.pages.neighbourhood import describe_all
from kg.api.pages.reading import Link, Reading
from kg.api.pages.words import plural, sentence
from kg.rdf.query.binding import bind
from kg.rdf.terms import DCT, HS, RDFS, SKOS
from kg.store.protocol import Store

MOST = 200
"""How many names are looked at; the best of them are shown first."""

_NAMES = (
    SKOS.prefLabel,
    SKOS.altLabel,
    HS.nameInSource,
    DCT.title,
    HS.verbatim,
    RDFS.label,
)

_QUERY = f"""
SELECT DISTINCT ?thing ?name WHERE {{
  VALUES ?property {{ {" ".join(map(str, _NAMES))} }}
  ?thing ?property ?name .
  FILTER(CONTAINS(LCASE(STR(?name)), LCASE(?words)))
}}
LIMIT {MOST}
"""

_ORDER = (
    "event",
    "series",
    "person",
    "organisation",
    "group",
    "place",
    "demand",
    "slogan",
    "document",
    "",
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found, and the name it was found by when it has another."""

    link: Link
    found_by: Label | None


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found of one kind."""

    heading: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of a search; `complete` says that there was no more to find."""

    words: str
    groups: tuple[Hits, ...]
    complete: bool

    @property
    def count(self) -> int:
        """How many things were found."""
        return sum(len(group.hits) for group in self.groups)


def find(store: Store, reading: Reading, words: str) -> Finding:
    """Find what has a name that contains some words, in whatever case."""
    wanted = " ".join(words.split())
    if not wanted:
        return Finding(wanted, (), complete=True)
    rows = store.select(bind(_QUERY, {"words": Literal(wanted)}))
    names: dict[NamedNode, list[Label]] = defaultdict(list)
    for row in rows:
        thing, name = row["thing"], row["name"]
        if _is_ours(thing) and isinstance(name, Literal):
            names[thing].append(Label.of(name))
    facts = describe_all(store, names)
    read = Reading(facts, reading.terms, reading.languages, reading.root)
    return Finding(wanted, _groups(read, names, wanted), complete=len(rows) < MOST)


def _is_ours(thing: object) -> TypeGuard[NamedNode]:
    return isinstance(thing, NamedNode) and page_path(thing.value) is not None


def _groups(
    reading: Reading, names: Mapping[NamedNode, list[Label]], words: str
) -> tuple[Hits, ...]:
    by_kind: dict[str, list[NamedNode]] = defaultdict(list)
    for thing in names:
        kind = kind_of(thing.value)
        by_kind[kind if kind in _ORDER else ""].append(thing)
    return tuple(
        Hits(_heading(kind), _hits(reading, by_kind[kind], names, words))
        for kind in _ORDER
        if by_kind[kind]
    )


def _heading(kind: str) -> str:
    if not kind:
        return "Vocabularies and terms"
    return sentence("series" if kind == "series" else plural(kind))


def _hits(
    reading: Reading,
    things: Iterable[NamedNode],
    names: Mapping[NamedNode, list[Label]],
    words: str,
) -> tuple[Hit, ...]:
    ranked = sorted(
        (min(_rank(name.text, words) for name in names[thing]), thing.value, thing)
        for thing in things
    )
    return tuple(_hit(reading, thing, names[thing], words) for *_, thing in ranked)


def _hit(reading: Reading, thing: NamedNode, names: Iterable[Label], words: str) -> Hit:
    link = reading.link(thing)
    best = min(names, key=lambda name: (_rank(name.text, words), name))
    shown = words.casefold() in link.text.casefold()
    return Hit(link, None if shown else best)


def _rank(name: str, words: str) -> int:
    """Rank how well a name fits: the whole, its beginning, a word, a part."""
    name, words = name.casefold(), words.casefold()
    if name == words:
        return 0
    if name.startswith(words):
        return 1
    return 2 if f" {words}" in f" {name}" else 3
