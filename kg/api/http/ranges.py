"""Ranges: a part of an answer, for those who were cut off (RFC 9110, 14)."""

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request

_ONE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})", re.IGNORECASE)
"""One range; who asks for several at once gets the whole, as may be done."""


def asked_range(request: Request, tag: str, size: int) -> range | None:
    """Return the bytes that are asked for of an answer; None for all of them.

    Args:
        request: what is asked.
        tag: the tag of the answer as it is, not compressed.
        size: how many bytes it has.

    Raises:
        HTTPException: it has none of those bytes (416).
    """
    asked = _ONE.fullmatch(request.headers.get("range", ""))
    if request.method != "GET" or asked is None or not any(asked.groups()):
        return None
    if request.headers.get("if-range", tag) != tag:
        return None
    first, last = asked.groups()
    if first and last and int(first) > int(last):
        return None
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last) + 1, size) if first and last else size
    if start >= end:
        message = f"the answer has {size} bytes"
        raise HTTPException(416, message, {"Content-Range": f"bytes */{size}"})
    return range(start, end)


def part_headers(part: range, size: int) -> dict[str, str]:
    """List the headers of a part of so many bytes, which is not compressed."""
    return {
        "Content-Range": f"bytes {part.start}-{part.stop - 1}/{size}",
        "Content-Encoding": "identity",
    }
