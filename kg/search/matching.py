"""Matching: candidates for what somebody else calls by a name, each with a score.

How a score comes about is told by features, so that whoever asks can weigh them anew.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from kg.search.index import Entry, Index
from kg.search.tokens import (
    MOST_WORDS,
    all_of,
    any_of,
    mark,
    plain_words,
    spelled_words,
    whole,
)

Values = Mapping[str, Mapping[str, frozenset[str]]]
"""IRI of a thing → property → its values, as texts and as IRIs."""

Features = dict[str, float | bool]

CERTAIN = 95.0
"""The score from which a candidate may be a match."""

APART = 10.0
"""By how much the next candidate has to be worse."""

_ADDRESS = ("http://", "https://")
_NAME_WEIGHT = 0.6
_ANY = (0, 1 << 62)
_ENOUGH = 10
_TRIED = 60
_SINGLE_WORDS = 3


@dataclass(frozen=True, slots=True)
class Query:
    """What is matched: a name, kinds of things, and values of properties.

    Attributes:
        types: IRIs of classes or of concepts; a candidate has one of them.
        properties: property → values, one of which a candidate should have.
    """

    name: str
    types: tuple[str, ...] = ()
    properties: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that may be meant."""

    entry: Entry
    score: float
    features: Features
    match: bool = False


def candidates(index: Index, query: Query) -> list[Entry]:
    """List what may be meant by a name, or by an IRI, in no order that matters."""
    named = [it for it in index.named([query.name.strip()]).values() if query.name]
    if named:
        return named
    numbers: dict[int, None] = {}
    enough = _ENOUGH
    for place, condition in enumerate(_conditions(index, query)):
        numbers |= dict.fromkeys(index.matches(condition, _ANY, _TRIED))
        if place == 0 and numbers:
            enough = 1  # some are called just so: names that share a word are no rivals
        elif len(numbers) >= enough:
            break
    return index.entries(list(numbers)[: 2 * _TRIED])


def _conditions(index: Index, query: Query) -> Iterator[str]:
    """Yield conditions, the strictest first: the name, all its words, some of them."""
    types = [[mark(facet, it) for it in query.types for facet in ("class", "type")]]
    required = types if query.types else []
    words = spelled_words(query.name)[:MOST_WORDS]
    if not words:
        yield from _by_properties(query, required)
        return
    yield all_of([[whole(query.name)], *required])
    known = {word: index.frequency(word) for word in words}
    groups = {word: [word] if known[word] else index.meant(word) for word in words}
    found = [group for group in groups.values() if group]
    if found:
        yield all_of([*found, *required])
    rare = sorted((index.frequency(group[0]), group) for group in found)
    for _count, group in rare[:_SINGLE_WORDS]:
        yield all_of([group, *required])


def _by_properties(query: Query, required: list[list[str]]) -> Iterator[str]:
    """Yield a condition for what has no name, if values say enough to look it up."""
    marks = [
        [mark(facet, value) for value in values for facet in ("same", "country")]
        for _property, values in query.properties
    ]
    if marks:
        yield any_of([token for group in marks for token in group]) + "".join(
            f" AND {any_of(group)}" for group in required
        )


def scored(query: Query, entries: Iterable[Entry], values: Values) -> list[Candidate]:
    """Score candidates, the best first; one of them at most is a match."""
    found = [_scored(query, entry, values.get(entry.iri, {})) for entry in entries]
    found.sort(key=lambda it: (-it.score, -it.entry.weight, it.entry.iri))
    if found and _is_match(query, found):
        best = found[0]
        found[0] = Candidate(best.entry, best.score, best.features, match=True)
    return found


def _is_match(query: Query, found: list[Candidate]) -> bool:
    """Say whether the best candidate is meant beyond doubt.

    People are never matched by a machine, but by their IRI: docs/policy.md.
    """
    best = found[0]
    if best.entry.iri == query.name.strip():
        return True
    alone = len(found) == 1 or best.score - found[1].score >= APART
    return best.score >= CERTAIN and alone and best.entry.kind != "person"


def _scored(
    query: Query, entry: Entry, values: Mapping[str, frozenset[str]]
) -> Candidate:
    features: Features = {}
    parts: list[tuple[float, float]] = []
    if query.name:
        features |= _name_features(query.name, entry)
        parts.append((_NAME_WEIGHT, float(features["name"])))
    share = (1 - _NAME_WEIGHT) / max(1, len(query.properties))
    for name, wanted in query.properties:
        likeness = _likeness(wanted, values.get(name, frozenset()))
        features[f"property:{name}"] = likeness
        parts.append((share, likeness))
    weight = sum(weight for weight, _part in parts)
    score = sum(weight * part for weight, part in parts) / weight if weight else 0.0
    return Candidate(entry, round(score, 2), features)


def _name_features(name: str, entry: Entry) -> Features:
    if entry.iri == name.strip():
        return {"name": 100.0, "exact_name": False, "iri": True}
    wanted, plain = spelled_words(name), plain_words(name)
    texts = [it.text for it in entry.names]
    likeness = max(
        max(_alike(wanted, spelled_words(text)), _alike(plain, plain_words(text)))
        for text in texts
    )
    exact = any(plain_words(text) == plain for text in texts)
    return {"name": likeness, "exact_name": exact, "iri": False}


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Compare names word by word, in whatever order, as a percentage."""
    return round(fuzz.ratio(" ".join(sorted(one)), " ".join(sorted(other))), 2)


def _likeness(wanted: Iterable[str], values: Iterable[str]) -> float:
    """Compare what a property should be with what it is, as a percentage.

    A day is alike to the month and the year that it is in.
    """
    known = list(values)
    return max(
        (_value_likeness(it, value) for it in wanted for value in known), default=0.0
    )


def _value_likeness(wanted: str, value: str) -> float:
    if wanted == value or (_is_date(wanted) and value.startswith(f"{wanted}-")):
        return 100.0
    if value.startswith(_ADDRESS) or wanted.startswith(_ADDRESS):
        return 0.0
    if wanted[:1].isdigit():
        return 0.0
    return _alike(spelled_words(wanted), spelled_words(value))


def _is_date(text: str) -> bool:
    return text.replace("-", "").isdecimal()
