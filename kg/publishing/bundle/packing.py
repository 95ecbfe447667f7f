"""Packing a bundle: all that an edition has, but what can be made of the rest."""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kg.publishing.audience import Audience
from kg.publishing.bundle.archive import Writer
from kg.publishing.bundle.contents import (
    EDITION,
    FILE,
    PACKED,
    QUERIES,
    BundleError,
    Contents,
    Part,
)
from kg.publishing.release import Release
from kg.publishing.signing import SUFFIX, SecretKey
from kg.rdf.query.catalogue import SUFFIX as QUERY

SIGNED = f"{FILE}{SUFFIX}"
"""The signature of the contents, and so of every part."""

_STORE = "store"
_PIECE = 1 << 20

Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Origin:
    """What a bundle is made of: an audience's edition of a release, and questions."""

    release: Release
    audience: Audience
    queries: Path

    @property
    def name(self) -> str:
        """The name of the file, by which nobody mistakes for whom it is."""
        return f"solidarity-graph-{self.release.version}-{self.audience}.tar.zst"

    def files(self) -> dict[str, Path]:
        """List the files by their paths in the bundle, in order.

        The store is left out: it is made of the dumps, and no two are the same.
        """
        edition = self.release.path / self.audience.value
        if not (edition / _STORE).is_dir():
            nothing = f"nothing for the audience {self.audience}"
            raise BundleError(str(self.release.path), nothing, "a release with it")
        found = {
            f"{folder}/{path.relative_to(start).as_posix()}": path
            for folder, start, which in (
                (EDITION, edition, "*"),
                (QUERIES, self.queries, f"*{QUERY}"),
            )
            for path in start.rglob(which)
            if path.is_file() and path.relative_to(start).parts[0] != _STORE
        }
        return dict(sorted(found.items()))


def pack(origin: Origin, folder: Path, key: SecretKey | None, step: Step) -> Path:
    """Write a bundle to a folder; return its path.

    Equal releases give equal bytes. The file has its name when all of it is there; one
    that is not for everybody can be read by its owner alone.

    Raises:
        BundleError: a file cannot be in a bundle, or there is nothing to bundle.
    """
    files = origin.files()
    step(f"reading {len(files)} files")
    contents = _contents(origin, files, signed=key is not None)
    step(f"packing {contents.size / 1e6:,.0f} MB")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / origin.name
    unfinished = folder / f".{path.name}-{os.getpid()}"
    try:
        with os.fdopen(_new(unfinished, origin.audience), "wb") as output:
            _write(output, contents, files, key)
            output.flush()
            os.fsync(output.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def _new(path: Path, audience: Audience) -> int:
    path.unlink(missing_ok=True)
    mode = 0o644 if audience is Audience.PUBLIC else 0o600
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)


def _contents(origin: Origin, files: dict[str, Path], *, signed: bool) -> Contents:
    manifest = origin.release.manifest(origin.audience)
    return Contents(
        version=origin.release.version,
        audience=origin.audience,
        time=str(manifest["time"]),
        signed=signed,
        parts=tuple(
            _part(name, path, made=f"{name}{PACKED}" in files)
            for name, path in files.items()
        ),
    )


def _part(name: str, path: Path, *, made: bool) -> Part:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        return Part(name, path.stat().st_size, digest, made)
    except ValueError as error:
        expected = "letters, digits, '.', '-' and '_', and no long path"
        raise BundleError(str(path), str(error), expected) from error


def _write(
    output: IO[bytes],
    contents: Contents,
    files: dict[str, Path],
    key: SecretKey | None,
) -> None:
    writer = Writer(output)
    head = contents.json()
    writer.add(FILE, len(head), [head])
    if key is not None:
        comment = f"bundle of release {contents.version} for {contents.audience}"
        signature = key.sign(head, comment).encode()
        writer.add(SIGNED, len(signature), [signature])
    for part in contents.archived:
        writer.add(part.path, part.size, _unchanged(files[part.path], part))
    writer.end()


def _unchanged(path: Path, part: Part) -> Iterator[bytes]:
    """Yield the bytes of a file, which have to be what has been said of them.

    Raises:
        BundleError: it has been changed meanwhile.
    """
    sums = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            sums.update(piece)
            yield piece
    if sums.hexdigest() != part.sha256:
        raise BundleError(str(path), "other bytes than just now", "what it was")
