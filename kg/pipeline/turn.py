"""Turns: of several builds that write into one folder, one after the other does."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.pipeline.content import Step

LOCK = ".lock"
"""Who has it open and locked may write; the system gives it back when a build ends."""


@contextmanager
def turn(folder: Path, step: Step) -> Iterator[None]:
    """Wait until nobody else builds into a folder; meanwhile nobody else does.

    Args:
        folder: where builds keep what they share.
        step: told when another build has to be waited for.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            step("waiting for the build that is under way")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
