"""What finds suggestions without knowing anything: exact strings, and other libraries.

Names and kinds of events are found where the text has the very letters, dates by
dateparser, numbers wherever there are digits, demands and supporters below a line that
ends with a colon.
"""

import re
from collections.abc import Iterator

from dateparser.search import search_dates  # type: ignore[import-untyped]

from kg.importers.suggestions.hit import Hit
from kg.importers.suggestions.lexicon import Lexicon
from kg.importers.suggestions.sentence import lines
from kg.model.records.draft import ASK, Suggestion
from kg.model.text import SourceText, Span

_DIGITS = re.compile(r"\d+")


def suggest_plainly(
    text: SourceText, language: str, lexicon: Lexicon
) -> list[Suggestion]:
    """Suggest what plain means find."""
    hits = [
        *_names(text, lexicon),
        *_events(text, language, lexicon),
        *_dates(text, language),
        *_numbers(text),
        *_items(text, lexicon),
    ]
    found = {it.id: it for it in (hit.suggestion(text) for hit in hits)}
    return list(found.values())


def _names(text: SourceText, lexicon: Lexicon) -> Iterator[Hit]:
    for name in lexicon.names:
        for span in text.occurrences(name.spelling)[:1]:
            record = {"names": name.key}
            yield Hit(name.kind, span, name.key, 50, "exact", "mentions", record)


def _events(text: SourceText, language: str, lexicon: Lexicon) -> Iterator[Hit]:
    for code, labels in lexicon.event_types.items():
        for label in labels.get(language, ()):
            for span in text.occurrences(label):
                yield Hit("event", span, code, 50, "exact", "events", {"type": code})


def _dates(text: SourceText, language: str) -> Iterator[Hit]:
    at = 0
    for words, date in search_dates(text.content, languages=[language]) or ():
        start = text.content.find(words, at)
        if start >= 0:
            at = start + len(words)
            edtf = date.date().isoformat()
            span = Span(start, at)
            yield Hit("date", span, edtf, 50, "dateparser", "times", {"edtf": edtf})


def _numbers(text: SourceText) -> Iterator[Hit]:
    for match in _DIGITS.finditer(text.content):
        record = {"quantity": {"exactly": match[0]}}
        span = Span(*match.span())
        yield Hit("quantity", span, match[0], 50, "digits", "claims", record)


def _items(text: SourceText, lexicon: Lexicon) -> Iterator[Hit]:
    keys = {name.spelling: name.key for name in lexicon.names}
    announced = False
    for line in lines(text):
        if announced and line.bullet:
            yield Hit("demand", line.span, "", 50, "an item", "demands", {"x": ASK})
        elif announced:
            record = {"agent": keys.get(line.words, ASK)}
            yield Hit("supporter", line.span, "", 50, "a line", "participants", record)
        announced = line.words.endswith(":") or (announced and not line.after_blank)
