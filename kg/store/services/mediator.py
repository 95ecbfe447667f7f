"""The process that asks other services: `python -m kg.store.services.mediator`.

Query processes have no network. What a query asks of other services is asked by this
process, one for each query, which has nothing else: no store, no secrets, no files that
it may write. It reads one errand from its standard input, asks all of it at once, and
writes the outcomes. Its parent ends it at the deadline (kg.store.services.mediation).
"""

import asyncio
import os
import ssl
import sys
import time
from ipaddress import ip_address

import httpx

from kg.errors import (
    KgError,
    ServiceFailedError,
    ServiceTimeoutError,
    ServiceUnusableError,
)
from kg.store.limits import Sandbox
from kg.store.processes.sandbox import NETWORK, confine
from kg.store.services.addresses import is_open_port, look_up
from kg.store.services.errand import Errand, Fate, Outcome, read_errand, write_outcomes
from kg.store.services.solutions import read_solutions

AGENT = "solidarity-graph (SERVICE; +https://w3id.org/hrsolidarity/)"
_TYPES = ("application/sparql-results+json", "application/json")
_HEADERS = {
    "Accept": _TYPES[0],
    "Accept-Encoding": "identity",  # what is packed small can be endless unpacked
    "User-Agent": AGENT,
}
_LESS = "write more patterns, or a SELECT with a LIMIT, into its group"
_BROKEN, _CUT = "X-SQL-State", "X-SPARQL-MaxRows"
"""How Virtuoso says that an answer with status 200 is a part, or may be one."""

_QUOTED = 300
"""Bytes of an error that are passed on."""

_FATES: tuple[tuple[type[KgError], Fate], ...] = (
    (ServiceTimeoutError, Fate.LATE),
    (ServiceUnusableError, Fate.UNUSABLE),
    (ServiceFailedError, Fate.FAILED),
)


async def go(errand: Errand) -> list[Outcome]:
    """Ask everything at once, each within the time there is."""
    calls = (_outcome(errand, *asked) for asked in errand.asked)
    return list(await asyncio.gather(*calls))


async def _outcome(errand: Errand, endpoint: str, query: str) -> Outcome:
    try:
        return Outcome(Fate.ANSWERED, await _fetch(errand, endpoint, query))
    except KgError as error:
        fate = next(fate for kind, fate in _FATES if isinstance(error, kind))
        return Outcome(fate, str(error))


async def _fetch(errand: Errand, endpoint: str, query: str) -> str:
    try:
        async with asyncio.timeout(_left(errand)):
            return await _ask(errand, endpoint, query)
    except TimeoutError as error:
        raise ServiceTimeoutError("it did not answer in time") from error
    except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
        reason = str(error) or type(error).__name__
        raise ServiceFailedError(f"it cannot be asked: {reason}") from error


def _left(errand: Errand) -> float:
    return errand.due - time.monotonic()


async def _ask(errand: Errand, endpoint: str, query: str) -> str:
    url = httpx.URL(endpoint)
    port = url.port or (443 if url.scheme == "https" else 80)
    if url.scheme not in {"http", "https"} or url.userinfo or not is_open_port(port):
        raise ServiceFailedError("requests do not go to such an address")
    address = await look_up(url.host, port, errand.own_hosts)
    async with (
        httpx.AsyncClient(trust_env=False, timeout=_left(errand)) as client,
        client.stream(
            "POST",
            url.copy_with(host=address, port=port),
            data={"query": query},
            headers={**_HEADERS, "Host": url.netloc.decode()},
            # The certificate is that of the name, not of the address.
            extensions={"sni_hostname": _server_name(url.host)},
        ) as response,
    ):
        if response.status_code != httpx.codes.OK:
            raise ServiceFailedError(await _refusal(response))
        _check_head(response)
        content = await _body(response, errand.most_bytes)
        return _clause(content, errand.rows, response.headers.get(_CUT, ""))


def _clause(content: bytes, most: int, cut: str) -> str:
    """Write what was found as VALUES, when it is all and not too much."""
    solutions = read_solutions(content)
    rows = len(solutions.rows)
    if cut.isdecimal() and rows >= int(cut):
        raise ServiceFailedError(f"it gives the first {cut} solutions and no more")
    if rows > most:
        raise ServiceUnusableError(
            f"it has {rows} solutions, and at most {most} are taken: {_LESS}"
        )
    return solutions.clause()


def _server_name(host: str) -> str:
    try:
        return str(ip_address(host))
    except ValueError:
        return host.encode("idna").decode()


async def _refusal(response: httpx.Response) -> str:
    """Say what an endpoint answers with instead of results."""
    if response.is_redirect:
        target = response.headers.get("Location", "elsewhere")
        return f"it redirects to {target}, which is not followed"
    told = f"it answers with status {response.status_code}"
    if not response.headers.get("Content-Type", "").startswith("text/plain"):
        return told
    text = (await anext(response.aiter_raw(_QUOTED), b"")).decode(errors="replace")
    return f"{told}: {text}"


def _check_head(response: httpx.Response) -> None:
    """See that an answer begins as one; raises when it does not."""
    found = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if found not in _TYPES:
        raise ServiceFailedError(f"it answers with {found or 'something'}, not results")
    packed = response.headers.get("Content-Encoding", "identity")
    if packed != "identity":
        raise ServiceFailedError(f"it answers in {packed}, which was not asked for")
    if _BROKEN in response.headers:
        raise ServiceFailedError(f"it failed ({response.headers[_BROKEN]})")


async def _body(response: httpx.Response, most: int) -> bytes:
    """Read the body; the library raises when it is shorter than announced."""
    content = bytearray()
    async for part in response.aiter_raw():
        content += part
        if len(content) > most:
            raise ServiceUnusableError(
                f"its answer is longer than the {most} bytes that are taken: {_LESS}"
            )
    return bytes(content)


def main() -> None:
    """Read an errand, give up what it does not take, do it, tell."""
    errand = read_errand(sys.stdin.buffer.read())
    seconds = max(1, int(errand.due - time.monotonic()) + 1)
    confine(errand.memory_mb, seconds, Sandbox(errand.sandbox), NETWORK)
    content = write_outcomes(asyncio.run(go(errand)))
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
    os._exit(0)  # not after those who still look a name up


if __name__ == "__main__":
    main()
