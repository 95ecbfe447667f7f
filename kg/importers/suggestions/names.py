"""Names that the graph knows, found in a text in any spelling or with any ending."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.importers.suggestions.hit import Hit, overlap
from kg.importers.suggestions.lexicon import WORD, Lexicon, Name
from kg.importers.suggestions.quote import quote
from kg.model.spelling import (
    is_cyrillic,
    is_inflected,
    same_alphabet,
    skeleton,
)
from kg.model.text import SourceText, Span

_GAP = re.compile(r"[\s\-\u2010-\u2015\u2019'.]{1,3}")
"""What may stand between the words of a name."""

EXACT, INFLECTED, TRANSLITERATED = 95, 80, 70
_HOW = {
    EXACT: "spelled so",
    INFLECTED: "with another ending",
    TRANSLITERATED: "transliterated",
}
_LONGEST = 16
"""Words of a name at most."""
_ACRONYM = 4
_ALIKE = 4
"""Letters of a skeleton that a likeness across alphabets needs at least."""


@dataclass(frozen=True, slots=True)
class Match:
    """A name where it stands."""

    name: Name
    span: Span
    grade: int

    @property
    def is_place(self) -> bool:
        """It names a place."""
        return self.name.kind == "place"

    @property
    def why(self) -> str:
        """Say which name it is, and how it was known."""
        return f"{self.name.spelling} ({self.name.language}), {_HOW[self.grade]}"


def find_names(text: SourceText, lexicon: Lexicon, language: str) -> list[Match]:
    """Find names; where several fit the same words, the longest and surest is taken."""
    words = list(WORD.finditer(text.content))
    found = [
        match
        for index, word in enumerate(words)
        for name in lexicon.beginning(word[0])
        if (
            match := _match(
                name, words[index : index + _LONGEST], text.content, language
            )
        )
        is not None
    ]
    chosen: list[Match] = []
    for match in sorted(found, key=_rank):
        if not any(overlap(match.span, other.span) for other in chosen):
            chosen.append(match)
    return sorted(chosen, key=lambda match: match.span)


def _rank(match: Match) -> tuple[int, int, str, str]:
    length = match.span.end - match.span.start
    return -length, -match.grade, match.name.key, match.name.language


def _match(
    name: Name, words: list[re.Match[str]], content: str, language: str
) -> Match | None:
    taken = words[: len(name.words)]
    if len(taken) < len(name.words) or not _joined(taken, content):
        return None
    pairs = zip(taken, name.words, strict=True)
    grades = [_grade(word[0], wanted, language) for word, wanted in pairs]
    if 0 in grades:
        return None
    return Match(name, Span(taken[0].start(), taken[-1].end()), min(grades))


def _joined(words: list[re.Match[str]], content: str) -> bool:
    gaps = (content[a.end() : b.start()] for a, b in pairwise(words))
    return all(map(_GAP.fullmatch, gaps))


def _grade(word: str, wanted: str, language: str) -> int:
    """Compare a word with that of a name; 0 when they have nothing to do."""
    if word == wanted:
        return EXACT
    acronym = len(wanted) <= _ACRONYM and wanted.isupper()
    if acronym or (wanted[:1].isupper() and not word[:1].isupper()):
        return 0
    if word.casefold() == wanted.casefold():
        return EXACT
    return _likeness(word, wanted, language)


def _likeness(word: str, wanted: str, language: str) -> int:
    """Compare spellings: of another alphabet's names only those long enough to tell."""
    alike = skeleton(wanted)
    if len(alike) >= _ALIKE and skeleton(word) == alike:
        return TRANSLITERATED
    if not is_inflected(word, wanted, language):
        return 0
    if same_alphabet(word, wanted):
        return INFLECTED
    return TRANSLITERATED if is_cyrillic(word) else 0


def mention_hits(text: SourceText, matches: Iterable[Match]) -> Iterator[Hit]:
    """Suggest one mention for each thing named, with each form of its name once."""
    by_key: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        by_key[match.name.key].append(match)
    for key, found in by_key.items():
        forms = {text.at(match.span): match for match in reversed(found)}
        firsts = sorted(forms.values(), key=lambda match: match.span)
        quotes = [quote(text, match.span) for match in firsts]
        best = max(found, key=lambda match: match.grade)
        yield Hit(
            kind=best.name.kind,
            span=firsts[0].span,
            value=key,
            confidence=_confidence(best),
            why=f"the name of {key}: {best.why}{_warning(best)}",
            section="mentions",
            record={"names": key, "quote": quotes[0] if len(quotes) == 1 else quotes},
        )


def _is_bare(match: Match) -> bool:
    return match.name.kind == "person" and len(match.name.words) == 1


def _confidence(match: Match) -> int:
    return 50 if _is_bare(match) else match.grade


def _warning(match: Match) -> str:
    return "; a surname alone: see who is meant" if _is_bare(match) else ""
