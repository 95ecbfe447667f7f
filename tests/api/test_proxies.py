"""Whose word counts for who asks, and by which scheme."""

import asyncio
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse

from kg.api.app import create_app
from kg.settings import Settings

FORWARDED = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https"}


async def told(peer: str, headers: dict[str, str], trusted: str | None) -> Any:
    """Ask an application who it thinks asks."""
    app = create_app(Settings(build_dir=Path("none"), trusted_proxies=trusted))

    async def who(request: Request) -> JSONResponse:
        client = request.client
        return JSONResponse([client and client.host, request.url.scheme])

    app.add_route("/who", who)
    transport = httpx.ASGITransport(app, client=(peer, 4000))
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
        return (await client.get("/who", headers=headers)).json()


@pytest.mark.parametrize(
    ("peer", "trusted", "forwarded", "expected"),
    [
        pytest.param("127.0.0.1", None, "192.0.2.1", "127.0.0.1", id="nobody"),
        pytest.param("127.0.0.1", "127.0.0.1", "192.0.2.1", "192.0.2.1", id="proxy"),
        pytest.param("10.1.2.3", "10.0.0.0/8", "192.0.2.1", "192.0.2.1", id="network"),
        pytest.param("192.0.2.9", "10.0.0.0/8", "192.0.2.1", "192.0.2.9", id="else"),
        pytest.param("::1", "10.0.0.1, ::1", "2001:db8::1", "2001:db8::1", id="list"),
        pytest.param("::1", "::1", "192.0.2.66, 192.0.2.1", "192.0.2.1", id="last"),
        pytest.param(
            "::1", "::1, 10.0.0.1", "192.0.2.1, 10.0.0.1", "192.0.2.1", id="chain"
        ),
    ],
)
def test_a_proxy_that_is_trusted_says_who_asks(
    peer: str, trusted: str | None, forwarded: str, expected: str
) -> None:
    headers = {**FORWARDED, "X-Forwarded-For": forwarded}
    scheme = "http" if expected == peer else "https"
    assert asyncio.run(told(peer, headers, trusted)) == [expected, scheme]
