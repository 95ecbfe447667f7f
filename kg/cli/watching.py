"""Watching files: wait until one of them changes."""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

PAUSE = 0.5
"""Seconds between two looks at the files."""

Look = dict[Path, tuple[int, int]]


def look_at(paths: Iterable[Path]) -> Look:
    """Note when each file was changed, and its size."""
    return {file: _note(file) for path in paths for file in _files(path)}


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from (file for file in path.rglob("*") if file.is_file())
    elif path.is_file():
        yield path


def _note(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except FileNotFoundError:  # it went while we looked
        return (0, 0)
    return found.st_mtime_ns, found.st_size


def wait_for_change(paths: list[Path], before: Look) -> None:
    """Return when files differ from how they were."""
    while look_at(paths) == before:
        time.sleep(PAUSE)
