"""All suggestions for a text, in the order in which a reviewer reads."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from kg.importers.suggestions.campaign import Ground, demand_hits, supporter_hits
from kg.importers.suggestions.counts import amount_hits
from kg.importers.suggestions.cues import Cues, read_cues
from kg.importers.suggestions.events import occurrence_hits
from kg.importers.suggestions.hit import Hit
from kg.importers.suggestions.lexicon import Lexicon
from kg.importers.suggestions.lists import find_demands, find_supporters
from kg.importers.suggestions.moments import Moment, find_moments, moment_hits
from kg.importers.suggestions.names import find_names, mention_hits
from kg.importers.suggestions.occurrences import Surroundings, find_occurrences
from kg.importers.suggestions.quantities import find_amounts
from kg.importers.suggestions.recogniser import Recogniser
from kg.importers.suggestions.registered import registered_strangers
from kg.importers.suggestions.relative import find_relative
from kg.importers.suggestions.roles import Cast, part_hits
from kg.importers.suggestions.sentence import Sentence, lines, sentences
from kg.importers.suggestions.strangers import (
    Stranger,
    find_strangers,
    merged,
    stranger_hits,
)
from kg.model.records.draft import Suggestion
from kg.model.text import SourceText


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside a text.

    Attributes:
        published: the day of the article, which `yesterday` counts from.
        registered: names that registers of the graph have, and no authority file.
        recognise: a model that finds unknown names; without one, rules do alone.
    """

    published: datetime.date | None = None
    registered: Lexicon | None = None
    recognise: Recogniser | None = None


NOTHING = Known()
"""Nothing but the text."""


def suggest(
    text: SourceText,
    language: str,
    source: str,
    lexicon: Lexicon,
    known: Known = NOTHING,
) -> tuple[Suggestion, ...]:
    """Suggest what a text may say, by known names and by words of its language.

    Args:
        text: the text of one revision.
        language: the tag of its language; where no words of it are known, only names
            are suggested.
        source: the key of the document, which keys of new things end with.
        lexicon: the names that the graph knows.
        known: what else is known of the article, and can be asked of it.
    """
    cues = read_cues(language)
    if cues is None:
        hits = list(mention_hits(text, find_names(text, lexicon, language)))
    else:
        given = _Given(text, cues, source, lexicon, known)
        hits = _hits(given)
    found = {it.id: it for it in (hit.suggestion(text) for hit in hits)}
    return tuple(sorted(found.values(), key=_place))


@dataclass(frozen=True)
class _Given:
    """What suggestions are made of."""

    text: SourceText
    cues: Cues
    source: str
    lexicon: Lexicon
    known: Known

    def moments(self, parts: list[Sentence]) -> list[Moment]:
        """Find dates that are written out, and those that count from others."""
        written = find_moments(self.text, self.cues)
        counted = find_relative(parts, self.cues, written, self.known.published)
        return sorted([*written, *counted], key=lambda moment: moment.span)

    def registered(self) -> Iterator[Stranger]:
        """Yield names that registers have, spelled exactly so."""
        if self.known.registered is not None:
            found = find_names(self.text, self.known.registered, self.cues.language)
            yield from registered_strangers(found)


def _hits(given: _Given) -> list[Hit]:
    text, cues, lexicon, source = given.text, given.cues, given.lexicon, given.source
    names = find_names(text, lexicon, cues.language)
    parts, rows = list(sentences(text)), lines(text)
    recognise = given.known.recognise
    moments = given.moments(parts)
    supporters = list(find_supporters(rows, cues))
    demands = list(find_demands(rows, parts, cues))
    known = [
        *(it.span for it in names),
        *(it.span for it in moments),
        *(it.span for it in supporters),
    ]
    recognised = recognise(text) if recognise is not None else ()
    strangers, taken = merged([*given.registered(), *recognised], known)
    strangers += find_strangers(text, taken, cues)
    amounts = list(find_amounts(parts, moments, cues))
    around = Surroundings(
        text=text,
        moments=moments,
        names=names,
        strangers=strangers,
        amounts=[amount for amount, _sentence in amounts],
        apart=[it.span for it in (*supporters, *demands) if it.listed],
    )
    events = find_occurrences(parts, around, lexicon, cues)
    cast = Cast(text, names, events, cues, lexicon).parts(parts)
    event_hits = list(occurrence_hits(text, events, source, lexicon, cast))
    keys = [str(hit.record["key"]) for hit in event_hits]
    keyed = list(zip(events, keys, strict=True))
    ground = Ground(text, lexicon, names, keyed, cues, source)
    return [
        *mention_hits(text, names),
        *stranger_hits(text, strangers),
        *moment_hits(text, moments, source),
        *event_hits,
        *part_hits(text, cast, keyed),
        *amount_hits(text, amounts, source, cues),
        *demand_hits(demands, ground),
        *supporter_hits(supporters, ground),
    ]


_ORDER = (
    *("person", "organisation", "place", "date", "event", "participant"),
    *("supporter", "demand"),
)


def _place(suggestion: Suggestion) -> tuple[int, int, int, str]:
    """Put what others refer to first, and each kind in the order of the text."""
    kind = suggestion.kind
    rank = _ORDER.index(kind) if kind in _ORDER else len(_ORDER)
    return rank, suggestion.start, suggestion.end, suggestion.id
