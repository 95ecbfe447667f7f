"""The releases that can be followed: how far the feed goes back, and from where."""

from dataclasses import dataclass

import orjson

from kg.api.errors import BeyondFeedError
from kg.api.site.streaming import Stream
from kg.api.site.visit import Visit
from kg.errors import NotInGraphError
from kg.publishing.changes.history import Step, history
from kg.publishing.release import is_version


@dataclass(frozen=True, slots=True)
class Feed:
    """The releases that the feed goes back to, the latest first."""

    visit: Visit
    steps: tuple[Step, ...]

    @property
    def site(self) -> str:
        """The address of this server, which ends in a slash."""
        return str(self.visit.request.base_url)

    @property
    def stream(self) -> Stream:
        """The stream at its address."""
        return Stream(f"{self.site}feed")

    def step(self, version: str) -> Step:
        """Return a release of the feed.

        Raises:
            BeyondFeedError: the feed does not go back so far.
            NotInGraphError: there never was such a release.
        """
        for step in self.steps:
            if step.record.version == version:
                return step
        if is_version(version) and version < self.visit.release.version:
            raise BeyondFeedError(version)
        raise NotInGraphError(f"the feed has no release {version!r}")

    def after(self, version: str | None) -> list[Step]:
        """List the releases that follow one, the latest first; after none, all.

        Raises:
            BeyondFeedError, NotInGraphError: see `step`.
        """
        if version is None:
            return list(self.steps)
        return list(self.steps[: self.steps.index(self.step(version))])

    def log(self, version: str | None) -> bytes:
        """Write the records of the releases that follow one."""
        members = {
            "current": self.visit.release.version,
            "audience": self.visit.release.audience.value,
            "goes_back_to": self.steps[-1].record.time if self.steps else None,
            "releases": [it.record.members() for it in self.after(version)],
        }
        return orjson.dumps(members, option=orjson.OPT_INDENT_2)


def feed_of(visit: Visit) -> Feed:
    """Read how far the feed goes back."""
    served = visit.release
    most = visit.service.settings.feed_releases
    return Feed(visit, tuple(history(served.release, served.audience, most)))
