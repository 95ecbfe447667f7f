"""Ranges: a part of an answer, for those who were cut off (RFC 9110, 14)."""

import re
from collections.abc import Mapping
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.types import Receive, Scope, Send

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


def file_answer(
    request: Request, path: Path, headers: Mapping[str, str], media_type: str
) -> FileResponse:
    """Answer with a file, whole or in the one range that is asked for.

    `headers` have its tag. It is not compressed on the way: that could not be asked for
    in ranges.

    Raises:
        HTTPException: it has none of the bytes that are asked for (416).
    """
    part = asked_range(request, headers["ETag"], path.stat().st_size)
    answer = FileResponse if part is not None else _Whole
    plain = {**headers, "Content-Encoding": "identity"}
    return answer(path, headers=plain, media_type=media_type)


class _Whole(FileResponse):
    """A file that is given whole, whatever `Range` says."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        headers = [it for it in scope["headers"] if it[0] != b"range"]
        await super().__call__({**scope, "headers": headers}, receive, send)
