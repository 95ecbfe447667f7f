"""The release that is served: what answers say of where they come from."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import format_datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.publishing.audience import Audience
from kg.publishing.release import Release, current_release


@dataclass(frozen=True, slots=True)
class Served:
    """A release as one audience sees it; `manifest` is that of its files.

    `pinned` says that its version was asked for: what is said of it stays so for ever.
    """

    release: Release
    audience: Audience
    time: datetime.datetime
    manifest: Mapping[str, Any]
    pinned: bool = False

    @property
    def version(self) -> str:
        """The name of the release."""
        return self.release.version

    @property
    def store(self) -> Path:
        """The directory of the audience's store."""
        return self.release.store(self.audience)

    @property
    def edition(self) -> Path:
        """The folder of all that the audience has of the release."""
        return self.release.path / self.audience.value

    @property
    def last_modified(self) -> str:
        """The time of the release, as HTTP writes it."""
        return _http_time(self.time)


@lru_cache(maxsize=16)
def _http_time(time: datetime.datetime) -> str:
    return format_datetime(time, usegmt=True)


def served(build: Path, audience: Audience) -> Served:
    """Return the current release of a build directory.

    Raises:
        SetupError: nothing has been built yet.
    """
    return read_served(current_release(build), audience)


def read_served(
    release: Release, audience: Audience, *, pinned: bool = False
) -> Served:
    """Read what an audience sees of a release."""
    manifest = release.manifest(audience)
    time = datetime.datetime.fromisoformat(str(manifest["time"]))
    return Served(release, audience, time.astimezone(datetime.UTC), manifest, pinned)
