"""The contents of a bundle: its parts in their order, with size and SHA-256 of each.

They stand at the head of the file and are what is signed; whatever the file has beside
what they name is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Self

import orjson

from kg.errors import InputError
from kg.publishing.audience import Audience
from kg.publishing.release import is_version

FILE = "bundle.json"
FORM = 1
"""Which form of bundle this is; whoever reads one must know it."""

EDITION, QUERIES = "edition", "queries"
"""What the paths of parts begin with: an audience's edition, and questions."""

PACKED = ".zst"
NAMED, MERGED = "edition/dumps/graph.nq", "edition/dumps/merged.nt"
NEEDED = ("edition/manifest.json", NAMED, MERGED)

_PATH = re.compile(rf"(?:{EDITION}|{QUERIES})(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)+")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_LONGEST_PATH = 80
_SHOWN = 60


class BundleError(InputError):
    """A file is no bundle, or not all that it says it is."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a bundle: its path, its size in bytes and its SHA-256.

    `made` says that the archive does not have it: it is what `path.zst`, another part,
    holds.
    """

    path: str
    size: int
    sha256: str
    made: bool = False

    def __post_init__(self) -> None:
        """See that the path leads nowhere else, whoever wrote it.

        Raises:
            ValueError: a member cannot be what it says.
        """
        if len(self.path) > _LONGEST_PATH or not _PATH.fullmatch(self.path):
            raise ValueError(f"the path {shown(self.path)}")
        if not _DIGEST.fullmatch(self.sha256):
            raise ValueError(f"the digest {shown(self.sha256)}")
        if self.size < 0:
            raise ValueError(f"the size {shown(str(self.size))}")

    @classmethod
    def read(cls, members: Any) -> Self:  # noqa: ANN401 - JSON
        """Read what the head of a bundle says of it.

        Raises:
            ValueError: it is not what a head says.
        """
        path, size, sha256 = members["path"], members["size"], members["sha256"]
        made = {"made": True} if members.get("made") is True else {}
        said = {"path": str(path), "size": size, "sha256": str(sha256), **made}
        if members != said or type(size) is not int:
            raise ValueError(f"the part {shown(str(members))}")
        return cls(path, size, sha256, bool(made))

    def members(self) -> dict[str, Any]:
        """List what the head of a bundle says of it."""
        made = {"made": True} if self.made else {}
        return {"path": self.path, "size": self.size, "sha256": self.sha256, **made}


@dataclass(frozen=True, slots=True)
class Contents:
    """What a bundle holds, of which release and for whom."""

    version: str
    audience: Audience
    time: str
    signed: bool
    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        """How many bytes its parts have when all is unpacked."""
        return sum(part.size for part in self.parts)

    @property
    def archived(self) -> Iterator[Part]:
        """The parts that the archive has, in the order in which it has them."""
        return (part for part in self.parts if not part.made)

    @property
    def made(self) -> Iterator[Part]:
        """The parts that are made of others."""
        return (part for part in self.parts if part.made)

    def part(self, path: str) -> Part:
        """Return a part that is there."""
        return next(part for part in self.parts if part.path == path)

    def json(self) -> bytes:
        """Write the head of a bundle, the same bytes every time."""
        members = {
            "bundle": FORM,
            "version": self.version,
            "audience": self.audience.value,
            "time": self.time,
            "signed": self.signed,
            "parts": [part.members() for part in self.parts],
        }
        options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        return orjson.dumps(members, option=options)

    @classmethod
    def read(cls, content: bytes, where: str) -> Self:
        """Read the head of a bundle, which may come from a stranger.

        Raises:
            BundleError: it is none, or its parts cannot be those of a bundle.
        """
        try:
            found = cls._read(orjson.loads(content))
        except KeyError as error:
            raise BundleError(where, f"no {error} in {FILE}", "one") from error
        except (TypeError, ValueError, AttributeError) as error:
            message = shown(str(error))
            raise BundleError(where, message, f"a {FILE} of kg bundle") from error
        found._see_parts(where)
        return found

    @classmethod
    def _read(cls, members: Any) -> Self:  # noqa: ANN401 - JSON
        if members["bundle"] != FORM:
            raise ValueError(f"the form {shown(str(members['bundle']))}")
        if not is_version(members["version"]):
            raise ValueError(f"the version {shown(str(members['version']))}")
        return cls(
            version=members["version"],
            audience=Audience(members["audience"]),
            time=str(members["time"]),
            signed=members["signed"] is True,
            parts=tuple(Part.read(part) for part in members["parts"]),
        )

    def _see_parts(self, where: str) -> None:
        """See that each part comes once, and that those are there which are needed.

        Raises:
            BundleError: it is not so.
        """
        paths = [part.path for part in self.parts]
        for before, after in pairwise(paths):
            if before >= after:
                found = f"{after} after {before}"
                raise BundleError(where, found, "each part once, in order")
        archived = {part.path for part in self.archived}
        origins = (f"{part.path}{PACKED}" for part in self.made)
        for path in (*(set(NEEDED) - set(paths)), *origins):
            if path not in archived:
                raise BundleError(where, f"no {path}", "what a service needs")


def shown(text: str) -> str:
    """Write what a stranger wrote on one line, and not all of it."""
    line = "".join(it if it.isprintable() else repr(it)[1:-1] for it in text)
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
