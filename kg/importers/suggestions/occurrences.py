"""Events in a text: words for a kind of event, with the date and place beside them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from kg.importers.suggestions.cues import Cues, alternatives, compiled
from kg.importers.suggestions.hit import overlap
from kg.importers.suggestions.lexicon import Lexicon
from kg.importers.suggestions.moments import Moment
from kg.importers.suggestions.names import Match
from kg.importers.suggestions.quantities import Amount
from kg.importers.suggestions.sentence import Sentence
from kg.importers.suggestions.strangers import Stranger
from kg.model.records.draft import ASK
from kg.model.text import SourceText, Span

_WORDS_BEFORE, _WORDS_AFTER = 5, 7
_WORD = re.compile(r"\S+")
_BY_CUE, _BY_LABEL = 55, 35
_WITH_TIME, _WITH_SITE, _BARE, _LEAST = 15, 10, 20, 40
_BESIDE = 120
"""Code points between the word for an event and its date."""

_SOON = 40
"""Code points after the word for an event in which its place stands."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place beside an event; its key is `?` where the graph does not know it."""

    span: Span
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A word for a kind of event, and what stands with it in its sentence."""

    type: str
    span: Span
    quoted: Span
    moment: Moment | None
    site: Site | None
    counted: bool
    confidence: int


@dataclass(frozen=True)
class Surroundings:
    """What else was found in the text.

    Attributes:
        apart: where no event is told of: what is demanded, and who supports it.
    """

    text: SourceText
    moments: list[Moment]
    names: list[Match]
    strangers: list[Stranger]
    amounts: list[Amount]
    apart: list[Span]

    def sites(self) -> list[Site]:
        """List all places, known or not."""
        known = [
            Site(it.span, it.name.key, it.name.spelling)
            for it in self.names
            if it.is_place
        ]
        strange = [it.span for it in self.strangers if it.kind == "place"]
        return known + [Site(span, ASK, self.text.at(span)) for span in strange]

    def tells(self, sentence: Sentence) -> bool:
        """Say whether a sentence has somebody or a number that something befell."""
        spans = [it.whole for it in self.amounts]
        spans += [it.span for it in self.names if not it.is_place]
        spans += [it.span for it in self.strangers if it.kind == "person"]
        return any(span in sentence.span for span in spans)

    def hides(self, span: Span) -> bool:
        """Say whether words are part of a date, or of a list."""
        others = (*self.apart, *(moment.span for moment in self.moments))
        return any(overlap(span, other) for other in others)


@cache
def _cued(cues: Cues) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (code, compiled(alternatives(words)))
        for code, words in cues.table("events").items()
    )


def _labelled(lexicon: Lexicon, cues: Cues) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield what the vocabulary calls each kind in the language, with its plural."""
    for code, labels in sorted(lexicon.event_types.items()):
        for label in labels.get(cues.language, ()):
            yield code, compiled(rf"\b{re.escape(label)}(?:e?s|er|ene|en)?\b")


def find_occurrences(
    sentences: list[Sentence], around: Surroundings, lexicon: Lexicon, cues: Cues
) -> list[Occurrence]:
    """List one occurrence for each kind of event in a sentence, in order."""
    known = set(lexicon.event_types)
    patterns = [(code, it, _BY_CUE) for code, it in _cued(cues) if code in known]
    patterns += [(code, it, _BY_LABEL) for code, it in _labelled(lexicon, cues)]
    found = [
        occurrence
        for sentence in sentences
        for code, span, sure in _kinds(sentence, patterns)
        if not around.hides(span)
        for occurrence in _weighed(
            Occurrence(
                type=code,
                span=span,
                quoted=_clause(sentence, span),
                moment=_nearest(span, sentence, around.moments),
                site=_site(span, sentence, around),
                counted=any(it.whole in sentence.span for it in around.amounts),
                confidence=sure,
            ),
            around.tells(sentence),
        )
    ]
    return [it for it in found if not _is_again(it, found)]


def _is_again(one: Occurrence, found: list[Occurrence]) -> bool:
    """Say whether it is told of elsewhere with its date, and here with nothing new."""
    if one.moment is not None or one.counted:
        return False
    dated = (it for it in found if it.type == one.type and it.moment is not None)
    return any(one.site in (None, it.site) or _same_site(one, it) for it in dated)


def _same_site(one: Occurrence, other: Occurrence) -> bool:
    names = [it.site.name for it in (one, other) if it.site is not None]
    return len(names) == 2 and names[0] == names[1]


def _weighed(found: Occurrence, tells: bool) -> Iterator[Occurrence]:
    """Yield it with the confidence that it deserves, or nothing when that is little."""
    confidence = found.confidence
    confidence += _WITH_TIME * (found.moment is not None)
    confidence += _WITH_SITE * (found.site is not None)
    if found.moment is None and found.site is None and not tells:
        confidence -= _BARE
    if confidence >= _LEAST:
        yield replace(found, confidence=confidence)


def _site(span: Span, sentence: Sentence, around: Surroundings) -> Site | None:
    """Return the place that stands soon after; one before may be another's."""
    near = Span(span.start, min(span.end + _SOON, sentence.span.end))
    after = [site for site in around.sites() if site.span in near]
    return min(after, key=lambda site: site.span, default=None)


Found = tuple[str, Span, int]


def _kinds(
    sentence: Sentence, patterns: list[tuple[str, re.Pattern[str], int]]
) -> list[Found]:
    """List the kinds in a sentence, each once; a longer word hides one within it."""
    found = [
        (
            code,
            Span(sentence.span.start + m.start(), sentence.span.start + m.end()),
            sure,
        )
        for code, pattern, sure in patterns
        for m in pattern.finditer(sentence.words)
    ]
    chosen: list[Found] = []
    for one in sorted(found, key=lambda it: (it[1].start - it[1].end, -it[2], it[1])):
        taken = any(one[0] == other[0] or overlap(one[1], other[1]) for other in chosen)
        if not taken:
            chosen.append(one)
    return sorted(chosen, key=lambda it: it[1])


def _nearest(span: Span, sentence: Sentence, moments: list[Moment]) -> Moment | None:
    """Return the date that stands nearest in the same sentence, and not far away."""
    inside = [moment for moment in moments if moment.span in sentence.span]
    near = [it for it in inside if abs(it.span.start - span.start) <= _BESIDE]
    return min(near, key=lambda it: abs(it.span.start - span.start), default=None)


def _clause(sentence: Sentence, span: Span) -> Span:
    """Take some words before and after, within the sentence."""
    words = [
        Span(sentence.span.start + m.start(), sentence.span.start + m.end())
        for m in _WORD.finditer(sentence.words)
    ]
    first = next(i for i, word in enumerate(words) if word.end > span.start)
    last = next(i for i, word in enumerate(words) if word.end >= span.end)
    begin = words[max(0, first - _WORDS_BEFORE)].start
    end = words[min(len(words) - 1, last + _WORDS_AFTER)].end
    return Span(begin, end)
