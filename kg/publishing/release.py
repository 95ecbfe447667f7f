"""Releases: finished folders that never change, one of them current.

A release is written beside the others under a temporary name, and becomes one by a
single rename when all of it is on the disk. What is served is what the link `current`
points at, which is replaced in one step. A build that is killed leaves the release
before it untouched and a folder that the next build clears away.
"""

import contextlib
import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import orjson

from kg.errors import SetupError
from kg.publishing.audience import Audience
from kg.rdf.namespaces import BASE, COMMON
from kg.settings import BASE_IRI

CURRENT = "current"
RELEASES = "releases"
MANIFEST = "manifest.json"
_UNFINISHED = ".unfinished-"


@dataclass(frozen=True, slots=True)
class Release:
    """A finished release."""

    path: Path

    @property
    def version(self) -> str:
        """The name of the release, which never names another one."""
        return self.path.name

    @property
    def base(self) -> str:
        """The base of the IRIs in it."""
        return _base_of(self.path)

    def store(self, audience: Audience) -> Path:
        """Return the folder of an audience's store."""
        return self.path / audience.value / "store"

    def dumps(self, audience: Audience) -> Path:
        """Return the folder of an audience's dumps."""
        return self.path / audience.value / "dumps"

    def manifest(self, audience: Audience | None = None) -> dict[str, object]:
        """Read the manifest of the whole, or that of an audience."""
        folder = self.path / audience.value if audience else self.path
        manifest: dict[str, object] = orjson.loads((folder / MANIFEST).read_bytes())
        return manifest


@lru_cache(maxsize=1024)
def _base_of(path: Path) -> str:
    """Read the base that a release was built with, which its manifest says if odd."""
    return str(Release(path).manifest().get("base", COMMON))


_VERSION = re.compile(r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d[0-9.+-]*Z?-[0-9a-f]{8}")


def is_version(name: str) -> bool:
    """Say whether a name is one that releases are given (`version_name`)."""
    return _VERSION.fullmatch(name) is not None


def find_release(build: Path, version: str) -> Release | None:
    """Return a finished release by its version, which anybody may have written.

    One of another base is a release of another graph, and not found.
    """
    plain = Path(version).name == version and version[:1] not in ("", ".")
    path = build / RELEASES / version
    if not plain or not (path / MANIFEST).is_file():
        return None
    release = Release(path)
    return release if release.base == BASE else None


def finished_releases(build: Path) -> list[Release]:
    """List the finished releases by their versions, the oldest first."""
    names = sorted(path.name for path in (build / RELEASES).iterdir())
    return [found for it in names if (found := find_release(build, it)) is not None]


def current_release(build: Path) -> Release:
    """Return the release that is served.

    Raises:
        SetupError: nothing has been built yet, or with another base of IRIs.
    """
    link = build / CURRENT
    if not (link / MANIFEST).is_file():
        raise SetupError(f"{link}: no release here; run kg build first")
    release = Release(link.resolve())
    if release.base != BASE:
        raise SetupError(
            f"{link}: found a release whose IRIs begin with {release.base}; expected "
            f"{BASE}, as {BASE_IRI} says: set it, or build into another folder"
        )
    return release


@contextmanager
def write_release(build: Path, version: str) -> Iterator[Path]:
    """Offer a folder to write a release in; it becomes the release when all went well.

    The folder is on the same file system as the releases, so that the rename is one
    step; an exception leaves no release and no folder.
    """
    with write_folder(build / RELEASES, version) as folder:
        yield folder


@contextmanager
def write_folder(parent: Path, name: str) -> Iterator[Path]:
    """Offer a folder that has its name only when all of it has been written.

    A name says what its folder follows from. When another process has finished the
    same meanwhile, that stays, and this is not needed.
    """
    with unfinished_folder(parent, name) as folder:
        yield folder
        _sync(folder)
        try:
            folder.rename(parent / name)
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
        _sync_folder(parent)


@contextmanager
def unfinished_folder(parent: Path, name: str) -> Iterator[Path]:
    """Offer a folder that is removed in the end, unless it has got another name.

    What a process leaves that is killed, the next one removes.
    """
    parent.mkdir(parents=True, exist_ok=True)
    _clear_unfinished(parent)
    folder = parent / f"{_UNFINISHED}{os.getpid()}-{name}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def switch(build: Path, release: Release) -> None:
    """Make a release the current one, in one step."""
    temporary = build / f".{CURRENT}-{os.getpid()}"
    with contextlib.suppress(FileNotFoundError):
        temporary.unlink()
    temporary.symlink_to(Path(RELEASES) / release.version)
    temporary.replace(build / CURRENT)
    _sync_folder(build)


def _clear_unfinished(parent: Path) -> None:
    """Remove what builds that are no longer running have left behind."""
    for folder in parent.glob(f"{_UNFINISHED}*"):
        builder = int(folder.name.removeprefix(_UNFINISHED).partition("-")[0])
        if builder != os.getpid() and not _runs(builder):
            shutil.rmtree(folder, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _sync(folder: Path) -> None:
    """Have all of a folder on the disk before its name says that it is finished."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        elif path.is_dir():
            _sync_folder(path)
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
