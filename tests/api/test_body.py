"""Bodies that are too long, too slow or not all there."""

import asyncio
from collections.abc import Iterable

import pytest
from starlette.requests import Request
from starlette.types import Message

from kg.api.errors import BodyTooLargeError, RequestError, SlowRequestError
from kg.api.requests.body import read_body
from kg.errors import KgError
from kg.settings import Settings

SETTINGS = Settings(max_query_bytes=2048, body_seconds=0.05)


def read(parts: Iterable[bytes | None], length: str = "") -> bytes:
    """Read a body of parts; where there is none, nothing more ever comes."""
    waiting = iter(parts)

    async def receive() -> Message:
        part = next(waiting, b"end")
        if part is None:
            await asyncio.sleep(10)
        if part == b"end":
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": part, "more_body": part != b""}

    headers = [(b"content-length", length.encode())] if length else []
    scope = {"type": "http", "method": "POST", "headers": headers}
    return asyncio.run(read_body(Request(scope, receive), SETTINGS))


def test_reads_a_body_of_parts() -> None:
    assert read([b"SELECT ", b"* {}", b""]) == b"SELECT * {}"


@pytest.mark.parametrize(
    ("parts", "length", "error"),
    [
        pytest.param([], "2049", BodyTooLargeError, id="announced-too-long"),
        pytest.param([b"x" * 1500] * 2, "", BodyTooLargeError, id="too-long"),
        pytest.param([b"SEL", None], "", SlowRequestError, id="too-slow"),
        pytest.param([b"SEL"], "", RequestError, id="client-left"),
        pytest.param([], "-1", RequestError, id="no-length"),
    ],
)
def test_refuses_what_it_cannot_read(
    parts: list[bytes | None], length: str, error: type[KgError]
) -> None:
    with pytest.raises(error):
        read(parts, length)
