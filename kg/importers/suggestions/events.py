"""Events as they would be written: each word for one with its time, place and name."""

import re
from collections.abc import Iterator

from kg.importers.suggestions.hit import Hit
from kg.importers.suggestions.lexicon import Lexicon
from kg.importers.suggestions.moments import time_record
from kg.importers.suggestions.occurrences import Occurrence
from kg.importers.suggestions.quote import quote
from kg.importers.suggestions.roles import VICTIM, Part
from kg.model.records.base import UNKNOWN
from kg.model.records.draft import ASK
from kg.model.text import SourceText

_LANGUAGES = ("en", "nb")
"""Languages that an event is given a name in."""


def occurrence_hits(
    text: SourceText,
    found: list[Occurrence],
    source: str,
    lexicon: Lexicon,
    parts: list[Part],
) -> Iterator[Hit]:
    """Suggest an event for each occurrence, with its time and place if they stand."""
    taken: set[str] = set()
    for occurrence in found:
        key = _key(occurrence, source, taken)
        taken.add(key)
        record = _event(text, occurrence, key, lexicon)
        if occurrence.type in lexicon.acts:
            record["participants"] = _victims(text, occurrence, parts)
        yield Hit(
            kind="event",
            span=occurrence.span,
            value=occurrence.type,
            confidence=occurrence.confidence,
            why=_why(text, occurrence),
            section="events",
            record=record,
        )


def _key(occurrence: Occurrence, source: str, taken: set[str]) -> str:
    date = occurrence.moment.edtf if occurrence.moment is not None else ""
    when = re.sub(r"[^0-9a-z]+", "-", date.lower()).strip("-")
    stem = "-".join(filter(None, (occurrence.type, when, source)))[:76].rstrip("-")
    number = 2
    key = stem
    while key in taken:
        key = f"{stem}-{number}"
        number += 1
    return key


def _why(text: SourceText, occurrence: Occurrence) -> str:
    beside = [
        text.at(thing.span)
        for thing in (occurrence.moment, occurrence.site)
        if thing is not None
    ]
    told = f", with {' and '.join(beside)} in the same sentence" if beside else ""
    return f"{text.at(occurrence.span)!r} tells of {occurrence.type}{told}"


def _event(
    text: SourceText, occurrence: Occurrence, key: str, lexicon: Lexicon
) -> dict[str, object]:
    time: object = UNKNOWN
    if occurrence.moment is not None:
        time = time_record(text, occurrence.moment)
    place: object = UNKNOWN
    if occurrence.site is not None:
        name = quote(text, occurrence.site.span)
        place = {"place": occurrence.site.key, "quote": name}
    words = quote(text, occurrence.quoted)
    return {
        "key": key,
        "type": occurrence.type,
        "label": _label(occurrence, lexicon),
        "quote": words,
        "time": time,
        "place": place,
    }


def _victims(
    text: SourceText, occurrence: Occurrence, parts: list[Part]
) -> list[dict[str, object]]:
    """List whom an act befell, where the words say it of somebody known; else ask."""
    victims: list[dict[str, object]] = [
        {"agent": it.agent.name.key, "role": VICTIM, "quote": quote(text, it.quoted)}
        for it in parts
        if it.role == VICTIM and it.event.span == occurrence.span
    ]
    words = quote(text, occurrence.quoted)
    return victims or [{"agent": ASK, "role": VICTIM, "quote": words}]


def _label(occurrence: Occurrence, lexicon: Lexicon) -> dict[str, str]:
    """Name an event by kind, place and date; without both it has no name of its own."""
    if occurrence.moment is None and occurrence.site is None:
        return {"en": ASK}
    return {
        language: _name(occurrence, lexicon, language)
        for language in _LANGUAGES
        if lexicon.event_types[occurrence.type].get(language)
    }


def _name(occurrence: Occurrence, lexicon: Lexicon, language: str) -> str:
    name = lexicon.event_types[occurrence.type][language][0]
    name = name[:1].upper() + name[1:]
    if occurrence.site is not None:
        known = lexicon.preferred.get(occurrence.site.key, {})
        name += f" {_IN[language]} {known.get(language, occurrence.site.name)}"
    return f"{name}, {occurrence.moment.edtf}" if occurrence.moment else name


_IN = {"en": "in", "nb": "i"}
