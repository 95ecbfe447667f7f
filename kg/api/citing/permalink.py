"""Permalinks: a query, the graphs it runs over and the release that answers, by a hash.

The hash is of what it stands for, so that nobody can make it stand for something else:
a record that does not match its name is none. A record is data; its query is read as
any stranger's is before it runs.
"""

import hashlib
import logging
import os
import re
from base64 import b32encode
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import orjson

from kg.api.errors import BodyTooLargeError, NoRoomError
from kg.errors import NotInGraphError
from kg.store.protocol import Dataset

log = logging.getLogger(__name__)

LONGEST = 16_384
"""Bytes of a record, nearly all of them those of its query."""

_KEY = re.compile(r"[a-z2-7]{32}")


@dataclass(frozen=True, slots=True)
class Permalink:
    """What is cited.

    `title` is that of a question of the library, for strangers may not choose what we
    are cited with; `issued` is the time of the release (RFC 3339).
    """

    title: str
    query: str
    dataset: Dataset
    release: str
    audience: str
    issued: str

    def write(self) -> bytes:
        """Write the record; equal ones have equal bytes."""
        fields = {
            "title": self.title,
            "query": self.query,
            "default": self.dataset.default,
            "named": self.dataset.named,
            "release": self.release,
            "audience": self.audience,
            "issued": self.issued,
        }
        return orjson.dumps(fields, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)

    @property
    def key(self) -> str:
        """The name of the record: 160 bits of the hash of what it says."""
        digest = hashlib.sha256(self.write()).digest()[:20]
        return b32encode(digest).decode().lower()


class Permalinks:
    """The records of a folder, up to so many; a new one is refused when it is full."""

    def __init__(self, folder: Path, most: int) -> None:
        """Read nothing yet."""
        self._folder = folder / "permalinks"
        self._most = most
        self._count: int | None = None
        self._writing = Lock()

    def find(self, key: str) -> Permalink:
        """Return what a key stands for; for code in threads.

        Raises:
            NotInGraphError: it stands for nothing that is known here.
        """
        if _KEY.fullmatch(key) is None:
            raise NotInGraphError("no permalink is written so: it has 32 letters")
        try:
            content = self._path(key).read_bytes()
        except OSError:
            raise NotInGraphError(f"no permalink {key} was made here") from None
        found = _read(content)
        if found is None or found.key != key:
            log.error("the record of permalink %s has been changed", key)
            raise NotInGraphError(f"the record of permalink {key} is damaged")
        return found

    def keep(self, permalink: Permalink) -> str:
        """Keep a record, and return its key; for code in threads.

        Raises:
            BodyTooLargeError: it is too long.
            NoRoomError: there are as many as may be, or the disk takes none.
        """
        content, key = permalink.write(), permalink.key
        if len(content) > LONGEST:
            raise BodyTooLargeError(f"a permalink has at most {LONGEST} bytes")
        with self._writing:
            if not self._path(key).exists():
                self._add(self._path(key), content)
        return key

    def _add(self, path: Path, content: bytes) -> None:
        if self._count is None:
            self._count = sum(1 for _ in self._folder.glob("*/*.json"))
        if self._count >= self._most:
            raise NoRoomError(f"no more than {self._most} permalinks are kept here")
        temporary = path.with_suffix(f".{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise NoRoomError(f"the permalink cannot be kept: {reason}") from error
        self._count += 1

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json"


def _read(content: bytes) -> Permalink | None:
    """Read a record, whatever stands in its file."""
    try:
        fields = orjson.loads(content)
        dataset = Dataset(tuple(fields["default"]), tuple(fields["named"]))
        title, query = str(fields["title"]), str(fields["query"])
        origin = (str(fields[name]) for name in ("release", "audience", "issued"))
        return Permalink(title, query, dataset, *origin)
    except (ValueError, KeyError, TypeError):
        return None
