"""The releases of the past: which one was current at a time, and which had a thing."""

import datetime
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path

from pyoxigraph import NamedNode

from kg.api.errors import RequestError
from kg.api.releases.release import Served, read_served
from kg.api.running.service import Service
from kg.publishing.audience import Audience
from kg.publishing.changes.lines import opened
from kg.publishing.changes.record import DUMP
from kg.publishing.release import Release, finished_releases


@dataclass(frozen=True, slots=True)
class Past:
    """The releases that can be asked, the oldest first; the last one is current."""

    releases: tuple[Served, ...]

    @classmethod
    def of(cls, service: Service) -> "Past":
        """List what a service can answer from: no release that follows its own."""
        now = service.release
        earlier = [
            found
            for it in _kept(service)
            if (found := _read(it.path, now.audience)) is not None
            and (found.time, found.version) < (now.time, now.version)
        ]
        earlier.sort(key=lambda it: (it.time, it.version))
        return cls((*earlier, now))

    def at(self, time: datetime.datetime) -> Served:
        """Return the release that was current at a time, or else the first."""
        until = [it for it in self.releases if it.time <= time]
        return until[-1] if until else self.releases[0]

    def having(self, thing: NamedNode) -> "Past":
        """Leave out the releases that say nothing of a thing."""
        prefix = f"{thing} ".encode()
        return Past(tuple(it for it in self.releases if _says(it, prefix)))


def _kept(service: Service) -> list[Release]:
    settings = service.settings
    if settings.workspace is not None or not settings.pinned_releases:
        return []
    return finished_releases(settings.build_dir)


@lru_cache(maxsize=4096)
def _read(path: Path, audience: Audience) -> Served | None:
    """Read when a release was made, once; None when it has nothing for an audience."""
    release = Release(path)
    if not release.store(audience).is_dir():
        return None
    served = read_served(release, audience)
    return Served(release, audience, served.time, {})


def _says(release: Served, prefix: bytes) -> bool:
    path = release.release.dumps(release.audience) / DUMP
    if not path.is_file():
        return True  # a release from before there were dumps is not looked into
    with opened(path) as lines:
        return next(lines.of(prefix), None) is not None


def read_time(text: str) -> datetime.datetime:
    """Read a time as HTTP writes it.

    Raises:
        RequestError: it is none.
    """
    try:
        time = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError) as error:
        expected = "such as Mon, 23 Nov 2026 12:00:00 GMT"
        message = f"Accept-Datetime: found {text!r}; expected a time {expected}"
        raise RequestError(message) from error
    return time if time.tzinfo else time.replace(tzinfo=datetime.UTC)
