"""Unpacking a bundle: once, into a folder that is complete when it has its name.

Nothing of a file is believed: parts are those that its head names, of their size and
digest, at paths below one folder; what is more than that, or of another kind, ends it.
"""

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from kg.errors import SetupError
from kg.publishing.bundle.archive import Reader, opened
from kg.publishing.bundle.contents import (
    EDITION,
    FILE,
    MERGED,
    NAMED,
    PACKED,
    QUERIES,
    BundleError,
    Contents,
    Part,
)
from kg.publishing.bundle.loading import load
from kg.publishing.bundle.packing import SIGNED, Step
from kg.publishing.changes.packing import unpacked
from kg.publishing.manifest import write_json
from kg.publishing.release import MANIFEST, RELEASES, Release, switch, write_folder
from kg.publishing.signing import PublicKey, SignatureError

BUILD = "build"

_MOST_HEAD = 1 << 24
_MOST_SIGNATURE = 1 << 12
_NAME = 12
_PIECE = 1 << 20
_STORE_FOR_ITS_DUMPS = 1.2
"""A store takes as many bytes as the dumps that it is loaded from, and some more."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What is asked of a stranger's bundle.

    Attributes:
        key: whose signature it has to have, None for nobody's.
        most: bytes that it may have when it is unpacked.
    """

    key: PublicKey | None
    most: int


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The folder of a bundle that has been unpacked, and what it holds."""

    folder: Path
    contents: Contents

    @property
    def build(self) -> Path:
        """Where its release is, as a project has it."""
        return self.folder / BUILD

    @property
    def queries(self) -> Path:
        """Where its questions are."""
        return self.folder / QUERIES


def unpack(bundle: Path, into: Path, trust: Trust, step: Step) -> Unpacked:
    """Unpack a bundle, unless it has been unpacked here before.

    Args:
        bundle: the file.
        into: the folder that has one for each bundle.
        trust: what is asked of it.
        step: told of each stage.

    Raises:
        BundleError: it is none, or not what it says.
        SignatureError: it is not signed as it has to be.
        SetupError: there is no room for it.
    """
    with opened(bundle) as archive:
        contents, name = _head(archive, str(bundle), trust.key)
        folder = into / name
        if not folder.is_dir():
            _require_room(contents, into, trust.most, str(bundle))
            _unpack(archive, contents, folder, step)
    return Unpacked(folder, contents)


def _head(archive: Reader, where: str, key: PublicKey | None) -> tuple[Contents, str]:
    """Read what a bundle holds, and the name of its folder, which no other has.

    Raises:
        BundleError: it is no bundle.
        SignatureError: the signature that has to be there is not, or does not fit.
    """
    head = _whole(archive, FILE, _MOST_HEAD, where)
    contents = Contents.read(head, where)
    signature = ""
    if contents.signed:
        signature = _whole(archive, SIGNED, _MOST_SIGNATURE, where).decode(
            "utf-8", "replace"
        )
    if key is not None and not signature:
        raise SignatureError(
            f"{where}: found no signature; expected one by --public-key"
        )
    if key is not None:
        key.verify(head, signature, where)
    digest = hashlib.sha256(head).hexdigest()[:_NAME]
    return contents, f"{contents.version}-{contents.audience}-{digest}"


def _whole(archive: Reader, name: str, most: int, where: str) -> bytes:
    size = archive.begin(name)
    if size > most:
        raise BundleError(where, f"{size} bytes of {name}", f"{most} at most")
    return b"".join(archive.pieces(size))


def _require_room(contents: Contents, into: Path, most: int, where: str) -> None:
    """See, before anything is written, that all of it may be and can be.

    Raises:
        BundleError: it is larger than is allowed.
        SetupError: the disk has no room for it.
    """
    if contents.size > most:
        found = f"{contents.size} bytes when unpacked"
        raise BundleError(where, found, f"{most} at most (KG_BUNDLE_MB)")
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    dumps = contents.part(NAMED).size + contents.part(MERGED).size
    needed = int(contents.size + dumps * _STORE_FOR_ITS_DUMPS)
    free = shutil.disk_usage(into).free
    if needed > free:
        raise SetupError(f"{into}: found {free} bytes free; expected {needed}")


def _unpack(archive: Reader, contents: Contents, folder: Path, step: Step) -> None:
    try:
        with write_folder(folder.parent, folder.name) as unfinished:
            _write(archive, contents, _Places(unfinished, contents), step)
    except OSError:
        if not folder.is_dir():  # another process was here first
            raise


@dataclass(frozen=True, slots=True)
class _Places:
    """Where parts go: as a project has them."""

    folder: Path
    contents: Contents

    @property
    def release(self) -> Path:
        return self.folder / BUILD / RELEASES / self.contents.version

    @property
    def edition(self) -> Path:
        return self.release / self.contents.audience.value

    def of(self, path: str) -> Path:
        """Return the place of a part, whose path has been looked at (`Part`)."""
        top, _slash, rest = path.partition("/")
        return (self.edition if top == EDITION else self.folder / QUERIES) / rest


def _write(archive: Reader, contents: Contents, places: _Places, step: Step) -> None:
    step(f"unpacking and checking {contents.size / 1e6:,.0f} MB")
    where = archive.where
    for part in contents.archived:
        size = archive.begin(part.path)
        if size != part.size:
            raise BundleError(where, f"{size} bytes of {part.path}", f"{part.size}")
        _keep(places, part, archive.pieces(size), where)
    archive.end()
    for part in contents.made:
        _keep(
            places, part, _made(places.of(f"{part.path}{PACKED}"), part, where), where
        )
    _require_same(places, where)
    step("loading the store")
    load(places.edition / "store", places.of(NAMED), places.of(MERGED), where)
    _write_manifest(places)
    switch(places.folder / BUILD, Release(places.release))


def _write_manifest(places: _Places) -> None:
    """Write what the whole release would say, of the little that an edition knows."""
    inside = orjson.loads((places.edition / MANIFEST).read_bytes())
    known = {name: inside[name] for name in ("base",) if name in inside}
    contents = places.contents
    manifest = {**known, "version": contents.version, "time": contents.time}
    write_json(places.release / MANIFEST, manifest)


def _keep(places: _Places, part: Part, pieces: Iterable[bytes], where: str) -> None:
    """Write a part to its place.

    Raises:
        BundleError: it is not what has been said of it.
    """
    path = places.of(part.path)
    path.parent.mkdir(parents=True, exist_ok=True)
    sums = hashlib.sha256()
    with path.open("xb") as file:
        for piece in pieces:
            sums.update(piece)
            file.write(piece)
    if sums.hexdigest() != part.sha256:
        raise BundleError(where, f"other bytes in {part.path}", "those of its SHA-256")


def _made(packed: Path, part: Part, where: str) -> Iterator[bytes]:
    """Yield what a packed part holds: no more than has been said.

    Raises:
        BundleError: it holds more, or cannot be unpacked.
    """
    left = part.size
    with unpacked(packed) as file:
        while piece := file.read(_PIECE):
            left -= len(piece)
            if left < 0:
                raise BundleError(where, f"more in {packed.name}", f"{part.size} bytes")
            yield piece


def _require_same(places: _Places, where: str) -> None:
    """See that the edition is the one that the head names.

    Raises:
        BundleError: it is another.
    """
    contents = places.contents
    try:
        manifest = orjson.loads((places.edition / MANIFEST).read_bytes())
        said = manifest["version"], manifest["audience"]
    except (ValueError, KeyError, TypeError) as error:
        raise BundleError(where, f"no {error}", "the manifest of an edition") from error
    if said != (contents.version, contents.audience.value):
        expected = f"release {contents.version} for {contents.audience}"
        raise BundleError(where, f"release {said[0]} for {said[1]}", expected)
