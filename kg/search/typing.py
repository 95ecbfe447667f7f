"""Words that are being typed: what has names in which one word is not finished yet."""

from collections.abc import Iterable

from kg.search.index import Entry, Index
from kg.search.tables import PREFIXES
from kg.search.tokens import (
    MOST_WORDS,
    any_of,
    begins,
    both,
    folded,
    plain_words,
    whole,
)

_LISTED = len(PREFIXES.split())
_MOST_OF_KIND = 30


def suggest(index: Index, typed: str, spans: Iterable[tuple[int, int]]) -> list[Entry]:
    """List what somebody may be about to type, the likeliest first.

    Args:
        index: an open index.
        typed: the beginning of a name or of any of its words, or an IRI.
        spans: the ranges of numbers to look in.
    """
    spans = list(spans)
    named = index.named([typed.strip()])
    if named:
        return [it for it in named.values() if _within(it.number, spans)]
    condition = beginning(index, typed)
    if not condition:
        return []
    numbers: dict[int, None] = {}
    for span in spans:
        numbers |= dict.fromkeys(index.matches(_exactly(typed), span, _MOST_OF_KIND))
        begun = index.matches(condition, span, _MOST_OF_KIND, typing=True)
        numbers |= dict.fromkeys(begun)
    wanted = folded(" ".join(typed.split()))
    return sorted(index.entries(list(numbers)), key=lambda it: _rank(it, wanted))


def beginning(index: Index, text: str) -> str:
    """Write a condition for names of which the last word may not be finished.

    It is empty where the text has no word, or none that any name could have.
    """
    *finished, last = plain_words(text)[:MOST_WORDS] or ("",)
    if not last:
        return ""
    end = _end(index, last)
    groups = [any_of(both(word)) for word in finished]
    return " AND ".join([*groups, f"({end})"]) if end else ""


def _end(index: Index, word: str) -> str:
    if len(word) < _LISTED:
        return " OR ".join(begins(token) for token in both(word))
    known = [it for token in both(word) for it in index.beginning_with(token)]
    return any_of(known) if known else ""


def _exactly(typed: str) -> str:
    return any_of([whole(typed)])


def _within(number: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(first <= number <= last for first, last in spans)


def _rank(entry: Entry, wanted: str) -> tuple[int, int, str]:
    names = [folded(name.text) for name in entry.names]
    if wanted in names:
        level = 0
    else:
        level = 1 if any(name.startswith(wanted) for name in names) else 2
    return level, -entry.weight, entry.iri
