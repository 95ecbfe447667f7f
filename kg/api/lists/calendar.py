"""A listing of events as a calendar (iCalendar, RFC 5545): those whose days are known.

A calendar has days or nothing: an event of a month, of "about 2011" or with one bound
alone is left out rather than put on a day that nobody has stated.
"""

import datetime
import re
from collections.abc import Iterator

from kg.api.lists.item import Item
from kg.api.lists.listing import Listing

_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)(?:/(\d{4}-\d\d-\d\d))?")
_LONGEST = 75
"""Octets of a line, without its end."""


def as_calendar(listing: Listing) -> bytes:
    """Write the events that have known days."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Solidarity Graph//Lists//EN",
        f"X-WR-CALNAME:{_escaped('Solidarity Graph')}",
    ]
    for item in listing.items:
        if (days := known_days(item)) is not None:
            lines += _event(item, days, listing.time)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def known_days(item: Item) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and the last day of what has one time, of known days."""
    match = _DAYS.fullmatch(item.when[0]["written"]) if len(item.when) == 1 else None
    if match is None:
        return None
    first = datetime.date.fromisoformat(match[1])
    return first, datetime.date.fromisoformat(match[2]) if match[2] else first


def _event(
    item: Item, days: tuple[datetime.date, datetime.date], time: str
) -> Iterator[str]:
    first, last = days
    made = datetime.datetime.fromisoformat(time).astimezone(datetime.UTC)
    hedge = "; ".join(item.texts("existence"))
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(item.iri)}"
    yield f"DTSTAMP:{made:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    # The end is the first day that is no longer part of it.
    yield f"DTEND;VALUE=DATE:{last + datetime.timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(f'{item.name} ({hedge})' if hedge else item.name)}"
    if places := ", ".join(item.texts("place")):
        yield f"LOCATION:{_escaped(places)}"
    if types := [_escaped(it) for it in item.texts("type")]:
        yield f"CATEGORIES:{','.join(types)}"
    yield f"STATUS:{'TENTATIVE' if hedge else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield f"URL:{item.iri}"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    """Write a text as a value (RFC 5545, 3.3.11)."""
    marked = re.sub(r"([\\;,])", r"\\\1", text)
    return re.sub(r"\r\n|[\r\n]", r"\\n", marked)


def _folded(line: str) -> bytes:
    """End a line, and fold it where it is too long, never within a letter."""
    parts, part = list[bytes](), b""
    for letter in line:
        coded = letter.encode()
        # A line that goes on begins with a space, which counts.
        if len(part) + len(coded) > _LONGEST - (1 if parts else 0):
            parts.append(part)
            part = b""
        part += coded
    return b"\r\n ".join([*parts, part]) + b"\r\n"
