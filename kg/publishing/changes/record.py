"""The record of a release's changes: its files, and its link in the chain of releases.

The value of a link is the SHA-256 of the value before it, of the digest of the dump and
of that of the files of changes. Whoever has followed every release can work out the
same value; whoever missed one, or was given another, cannot.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import orjson

from kg.errors import UnexpectedValueError
from kg.publishing.changes.entities import Change
from kg.publishing.release import MANIFEST

FOLDER = "changes"
DUMP = "graph.nq"
DELTA = "delta.zst"
TABLE = "changes.csv"
PIECES = "pieces.sha256"
"""The list of the pieces of the dump, see `kg.publishing.changes.cutting`."""

KEY = "changes"
"""The member of an audience's manifest that has the record."""

ADDED = "quads_added"
REMOVED = "quads_removed"
"""What is counted besides the things that changed."""

_DIGEST = re.compile(r"[0-9a-f]{64}")

BEGINNING = "0" * 64
"""What stands before the first link of a chain."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of changes: its digest and its size in bytes."""

    sha256: str
    size: int

    @classmethod
    def read(cls, sha256: str, size: int) -> Self:
        """Read what a stranger may have written: a digest is to name a file.

        Raises:
            ValueError: the one is no digest, or the other no size.
        """
        if not _DIGEST.fullmatch(sha256) or size < 0:
            raise ValueError(sha256)
        return cls(sha256, size)


@dataclass(frozen=True, slots=True)
class Previous:
    """The release before: its version, the digest of its dump and its link."""

    version: str
    dump: str
    chain: str


@dataclass(frozen=True, slots=True)
class Record:
    """What changed in a release for an audience, as its manifest has it.

    `signature` is one of `statement` in minisign's form, "" when nobody signed it.
    """

    version: str
    time: str
    audience: str
    previous: Previous | None
    dump: File
    files: Mapping[str, File]
    counts: Mapping[str, int]
    signature: str = ""

    @property
    def statement(self) -> bytes:
        """What is signed: which link is that of which release."""
        lines = (self.version, self.audience, self.chain)
        return "".join(f"{line}\n" for line in lines).encode()

    @property
    def digest(self) -> str:
        """The SHA-256 of the list of files of changes, as `sha256sum` writes it."""
        listed = (f"{it.sha256}  {name}\n" for name, it in sorted(self.files.items()))
        return hashlib.sha256("".join(listed).encode()).hexdigest()

    @property
    def chain(self) -> str:
        """The link of this release in the chain."""
        before = BEGINNING if self.previous is None else self.previous.chain
        links = f"{before}\n{self.dump.sha256}\n{self.digest}\n"
        return hashlib.sha256(links.encode()).hexdigest()

    @property
    def pages(self) -> int:
        """How many pages of members there are."""
        return sum(name.isdigit() for name in map(page_number, self.files))

    def count(self, change: Change) -> int:
        """Count the things that had a change."""
        return self.counts[change.value]

    def members(self) -> dict[str, Any]:
        """List what a manifest has of this."""
        return {
            "version": self.version,
            "time": self.time,
            "audience": self.audience,
            "previous": None if self.previous is None else _plain(self.previous),
            "dump": _plain(self.dump),
            "counts": dict(self.counts),
            "files": {name: _plain(it) for name, it in sorted(self.files.items())},
            "digest": self.digest,
            "chain": self.chain,
            **({"signature": self.signature} if self.signature else {}),
        }

    @classmethod
    def read(cls, members: object, where: str) -> Self:
        """Read a record, which may come from a stranger.

        Raises:
            UnexpectedValueError: it is not one, or its link is not what follows.
        """
        try:
            record = cls._read(members)
            stated = members["chain"]  # type: ignore[index]  # read just now
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise UnexpectedValueError(where, repr(error), "a record of changes") from (
                error
            )
        if record.chain != stated:
            found = f"the link {stated} of release {record.version}"
            raise UnexpectedValueError(where, found, f"{record.chain}, which follows")
        return record

    @classmethod
    def _read(cls, members: Any) -> Self:  # noqa: ANN401 - JSON
        before = members["previous"]
        return cls(
            version=_word(members["version"]),
            time=_word(members["time"]),
            audience=_word(members["audience"]),
            previous=None if before is None else Previous(**before),
            dump=File.read(**members["dump"]),
            files={
                _word(name): File.read(**it) for name, it in members["files"].items()
            },
            counts={change.value: 0 for change in Change} | members["counts"],
            signature=_word(members.get("signature", "")),
        )


def page_name(number: int) -> str:
    """Name the file of a page of members; numbers begin with 1."""
    return f"members-{number:06}.nt.zst"


def page_number(name: str) -> str:
    """Read the number in the name of a page of members, "" for another file."""
    inner = name.removeprefix("members-").removesuffix(".nt.zst")
    return inner if name == f"members-{inner}.nt.zst" else ""


def _plain(it: File | Previous) -> dict[str, Any]:
    return {name: getattr(it, name) for name in it.__slots__}


def _word(value: object) -> str:
    if isinstance(value, str):
        return value
    raise TypeError(value)


def read_record(folder: Path) -> Record | None:
    """Read the record of an audience's folder; None in a release from before there was.

    Raises:
        UnexpectedValueError: the manifest has been changed.
    """
    path = folder / MANIFEST
    members = orjson.loads(path.read_bytes()).get(KEY)
    return None if members is None else Record.read(members, str(path))
