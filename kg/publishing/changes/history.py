"""The history of a release: the releases before it whose changes are still here."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.publishing.audience import Audience
from kg.publishing.changes.record import DUMP, FOLDER, Previous, Record, read_record
from kg.publishing.release import Release, find_release


@dataclass(frozen=True, slots=True)
class Step:
    """A release for an audience, and the record of its changes."""

    folder: Path
    record: Record

    @property
    def dump(self) -> Path:
        """Where its canonical dump is."""
        return self.folder / "dumps" / DUMP

    def file(self, name: str) -> Path:
        """Return where a file of its changes is."""
        return self.folder / FOLDER / name


def history(release: Release, audience: Audience, most: int) -> list[Step]:
    """List a release and those before it, the latest first, as far as they follow.

    It ends where a release is no longer here, was made before changes were recorded, or
    is not the one that was followed.
    """
    steps: list[Step] = []
    step = step_of(release, audience)
    while step is not None and len(steps) < most:
        steps.append(step)
        step = before(release, audience, step.record.previous)
    return steps


def before(
    release: Release, audience: Audience, previous: Previous | None
) -> Step | None:
    """Find the release that another followed, beside it, if it is still here."""
    if previous is None:
        return None
    found = find_release(release.path.parents[1], previous.version)
    step = None if found is None else step_of(found, audience)
    return step if step is not None and step.record.chain == previous.chain else None


def step_of(release: Release, audience: Audience) -> Step | None:
    """Read what a release changed; None when it does not say."""
    folder = release.path / audience.value
    record = _read(folder)
    return None if record is None else Step(folder, record)


@lru_cache(maxsize=512)
def _read(folder: Path) -> Record | None:
    """Read a record once: a release never changes."""
    return read_record(folder)
