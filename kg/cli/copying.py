"""Copying, as the command and programs do it: with the network, the clock, and bounds.

`kg.pull` is this; docs/partners.md has an example.
"""

import datetime
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from urllib.request import getproxies, proxy_bypass

import httpx

from kg.cli.clock import now
from kg.cli.secret import read_address
from kg.publishing.mirror.fetching import Fetcher
from kg.publishing.mirror.guard import Guard, OriginKey
from kg.publishing.mirror.mirroring import Outcome, mirror
from kg.publishing.mirror.wishes import PLAIN, Wishes

SECONDS = 60.0
"""How long an answer may be waited for."""

AGENT = "kg-pull (+https://w3id.org/hrsolidarity/)"
_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where a pull may go, and how long it may take.

    `hosts` may be in a private network, as the host of the address may; `minutes` is 0
    for as long as it takes.
    """

    hosts: Collection[str] = ()
    minutes: float = 0.0


ANY_TIME = Bounds()
"""No hosts but the one that is named, and no end."""


def pull(
    url: str,
    folder: Path | str,
    wishes: Wishes = PLAIN,
    bounds: Bounds = ANY_TIME,
    key: str = "",
) -> Outcome:
    """Bring a copy of what somebody publishes up to date; interrupted, it goes on.

    Args:
        url: a service of ours, an event stream (LDES), a catalogue (DCAT) or a dump.
        folder: where the copy is kept: `graph.nq` and `graph/` in it are the
            publisher's, `local/` is never touched.
        wishes: how the copy is to be kept, such as which dataset is meant.
        bounds: where to go, and for how long.
        key: that of a partner, which nobody else is told.

    Raises:
        KgError: it could not be brought up to date; what is had stays as it is.
    """
    read_address(url)  # or an error
    ends = now() + datetime.timedelta(minutes=bounds.minutes)
    with _client(url, bounds, key) as client:
        fetcher = Fetcher(client, time.sleep, now)
        fetcher.ends = ends if bounds.minutes else None
        return mirror(url, Path(folder), fetcher, wishes)


def _client(url: str, bounds: Bounds, key: str) -> httpx.Client:
    """Make what asks: over one connection, where a guard lets it."""
    limits = httpx.Limits(max_connections=1)
    proxy = _proxy(url)
    direct = httpx.HTTPTransport(limits=limits, proxy=proxy)
    hosts = {httpx.URL(url).host, *bounds.hosts}
    return httpx.Client(
        timeout=SECONDS,
        headers={"User-Agent": AGENT},
        auth=OriginKey(url, key) if key else None,
        # A proxy looks names up, and decides where it leads.
        transport=direct if proxy else Guard(hosts, direct),
        follow_redirects=True,
        max_redirects=_REDIRECTS,
    )


def _proxy(url: str) -> str | None:
    """Return the proxy that the system has for an address."""
    address = httpx.URL(url)
    return None if proxy_bypass(address.host) else getproxies().get(address.scheme)
