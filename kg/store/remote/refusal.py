"""What an engine's refusal means, and whose fault it is."""

import re
from collections.abc import Mapping

import orjson

from kg.errors import (
    EngineAwayError,
    EngineError,
    KgError,
    NotAcceptableError,
    OverloadedError,
    QuerySyntaxError,
    QueryTimeoutError,
)

MOST = 65_536
"""Bytes of a refusal that are read."""

Problem = Mapping[str, object]

_LATE = re.compile(
    r"time[d ]?-?out|S1T00|S1TAT|exceeds the limit of|QueryInterrupted|cancell?ed|"
    r"deadline",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?:at |line )(\d+)(?::|, ?col(?:umn)?\.? ?)(\d+)", re.IGNORECASE)
_LENGTH = 300
_KINDS: dict[int, tuple[type[KgError], str]] = {
    406: (NotAcceptableError, "cannot write this"),
    429: (OverloadedError, "is busy"),
    502: (EngineAwayError, "does not answer now"),
    503: (OverloadedError, "is busy"),
}
_PAGE = re.compile(r"text/html|application/xhtml", re.IGNORECASE)
_TOLD = ("detail", "message", "exception", "error")


def refusal(status: int, headers: Mapping[str, str], body: bytes) -> KgError:
    """Make an error of a refusal; names of headers are lower-case.

    What a stranger's query can cause is told to the stranger; that we may not ask, or
    at another address, is a fault of ours and the engine's.
    """
    problem = _problem(headers, body)
    said = _said(headers, body, problem)
    if status == 400 or (status == 500 and _PLACE.search(said)):
        return _syntax(said, problem)
    if status in (408, 504) or (status >= 500 and _LATE.search(said)):
        return QueryTimeoutError(f"the engine did not answer in time: {said}")
    kind, words = _KINDS.get(status, (EngineError, f"answered with status {status}"))
    return kind(f"the engine {words}: {said}")


def gave_up(end: bytes) -> QueryTimeoutError | None:
    """Read in the end of an answer that is none whether a deadline has cut it."""
    line = (end.decode(errors="replace").splitlines() or [""])[-1]
    if _LATE.search(line) is None:
        return None
    return QueryTimeoutError("the engine gave up before the end of its answer")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Read after how many seconds to ask again; a date is not read."""
    told = headers.get("retry-after", "")
    return float(told) if told.isdigit() and len(told) < 6 else None


def _syntax(said: str, problem: Problem) -> QuerySyntaxError:
    line, column = problem.get("line"), problem.get("column")
    if isinstance(line, int) and isinstance(column, int):
        return QuerySyntaxError(str(problem.get("reason", said)), line, column)
    place = _PLACE.search(said)
    if place is None:
        return QuerySyntaxError(f"the engine cannot read it: {said}")
    return QuerySyntaxError(said, int(place[1]), int(place[2]))


def _said(headers: Mapping[str, str], body: bytes, problem: Problem) -> str:
    """Give the first words of a refusal: not of a page, nor where it comes from."""
    told = (problem[key] for key in _TOLD if isinstance(problem.get(key), str))
    text = str(next(told, body.decode(errors="replace"))).strip()
    if _PAGE.search(headers.get("content-type", "")) or text.startswith("<"):
        return "by a page"
    line = next(iter(text.splitlines()), "")
    return line[:_LENGTH] or "without a word"


def _problem(headers: Mapping[str, str], body: bytes) -> Problem:
    """Read a refusal in JSON, whatever it calls its parts."""
    if "json" not in headers.get("content-type", ""):
        return {}
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return document if isinstance(document, dict) else {}
