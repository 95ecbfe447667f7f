"""Comparing two releases on request: few at a time, and in pieces."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from threading import BoundedSemaphore

from starlette.responses import Response, StreamingResponse

from kg.errors import OverloadedError
from kg.publishing.audience import Audience
from kg.publishing.changes.lines import Lines, opened
from kg.publishing.changes.patch import MEDIA_TYPE, Choice, patch_lines
from kg.publishing.changes.record import DUMP
from kg.publishing.release import Release

_MOST = 2
"""Comparisons at a time: each reads two dumps, in a thread of the service."""

_LINES = 512

_turns = BoundedSemaphore(_MOST)


@dataclass(frozen=True, slots=True)
class Side:
    """A release that is compared: its version, and its canonical dump."""

    version: str
    dump: Path

    @classmethod
    def of(cls, release: Release, audience: Audience) -> "Side | None":
        """Take a release as an audience sees it; None when it has no dump."""
        dump = release.dumps(audience) / DUMP
        return cls(release.version, dump) if dump.is_file() else None


@contextmanager
def compared(old: Side, new: Side) -> Iterator[tuple[Lines, Lines]]:
    """Offer the dumps of two releases.

    Raises:
        OverloadedError: as many as may be are being compared.
    """
    if not _turns.acquire(blocking=False):
        raise OverloadedError("as many releases as may be are being compared just now")
    try:
        with opened(old.dump) as before, opened(new.dump) as now:
            yield before, now
    finally:
        _turns.release()


def patch(old: Side, new: Side, choice: Choice) -> Iterator[bytes]:
    """Yield a patch from one release to another, in blocks.

    Raises:
        OverloadedError: as many as may be are being compared.
    """
    with compared(old, new) as (before, now):
        changed = choice.of(before, now)
        yield from _blocks(patch_lines(changed, old.version, new.version))


def _blocks(lines: Iterable[bytes]) -> Iterator[bytes]:
    found = iter(lines)
    while block := b"".join(islice(found, _LINES)):
        yield block


def streamed(blocks: Iterator[bytes]) -> Response:
    """Answer with a patch while it is made; what is wrong at once is an error."""
    first = next(blocks, b"")
    headers = {"Cache-Control": "no-cache", "Vary": "Accept"}
    return StreamingResponse(chain([first], blocks), 200, headers, MEDIA_TYPE)
