"""What is asked of a list: its parameters, read and refused."""

import base64
import binascii
import datetime
from collections.abc import Mapping
from dataclasses import replace

import orjson

from kg.errors import DuplicateKeyError, UnexpectedValueError, UnknownFieldError
from kg.model.dates import Edtf
from kg.publishing.lists.catalogue import List
from kg.publishing.lists.selection import Cursor, Selection
from kg.publishing.lists.walk import Dates
from kg.rdf.namespaces import BASE, ONTOLOGY, VOCAB

MOST = 1000
"""Rows of a page, at most."""

USUAL = 50
PAGING = ("after", "before")
_DATES = ("from", "to", "dates")
_ALWAYS = ("modified_since", "sort", "limit", *PAGING, "release")
CERTAINLY = "certainly"
POSSIBLY = "possibly"

_SPACES = {
    "country": f"{BASE}id/place/",
    "concerns": f"{BASE}id/place/",
    "role": f"{VOCAB}role/",
    "organisation": f"{BASE}id/organisation/",
    "source": f"{BASE}id/document/",
    "precision": f"{VOCAB}precision/",
    "modality": f"{VOCAB}modality/",
    "about": f"{BASE}id/event/",
    "event": f"{BASE}id/event/",
    "language": None,
    "events type": f"{VOCAB}event-type/",
    "organisations type": f"{VOCAB}org-type/",
    "claims type": ONTOLOGY,
}
"""Parameter, or list and parameter → where IRIs begin that are given by their key."""


def parameters(listed: List) -> tuple[str, ...]:
    """List the parameters of a list."""
    return (*listed.filters, *(_DATES if listed.dated else ()), *_ALWAYS)


def space_of(listed: List, name: str) -> str | None:
    """Return where the IRIs of a parameter begin; None when it takes a text."""
    return _SPACES.get(f"{listed.name} {name}", _SPACES.get(name))


def single(pairs: list[tuple[str, str]], listed: List) -> dict[str, str]:
    """Take each parameter once; one that is left empty is not there.

    Raises:
        DuplicateKeyError: one is given twice.
        UnknownFieldError: the list has no such parameter.
    """
    known, given = parameters(listed), dict[str, str]()
    for name, value in pairs:
        if name not in known:
            raise UnknownFieldError(f"/{listed.name}", name, _one_of(known), known)
        if name in given:
            raise DuplicateKeyError(f"parameter {name}", "two values", "one")
        if value:
            given[name] = value
    return given


def _one_of(words: tuple[str, ...]) -> str:
    return f"one of {', '.join(words)}"


def read_selection(listed: List, given: Mapping[str, str]) -> Selection:
    """Read what is asked.

    Raises:
        UnexpectedValueError: a value cannot be read.
    """
    sort = given.get("sort", listed.sorts[0])
    if sort not in listed.sorts:
        raise UnexpectedValueError("sort", sort, _one_of(listed.sorts), listed.sorts)
    asked = Selection(
        listed,
        sort,
        _limit(given.get("limit", str(USUAL))),
        {
            name: _iri(given[name], space_of(listed, name))
            for name in listed.filters
            if name in given
        },
        _dates(given),
        _time(given.get("modified_since")),
    )
    cursors = {name: _cursor(name, given.get(name)) for name in PAGING}
    return replace(asked, after=cursors["after"], before=cursors["before"])


def _limit(text: str) -> int:
    short = text.isascii() and text.isdigit() and len(text) <= len(str(MOST))
    if not (short and 1 <= int(text) <= MOST):
        raise UnexpectedValueError("limit", text[:20], f"a number from 1 to {MOST}")
    return int(text)


def _iri(text: str, space: str | None) -> str:
    if space is None or text.startswith(("http://", "https://")):
        return text
    return f"{space}{text}"


def _dates(given: Mapping[str, str]) -> Dates:
    how = given.get("dates", POSSIBLY)
    if how not in (CERTAINLY, POSSIBLY):
        raise UnexpectedValueError("dates", how, f"{CERTAINLY} or {POSSIBLY}")
    since, until = _date(given, "from"), _date(given, "to")
    dates = Dates(
        None if since is None else str(since.not_before),
        None if until is None else str(until.not_after),
        certainly=how == CERTAINLY,
    )
    if dates.since and dates.until and dates.since > dates.until:
        expected = f"a time that does not end before {given['from']}"
        raise UnexpectedValueError("to", given["to"], expected)
    return dates


def _date(given: Mapping[str, str], name: str) -> Edtf | None:
    """Read a day, a month or a year: from its first day, to its last."""
    text = given.get(name)
    if text is None:
        return None
    expected = "a day, a month or a year, such as 2011-01-16, 2011-01 or 2011"
    try:
        read = Edtf.parse(text)
    except ValueError as error:
        raise UnexpectedValueError(name, text, expected) from error
    if "/" in text or read.not_before is None or read.not_after is None:
        raise UnexpectedValueError(name, text, expected)
    return read


def _time(text: str | None) -> str | None:
    """Read a time, or a day, which begins at midnight UTC."""
    if text is None:
        return None
    try:
        read = datetime.datetime.fromisoformat(text.replace(" ", "+"))
        zoned = read if read.tzinfo else read.replace(tzinfo=datetime.UTC)
        time = zoned.astimezone(datetime.UTC)
    except (ValueError, OverflowError) as error:
        expected = "a time such as 2026-11-23T12:00:00Z, or a day"
        raise UnexpectedValueError("modified_since", text, expected) from error
    return f"{time.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def written_cursor(cursor: Cursor) -> str:
    """Write a cursor for an address; clients take it as it is."""
    found = orjson.dumps([cursor.key, cursor.iri])
    return base64.urlsafe_b64encode(found).decode().rstrip("=")


def _cursor(name: str, text: str | None) -> Cursor | None:
    if text is None:
        return None
    expected = "what a link to a page has there"
    try:
        padded = text + "=" * (-len(text) % 4)
        found = orjson.loads(base64.urlsafe_b64decode(padded.encode()))
    except (ValueError, binascii.Error) as error:
        raise UnexpectedValueError(name, text, expected) from error
    if not (isinstance(found, list) and list(map(type, found)) == [str, str]):
        raise UnexpectedValueError(name, text, expected)
    return Cursor(*found)
