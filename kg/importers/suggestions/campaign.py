"""Demands and supporters as they would be written: who, of whom, for which event."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from kg.importers.suggestions.cues import Cues, alternatives
from kg.importers.suggestions.hit import Hit
from kg.importers.suggestions.lexicon import WORD, Lexicon, Name
from kg.importers.suggestions.lists import Item
from kg.importers.suggestions.names import Match
from kg.importers.suggestions.occurrences import Occurrence
from kg.importers.suggestions.quote import quote
from kg.model.records.draft import ASK
from kg.model.spelling import skeleton
from kg.model.text import SourceText, Span

_LISTED, _SAID = 80, 45
_ALIKE = 80
"""Percent of likeness at which a name in a list may be one that is known."""

_SMALL = frozenset({"of", "the", "for", "and", "i", "og", "av", "der", "des", "und"})


@dataclass(frozen=True)
class Ground:
    """What demands and supporters are told against: text, names, events before them."""

    text: SourceText
    lexicon: Lexicon
    names: list[Match]
    events: list[tuple[Occurrence, str]]
    cues: Cues
    source: str

    def event_before(self, span: Span) -> str:
        """Return the key of the nearest action told of before; `?` without one."""
        before = [
            key
            for event, key in self.events
            if event.span.start < span.start and event.type in self.lexicon.actions
        ]
        return before[-1] if before else ASK

    def named_in(self, span: Span) -> list[Match]:
        """List the names within a span."""
        return [match for match in self.names if match.span in span]


def demand_hits(found: list[Item], ground: Ground) -> Iterator[Hit]:
    """Suggest a demand for each item."""
    for number, item in enumerate(found, start=1):
        types = _types(ground.text.at(item.span), ground.cues)
        record: dict[str, object] = {
            "key": f"demand-{number}-{ground.source}"[:80].rstrip("-"),
            "label": _label(ground, item),
            "types": types or [ASK],
            "made-at": ground.event_before(item.cue),
            "demanders": [ASK],
            "target": _target(ground, item),
            "quote": quote(ground.text, item.span),
        }
        how = "in the list after" if item.listed else "after"
        yield Hit(
            kind="demand",
            span=item.span,
            value="",
            confidence=_LISTED if item.listed else _SAID,
            why=f"{how} {ground.text.at(item.cue)!r}",
            section="demands",
            record=record,
        )


def _types(words: str, cues: Cues) -> list[str]:
    return [
        code
        for code, cue in cues.table("demands").items()
        if re.search(alternatives(cue), words, re.IGNORECASE)
    ]


def _label(ground: Ground, item: Item) -> dict[str, str]:
    """Name a demand by its words; in English they are for a person to find."""
    words = " ".join(ground.text.at(item.span).split())
    name = words[:1].upper() + words[1:]
    if ground.cues.language == "en":
        return {"en": name}
    return {"en": ASK, ground.cues.language: name}


def _target(ground: Ground, item: Item) -> str:
    """Take the organisation between the word for demanding and the demand."""
    reach = _REACH if item.listed else len(ground.text.at(item.span))
    named = ground.named_in(Span(item.cue.start, item.cue.end + reach))
    agents = [match for match in named if match.name.kind == "organisation"]
    return agents[0].name.key if agents else ASK


_REACH = 120


def supporter_hits(found: list[Item], ground: Ground) -> Iterator[Hit]:
    """Suggest a supporter for each name in a list, and how the list prints the name."""
    named = {name.key for item in found for name in _organisations(ground, item)}
    for item in found:
        agent, how, confidence = _agent(ground, item, named)
        words = quote(ground.text, item.span)
        yield Hit(
            kind="supporter",
            span=item.span,
            value=agent,
            confidence=confidence,
            why=f"in the list after {ground.text.at(item.cue)!r}; {how}",
            section="participants",
            record={
                "event": ground.event_before(item.cue),
                "agent": agent,
                "role": "supporter",
                "quote": words,
            },
        )
        if agent not in named:
            yield Hit(
                kind="organisation",
                span=item.span,
                value=agent,
                confidence=confidence,
                why=how,
                section="mentions",
                record={"names": agent, "quote": words},
            )


def _organisations(ground: Ground, item: Item) -> list[Name]:
    """List the organisations named in an item, the longest name first."""
    known = [it for it in ground.named_in(item.span) if it.name.kind == "organisation"]
    known.sort(key=lambda it: (it.span.start - it.span.end, it.name.key))
    return [match.name for match in known]


def _agent(ground: Ground, item: Item, named: set[str]) -> tuple[str, str, int]:
    """Find who is meant: a name in the line, else the one most like it."""
    known = _organisations(ground, item)
    if known:
        return known[0].key, f"{known[0].spelling} ({known[0].language})", 90
    name, likeness = _most_like(ground.text.at(item.span), ground.lexicon, named)
    if name is not None:
        how = f"most like {name.spelling} ({name.language})"
        return name.key, how, likeness - 20
    return ASK, "a name that the graph does not know", 40


def _most_like(
    words: str, lexicon: Lexicon, named: set[str]
) -> tuple[Name | None, int]:
    """Return the name most like some words; not one that the list itself spells out."""
    wanted = _reduced(words)
    scored = [
        (round(fuzz.token_sort_ratio(wanted, _reduced(name.spelling))), name.key, name)
        for name in lexicon.of_kind("organisation")
        if name.key not in named
    ]
    best = max(scored, key=lambda it: it[:2], default=None)
    if best is None or best[0] < _ALIKE:
        return None, 0
    return best[2], best[0]


def _reduced(words: str) -> str:
    """Leave out small words, and make spellings alike."""
    kept = (it for it in WORD.findall(words) if it.casefold() not in _SMALL)
    return " ".join(map(skeleton, kept))
