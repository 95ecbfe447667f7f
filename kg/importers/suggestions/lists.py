"""Lists in a text that a line before them announces: demands, and who supports them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.importers.suggestions.cues import Cues, compiled
from kg.importers.suggestions.sentence import Line, Sentence
from kg.model.text import Span

_CLOSING = re.compile("[\u201d\u00bb]")
"""What ends a speech, and what is demanded in it."""

_TRAILING = " ;,.·"
_MOST_ITEMS = 200
_FEWEST_WORDS = 2
_FEWEST_BEFORE_LIST = 8
"""Words of a demand that stands itself in the line that announces further ones."""
_LONGEST_NAME = 90
_INTRODUCED = 160
"""Code points of the end of a line in which a list is announced."""

Fits = Callable[[Line, Line | None], bool]
"""Says whether a line, before the one that follows it, belongs to a list."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, or what stands for one in a sentence.

    Attributes:
        cue: the words that announce it.
        listed: it stands in a list of its own lines.
        position: its place in the list, from 1.
    """

    span: Span
    cue: Span
    listed: bool
    position: int


def find_demands(
    lines: list[Line], sentences: list[Sentence], cues: Cues
) -> Iterator[Item]:
    """Yield what is demanded: items of announced lists, then what sentences say."""
    cue = compiled(cues.pattern("demand"))
    listed = list(_listed(lines, cue, _is_item))
    yield from listed
    taken = [item.cue for item in listed]
    for sentence in sentences:
        yield from _said(sentence, cue, taken)
        yield from _said(sentence, compiled(cues.pattern("must")), taken)


def find_supporters(lines: list[Line], cues: Cues) -> Iterator[Item]:
    """Yield the names below a line such as "supported by:"."""
    return _listed(lines, compiled(cues.pattern("support")), _is_name)


def _listed(lines: list[Line], cue: re.Pattern[str], fits: Fits) -> Iterator[Item]:
    for index, line in enumerate(lines):
        announced = _announced(line, cue)
        if announced is None:
            continue
        for position, item in enumerate(_items(lines[index + 1 :], fits), start=1):
            yield Item(_trimmed(item), announced, True, position)


def _announced(line: Line, cue: re.Pattern[str]) -> Span | None:
    """Return where a line that ends with a colon has the word; None for others."""
    if not line.words.endswith(":"):
        return None
    found = cue.search(line.words, max(0, len(line.words) - _INTRODUCED))
    if found is None:
        return None
    return Span(line.span.start + found.start(), line.span.start + found.end())


def _items(lines: list[Line], fits: Fits) -> Iterator[Line]:
    """Yield the lines of a list: as the first is, until one is not."""
    for index, line in enumerate(lines[:_MOST_ITEMS]):
        following = lines[index + 1] if index + 1 < len(lines) else None
        new = index > 0 and line.after_blank
        if new or line.bullet != lines[0].bullet or not fits(line, following):
            return
        yield line


def _is_item(line: Line, following: Line | None) -> bool:
    """Take items with a bullet, or begun with a small letter and ended by ; or ,."""
    last = following is None or not following.words[:1].islower()
    return line.bullet or (
        line.words[:1].islower() and (last or line.words[-1] in ";,")
    )


def _is_name(line: Line, following: Line | None) -> bool:
    """Take short lines that are no sentence, nor the heading of what follows."""
    if len(line.words) > _LONGEST_NAME or line.words[-1] in ".:!?":
        return False
    if line.bullet or following is None or following.after_blank:
        return True
    return not (_is_heading(line) and len(following.words) > _LONGEST_NAME)


def _is_heading(line: Line) -> bool:
    """Say whether a line is written as a phrase, with small letters after the first."""
    words = line.words.split()
    return len(words) > 1 and all(word[:1].islower() for word in words[1:])


def _trimmed(line: Line) -> Span:
    words = line.words.rstrip(_TRAILING)
    return Span(line.span.start, line.span.start + len(words))


def _said(
    sentence: Sentence, cue: re.Pattern[str], taken: list[Span]
) -> Iterator[Item]:
    """Yield what follows the word in its sentence, when no list does."""
    found = cue.search(sentence.words)
    if found is None:
        return
    least = _FEWEST_BEFORE_LIST if sentence.words.endswith(":") else _FEWEST_WORDS
    at = Span(sentence.span.start + found.start(), sentence.span.start + found.end())
    rest = _CLOSING.split(sentence.words[found.end() :])[0].rstrip(_TRAILING + ":")
    if len(rest.split()) >= least and (at not in taken or least > _FEWEST_WORDS):
        begin = at.end + len(rest) - len(rest.lstrip())
        yield Item(Span(begin, at.end + len(rest)), at, False, 1)
