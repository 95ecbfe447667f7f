"""Comparing two releases on request: few at a time, and in pieces."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from threading import BoundedSemaphore

from kg.errors import OverloadedError
from kg.publishing.changes.history import Step
from kg.publishing.changes.lines import Lines, opened
from kg.publishing.changes.patch import Choice, patch_lines

_MOST = 2
"""Comparisons at a time: each reads two dumps, in a thread of the service."""

_LINES = 512

_turns = BoundedSemaphore(_MOST)


@contextmanager
def compared(old: Step, new: Step) -> Iterator[tuple[Lines, Lines]]:
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


def patch(old: Step, new: Step, choice: Choice) -> Iterator[bytes]:
    """Yield a patch from one release to another, in blocks.

    Raises:
        OverloadedError: as many as may be are being compared.
    """
    with compared(old, new) as (before, now):
        changed = choice.of(before, now)
        versions = (old.record.version, new.record.version)
        yield from _blocks(patch_lines(changed, *versions))


def _blocks(lines: Iterable[bytes]) -> Iterator[bytes]:
    found = iter(lines)
    while block := b"".join(islice(found, _LINES)):
        yield block
