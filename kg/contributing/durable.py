"""Files that are on the disk, all of them, before anybody is told that they are."""

import os
from contextlib import suppress
from pathlib import Path

_OURS = 0o700
_READABLE = 0o600


def make_folder(folder: Path) -> None:
    """Make a folder for this user alone, and those above it that are missing."""
    missing = [it for it in (folder, *folder.parents) if not it.exists()]
    for path in reversed(missing):
        with suppress(FileExistsError):
            path.mkdir(mode=_OURS)
        sync_folder(path.parent)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in one step: it has its name when all of it is on the disk."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    write_new(draft, content)
    draft.replace(path)
    sync_folder(path.parent)


def write_new(path: Path, content: bytes) -> None:
    """Write a file that only this user may read, and wait for the disk."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _READABLE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def append_line(path: Path, line: bytes) -> None:
    """Add a line to a file, and wait for the disk."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, _READABLE)
    with os.fdopen(descriptor, "ab") as file:
        file.write(line + b"\n")
        file.flush()
        os.fsync(file.fileno())


def remove(path: Path) -> None:
    """Remove a file if it is there."""
    path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Wait until the disk knows what is in a folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
