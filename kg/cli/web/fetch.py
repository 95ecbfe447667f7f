"""Getting one page: each step of the way is checked before anything is sent.

The name of a host is looked up once, its address is checked, and the connection goes to
that very address: a second answer of the name service cannot lead elsewhere.
"""

import asyncio
import ssl
from collections.abc import Collection
from dataclasses import dataclass, field
from ipaddress import ip_address

import httpx

from kg.cli.web.robots import MOST_BYTES, NOTHING, Robots
from kg.errors import FetchError, ServiceFailedError
from kg.store.services.addresses import is_open_port, look_up

NAME = "solidarity-graph"
"""What we are called in robots.txt."""

AGENT = f"{NAME} (kg ingest; +https://w3id.org/hrsolidarity/)"
_TYPES = ("text/html", "application/xhtml+xml")
_REDIRECTS = 5
_HEADERS = {
    "Accept": ", ".join(_TYPES),
    "Accept-Encoding": "identity",  # what is packed small can be endless unpacked
    "User-Agent": AGENT,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What fetching a page may take; `own_hosts` may have private addresses."""

    seconds: float
    most_bytes: int
    own_hosts: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came, and the address that it came from in the end."""

    url: str
    body: bytes
    charset: str | None


def fetch(url: str, limits: Limits) -> Fetched:
    """Get a page of the web.

    Raises:
        FetchError: the site does not want it, it cannot be had within the limits, is
            no page, or is not in the public network.
    """
    return asyncio.run(_within(url, limits))


async def _within(url: str, limits: Limits) -> Fetched:
    try:
        async with asyncio.timeout(limits.seconds):
            return await _Visit(limits).get(url)
    except TimeoutError as error:
        told = f"no answer within {limits.seconds:g} seconds"
        raise FetchError(f"{url}: {told}") from error
    except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
        reason = str(error) or type(error).__name__
        raise FetchError(f"{url}: it cannot be fetched: {reason}") from error


@dataclass(slots=True)
class _Visit:
    """One fetch with all its redirects; rules of a site are asked for once."""

    limits: Limits
    rules: dict[str, Robots] = field(default_factory=dict)

    async def get(self, url: str) -> Fetched:
        at = httpx.URL(url)
        for _step in range(_REDIRECTS + 1):
            await self._ask_leave(at)
            answer = await self._request(at, self.limits.most_bytes, whole=True)
            if answer.target is None:
                return _page(at, answer)
            at = at.join(answer.target)
        raise FetchError(f"{url}: more than {_REDIRECTS} redirects, the last to {at}")

    async def _ask_leave(self, at: httpx.URL) -> None:
        """See that the site lets programs have the page.

        Raises:
            FetchError: it does not.
        """
        origin = f"{at.scheme}://{at.netloc.decode()}"
        if origin not in self.rules:
            self.rules[origin] = await self._robots(
                at.copy_with(raw_path=b"/robots.txt")
            )
        if not self.rules[origin].allow(at.raw_path.decode()):
            raise FetchError(f"{at}: {origin}/robots.txt does not allow it")

    async def _robots(self, at: httpx.URL) -> Robots:
        """Read the rules of a site; without any, all is allowed (RFC 9309, 2.3.1).

        Raises:
            FetchError: they cannot be had, so nothing is allowed.
        """
        start = at
        answer = await self._request(at, MOST_BYTES, whole=False)
        for _step in range(_REDIRECTS):
            if answer.target is not None:
                at = at.join(answer.target)
                answer = await self._request(at, MOST_BYTES, whole=False)
        if answer.status == httpx.codes.OK:
            return Robots.parse(answer.body.decode("utf-8", "replace"), NAME)
        if answer.status >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise FetchError(f"{start}: status {answer.status}, so nothing is fetched")
        return NOTHING

    async def _request(self, at: httpx.URL, most: int, *, whole: bool) -> "_Answer":
        port = at.port or (443 if at.scheme == "https" else 80)
        if at.scheme not in {"http", "https"} or at.userinfo or not is_open_port(port):
            raise FetchError(f"{at}: requests do not go to such an address")
        address = await self._address(at, port)
        async with (
            httpx.AsyncClient(trust_env=False, timeout=self.limits.seconds) as client,
            client.stream(
                "GET",
                at.copy_with(host=address, port=port, fragment=None),
                headers={**_HEADERS, "Host": at.netloc.decode()},
                # The certificate is that of the name, not of the address.
                extensions={"sni_hostname": _server_name(at.host)},
            ) as response,
        ):
            if response.is_redirect:
                return _Answer(response.status_code, "", b"", _target(at, response))
            if whole:
                _check_head(at, response)
            body = await _body(at, response, most, whole=whole)
            kind = response.headers.get("Content-Type", "")
            return _Answer(response.status_code, kind, body, None)

    async def _address(self, at: httpx.URL, port: int) -> str:
        try:
            return await look_up(at.host, port, self.limits.own_hosts)
        except ServiceFailedError as error:
            raise FetchError(f"{at}: {error}") from error


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came back; `target` is where it leads instead."""

    status: int
    kind: str
    body: bytes
    target: str | None


def _target(at: httpx.URL, response: httpx.Response) -> str:
    target = response.headers.get("Location", "")
    if not target:
        raise FetchError(f"{at}: a redirect to nowhere")
    return str(target)


def _server_name(host: str) -> str:
    try:
        return str(ip_address(host))
    except ValueError:
        return host.encode("idna").decode()


def _check_head(at: httpx.URL, response: httpx.Response) -> None:
    """See that an answer begins as a page.

    Raises:
        FetchError: it does not.
    """
    if response.status_code != httpx.codes.OK:
        raise FetchError(f"{at}: it answers with status {response.status_code}")
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind not in _TYPES:
        raise FetchError(f"{at}: it is of type {kind!r}, not {_TYPES[0]}")
    packed = response.headers.get("Content-Encoding", "identity")
    if packed != "identity":
        raise FetchError(f"{at}: it comes in {packed!r}, which was not asked for")


async def _body(
    at: httpx.URL, response: httpx.Response, most: int, *, whole: bool
) -> bytes:
    """Read a body; what need not be whole is cut at the limit."""
    content = bytearray()
    async for part in response.aiter_raw():
        content += part
        if len(content) > most:
            if not whole:
                return bytes(content[:most])
            raise FetchError(f"{at}: it is longer than {most} bytes")
    return bytes(content)


def _page(at: httpx.URL, answer: _Answer) -> Fetched:
    message = httpx.Headers({"Content-Type": answer.kind})
    charset = httpx.Response(200, headers=message).charset_encoding
    return Fetched(str(at), answer.body, charset)
