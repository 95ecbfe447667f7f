"""Matching: how well things fit a query, each with a score.

How a score comes about is told by features, so that whoever asks can weigh them anew.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from kg.search.index import Entry
from kg.search.query import CERTAIN, Condition, Query
from kg.search.tokens import plain_words, spelled_words

Values = Mapping[str, Mapping[str, frozenset[str]]]
"""IRI of a thing → property → its values, as texts and as IRIs."""

Features = dict[str, float | bool]

APART = 10.0
"""By how much the next candidate has to be worse."""

_ADDRESS = ("http://", "https://")
_NAME_WEIGHT = 0.6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that may be meant."""

    entry: Entry
    score: float
    features: Features
    match: bool = False


def scored(query: Query, entries: Iterable[Entry], values: Values) -> list[Candidate]:
    """Score candidates, the best first; one of them at most is a match."""
    weighed = (_scored(query, it, values.get(it.iri, {})) for it in entries)
    found = [candidate for candidate in weighed if candidate is not None]
    found.sort(key=lambda it: (-it.score, -it.entry.weight, it.entry.iri))
    if found and _is_match(query, found):
        found[0] = replace(found[0], match=True)
    return found


def _is_match(query: Query, found: list[Candidate]) -> bool:
    """Say whether the best candidate is meant beyond doubt.

    People are never matched by a machine, but by their IRI: docs/policy.md.
    """
    best = found[0]
    if best.entry.iri in query.names:
        return True
    alone = len(found) == 1 or best.score - found[1].score >= APART
    return best.score >= CERTAIN and alone and best.entry.kind != "person"


def _scored(
    query: Query, entry: Entry, values: Mapping[str, frozenset[str]]
) -> Candidate | None:
    """Score a thing; None when it has not what is required."""
    features: Features = {}
    parts: list[tuple[float, float]] = []
    for condition, weight in _weighed(query):
        if condition.attribute:
            told = values.get(condition.attribute, frozenset())
            likeness = condition.likeness(_likenesses(condition, told))
            added: Features = {f"property:{condition.attribute}": likeness}
        else:
            added = _name_features(condition, entry)
            likeness = float(added["name"])
        if condition.required and likeness < CERTAIN:
            return None
        features |= _numbered(added, features)
        parts.append((weight, likeness))
    whole = sum(weight for weight, _likeness in parts)
    score = sum(weight * it for weight, it in parts) / whole if whole else 0.0
    return Candidate(entry, round(score, 2), features)


def _weighed(query: Query) -> Iterator[tuple[Condition, float]]:
    """Yield conditions with their shares: those on names weigh more together."""
    properties = len(query.properties)
    names = len(query.conditions) - properties
    for condition in query.conditions:
        if condition.attribute:
            yield condition, (1 - _NAME_WEIGHT) / properties
        else:
            yield condition, _NAME_WEIGHT / names


def _numbered(added: Features, features: Features) -> Features:
    """Tell the features of a second condition of a sort from those of the first."""
    number = 1
    while any(_with(name, number) in features for name in added):
        number += 1
    return {_with(name, number): value for name, value in added.items()}


def _with(name: str, number: int) -> str:
    return name if number == 1 else f"{name}#{number}"


def _name_features(condition: Condition, entry: Entry) -> Features:
    plain = {plain_words(it.text) for it in entry.names}
    return {
        "name": condition.likeness(_alike_names(it, entry) for it in condition.values),
        "exact_name": any(plain_words(it) in plain for it in condition.values),
        "iri": entry.iri in condition.values,
    }


def _alike_names(name: str, entry: Entry) -> float:
    """Compare a name with all names of a thing, as a percentage."""
    if name == entry.iri:
        return 100.0
    wanted, plain = spelled_words(name), plain_words(name)
    return max(
        max(_alike(wanted, spelled_words(it.text)), _alike(plain, plain_words(it.text)))
        for it in entry.names
    )


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Compare names word by word, in whatever order, as a percentage."""
    return round(fuzz.ratio(" ".join(sorted(one)), " ".join(sorted(other))), 2)


def _likenesses(condition: Condition, values: Iterable[str]) -> Iterator[float]:
    """Compare each value that a property should have with those that it has.

    A day is alike to the month and the year that it is in.
    """
    known = list(values)
    for wanted in condition.values:
        yield max((_value_likeness(wanted, it) for it in known), default=0.0)


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
