"""How the cells of a column may be read, and what of it a person must decide."""

import re
from dataclasses import dataclass

from kg.importers.guessing.dates import guess_dates
from kg.importers.guessing.people import names_people, tells_of_people
from kg.importers.guessing.profile import Profile
from kg.model.mention import mentions_person
from kg.model.records.cells.coordinate import CoordinateCell
from kg.model.records.cells.count import CountCell
from kg.model.records.cells.number import DecimalCell, IntegerCell
from kg.model.records.cells.parser import Parser
from kg.model.records.cells.text import IdentifierCell, ListCell, TextCell, UrlCell

_WORDS = (
    "?|??|???|-|--|k.A.|k. A.|keine Angabe|keine Angaben|unbekannt|n/a|N/A|unknown"
    "|not stated|ukjent|нет|невядома"
)
_NOTHING = frozenset(_WORDS.split("|"))
"""Words that say that there is nothing."""
_COUNTED = re.compile(
    r"teilnehm|participant|attend|deltak|крыж|участ|anzahl|(?<![a-z])counts?(?![a-z])|crowd",
    re.IGNORECASE,
)
_ORGANISERS = re.compile(
    r"veranstalt|organi[sz]|arrang|anmelder|gemeldet von|actor|side_[ab]$|(?:registered"
    r"|submitted|notified|reported|held) by|meldt av|søker$|арганіз|организ"
    r"|організ|заявител|convoca",
    re.IGNORECASE,
)
_LATITUDE = re.compile(r"(?:^|[._])lat(?:itude)?$|breite", re.IGNORECASE)
_LONGITUDE = re.compile(r"(?:^|[._])(?:lon|lng|long)(?:itude)?$|länge", re.IGNORECASE)
_ENOUGH = 0.8
_EXAMPLES = 5
PEOPLE = "may tell of people: whether it is read is to be decided, see docs/policy.md"
PART = "stands in an array: what its items are is to be decided, under 'each'"
POINT = "an exact point can endanger people: ignore it, or say why it is needed"
ORGANISERS = "names organisers: to be decided, with the parser 'name'"
_TIME = re.compile(r"(?:[01]?\d|2[0-3])[.:][0-5]\d(?:[.:][0-5]\d)?")


@dataclass(frozen=True, slots=True)
class Guess:
    """How a column may be read.

    Attributes:
        parser: what reads its cells, or None when it is to be ignored.
        because: why it is ignored.
        doubts: what a person must decide, a sentence each.
    """

    parser: Parser | None
    because: str = ""
    doubts: tuple[str, ...] = ()


def guess_column(profile: Profile, latest_year: int) -> Guess:
    """Guess how a column is read; a column that may name people is not.

    Args:
        profile: the column.
        latest_year: the last year that two digits may mean.
    """
    because = _left_out(profile)
    if because:
        return Guess(None, because)
    nothing = tuple(sorted(_NOTHING & set(profile.texts)))
    known = Profile(profile.name, profile.texts.copy(), profile.filled, profile.empty)
    for text in nothing:
        del known.texts[text]
    parser, doubts = _choose(known, latest_year)
    if names_people(known, parser):
        return Guess(None, PEOPLE)
    if nothing:
        parser = _absent(parser, nothing)
    told = (*doubts, *_mentions(known, parser), *_unread(profile, parser))
    return Guess(parser, "", told)


def _left_out(profile: Profile) -> str:
    """Say why a column is not read, by its name alone; "" when it is."""
    if not profile.filled:
        return "always empty"
    if "[*]" in profile.name:
        return PART
    if _ORGANISERS.search(profile.name):
        return ORGANISERS
    return PEOPLE if tells_of_people(profile.name) else ""


def _choose(profile: Profile, latest_year: int) -> tuple[Parser, tuple[str, ...]]:
    dates = guess_dates(profile, latest_year)
    if dates is not None:
        return dates.cell, (dates.doubt,) if dates.doubt else ()
    times = sum(n for text, n in profile.texts.items() if _TIME.fullmatch(text))
    if times and times >= _ENOUGH * profile.seen:
        return TextCell(), ("times of day, read as text",)
    for parser in (*_named(profile), *_plain(profile)):
        if profile.texts and profile.share(parser) >= _ENOUGH:
            return parser, (POINT,) if isinstance(parser, CoordinateCell) else ()
    return TextCell(), _few(profile)


def _named(profile: Profile) -> list[Parser]:
    """List parsers that the name of a column hints at."""
    hints = (
        (_LATITUDE, CoordinateCell.model_validate({"order": "latitude"})),
        (_LONGITUDE, CoordinateCell.model_validate({"order": "longitude"})),
        (_COUNTED, _count(profile)),
    )
    return [parser for hint, parser in hints if hint.search(profile.name)]


def _plain(profile: Profile) -> list[Parser]:
    """List parsers that the texts of a column may fit, the strictest first."""
    found: list[Parser] = [UrlCell(), CoordinateCell.model_validate({"order": "wkt"})]
    widths = {len(text) for text in profile.texts}
    zeros = any(text.startswith("0") for text in profile.texts)
    if zeros and len(widths) == 1 and widths != {1}:
        found.append(IdentifierCell.model_validate({"digits": widths.pop()}))
    found += [IntegerCell(), DecimalCell()]
    found.append(DecimalCell.model_validate({"decimal-mark": ","}))
    if any(re.search(r"\d", text) for text in profile.texts):
        found.append(_count(profile))
    listed = sum(n for text, n in profile.texts.items() if ";" in text)
    if listed > profile.seen / 3:
        found.append(ListCell())
    return found


def _count(profile: Profile) -> CountCell:
    """Make a parser with the mark that stands between thousands, if one does."""
    for mark in (".", " ", ","):
        thousands = re.compile(rf"(?<!\d)\d{{1,3}}{re.escape(mark)}\d{{3}}(?!\d)")
        if any(map(thousands.search, profile.texts)):
            return CountCell.model_validate({"thousands": mark})
    return CountCell()


def _mentions(profile: Profile, parser: Parser) -> tuple[str, ...]:
    """Say that some cells name people; which, nobody needs to read here."""
    if not isinstance(parser, TextCell | ListCell):
        return ()
    named = sum(n for text, n in profile.texts.items() if mentions_person(text))
    if not named:
        return ()
    found = f"{named} cell names" if named == 1 else f"{named} cells name"
    return (f"{found} people, it seems: withheld where all can read",)


def _absent(parser: Parser, nothing: tuple[str, ...]) -> Parser:
    written = parser.model_dump(mode="json", by_alias=True)
    return type(parser).model_validate({**written, "absent": {"not stated": nothing}})


def _unread(profile: Profile, parser: Parser) -> tuple[str, ...]:
    unread = profile.unread(parser)
    if not unread:
        return ()
    told = [it for it in unread.most_common() if not mentions_person(it[0])][:_EXAMPLES]
    examples = [f"{_quote(text)} ({n})" for text, n in told]
    examples += ["…"] if len(unread) > len(told) else []
    cells = f"{unread.total()} cells are" if unread.total() > 1 else "1 cell is"
    return (f"{cells} not read: {', '.join(examples)}",)


def _quote(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:40]}…")


def _few(profile: Profile) -> tuple[str, ...]:
    """Say that a column may hold codes: few texts, each in many cells."""
    if len(profile.texts) == 1 and profile.seen > 1:
        text = next(iter(profile.texts))
        return () if mentions_person(text) else (f"always {_quote(text)}",)
    if profile.seen < 20 or len(profile.texts) > min(30, profile.seen / 5):
        return ()
    return (f"{len(profile.texts)} different texts: perhaps codes, for a lookup",)
