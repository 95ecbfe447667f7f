"""Names that the graph does not know: who or what they are is for a person to say."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from kg.importers.suggestions.cues import Cues, alternatives
from kg.importers.suggestions.hit import Hit, overlap
from kg.importers.suggestions.quote import quote
from kg.model.records.draft import ASK, Kind
from kg.model.text import SourceText, Span

_CAPITAL = r"[A-ZÀ-ÖØ-Þ\u0400-\u042fŁŠŽČ]"
_CAPITALISED = rf"{_CAPITAL}[\w\u2019'-]*"
_SPACE = r"[^\S\n]+"
_SMALL = r"a-zß-öø-ÿ\u0430-\u045fłšžč"
_PARTICLE = rf"(?:(?:van|von|de|la|al){_SPACE})?"
_PERSON = (
    rf"{_CAPITAL}[{_SMALL}\u2019'-]+"
    rf"(?:{_SPACE}{_PARTICLE}{_CAPITAL}[\w\u2019'-]+){{1,3}}"
)
_CONFIDENCE: dict[Kind, int] = {"organisation": 45, "person": 45, "place": 35}


UNKNOWN = "that the graph does not know"


@dataclass(frozen=True, slots=True)
class Stranger:
    """An unknown name, what it looks like the name of, how surely, and why."""

    kind: Kind
    span: Span
    confidence: int
    why: str


@cache
def _patterns(cues: Cues) -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """List the ways in which unknown names stand in a text, the surest first."""
    joins = rf"(?:{'|'.join(map(re.escape, cues.words('joins')))})"
    names = rf"{_CAPITALISED}(?:{_SPACE}(?:{joins}{_SPACE}){{0,2}}{_CAPITALISED})*"
    word = rf"(?i:{alternatives(cues.words('organisation'))})"
    speech = rf"(?i:{alternatives(cues.words('speech'))})"
    titles = rf"(?i:{alternatives(cues.words('titles'))})"
    place = rf"(?i:{alternatives(cues.words('place-in'))})"
    return (
        ("organisation", re.compile(rf"(?P<name>(?=[^.\n]{{0,80}}?{word}){names})")),
        ("person", re.compile(rf"{speech}{_SPACE}(?P<name>{_PERSON})")),
        ("person", re.compile(rf"(?P<name>{_PERSON}){_SPACE}{speech}")),
        ("person", re.compile(rf"{titles}{_SPACE}(?P<name>{_PERSON})")),
        (
            "person",
            re.compile(rf"(?P<name>{_PERSON}),{_SPACE}(?:\w+{_SPACE}){{0,2}}{titles}"),
        ),
        (
            "place",
            re.compile(
                rf"{place}{_SPACE}(?P<name>{_CAPITALISED}(?:{_SPACE}{_CAPITALISED})?)"
            ),
        ),
    )


def find_strangers(
    text: SourceText, taken: list[Span], cues: Cues
) -> Iterator[Stranger]:
    """Yield unknown names with what they look like; what is `taken` is known."""
    taken = list(taken)
    for kind, pattern in _patterns(cues):
        for match in pattern.finditer(text.content):
            span = Span(*match.span("name"))
            if _is_name(kind, text.at(span), cues) and not _meets(span, taken):
                taken.append(span)
                why = f"looks like the name of {ARTICLE[kind]} {UNKNOWN}"
                yield Stranger(kind, span, _CONFIDENCE[kind], why)


def merged(
    recognised: Iterable[Stranger], taken: list[Span]
) -> tuple[list[Stranger], list[Span]]:
    """Keep what a model finds beside the known; return all that is taken then."""
    kept: list[Stranger] = []
    taken = list(taken)
    for stranger in recognised:
        if not _meets(stranger.span, taken):
            taken.append(stranger.span)
            kept.append(stranger)
    return kept, taken


def _meets(span: Span, taken: list[Span]) -> bool:
    return any(overlap(span, other) for other in taken)


def _is_name(kind: Kind, words: str, cues: Cues) -> bool:
    if kind == "organisation":
        has_word = re.search(alternatives(cues.words("organisation")), words, re.I)
        return bool(has_word) and len(words.split()) > 1
    return kind != "place" or words.lower() not in cues.words("places-not")


def stranger_hits(text: SourceText, found: list[Stranger]) -> Iterator[Hit]:
    """Suggest a mention for each unknown name, once; its key is to be said."""
    seen: set[str] = set()
    for stranger in sorted(found, key=lambda it: it.span):
        words = text.at(stranger.span)
        if words in seen:
            continue
        seen.add(words)
        yield Hit(
            kind=stranger.kind,
            span=stranger.span,
            value=words,
            confidence=stranger.confidence,
            why=stranger.why,
            section="mentions",
            record={"names": ASK, "quote": quote(text, stranger.span)},
        )


ARTICLE: dict[Kind, str] = {
    "organisation": "an organisation",
    "person": "a person",
    "place": "a place",
}
