"""Downloading a file that nobody announced: it goes on where it broke off, if it can.

What tells one state of the file from another is its ETag, or when it was modified; what
has begun to be fetched is gone on with only while that is the same.
"""

import hashlib
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import IO

import httpx
import orjson

from kg.publishing.mirror.fetching import Fetcher, NotAnnouncedError


@dataclass(frozen=True, slots=True)
class Tags:
    """What tells the states of a file apart; each is "" where nothing is said."""

    etag: str = ""
    modified: str = ""

    @property
    def strong(self) -> str:
        """What a range is asked with, "" when no range can be asked for."""
        return (
            self.modified if self.etag.startswith("W/") else self.etag or self.modified
        )


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that was fetched."""

    path: Path
    url: str
    type: str
    tags: Tags


@dataclass(frozen=True, slots=True)
class Download:
    """A file to be fetched into a folder; it has `most` bytes."""

    fetcher: Fetcher
    url: str
    folder: Path
    most: int

    @property
    def _part(self) -> Path:
        name = hashlib.sha256(self.url.encode()).hexdigest()[:16]
        return self.folder / f"{name}.part"

    @property
    def _note(self) -> Path:
        return self._part.with_suffix(".json")

    def run(self, known: Tags) -> Arrived | None:
        """Fetch the file, unless it is what is known; None: it has not changed.

        Raises:
            UnreachableError: it cannot be had now; what has come is gone on with later.
            NotAnnouncedError: it has more bytes than it may.
        """
        return self.fetcher.persist(self.url, lambda: self._go_on(known))

    def _go_on(self, known: Tags) -> Arrived | None:
        headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
        have, tags = self._begun()
        if have and tags.strong:
            headers |= {"Range": f"bytes={have}-", "If-Range": tags.strong}
        elif known.etag:
            headers["If-None-Match"] = known.etag
        elif known.modified:
            headers["If-Modified-Since"] = known.modified
        with self.fetcher.client.stream("GET", self.url, headers=headers) as response:
            if response.status_code == HTTPStatus.NOT_MODIFIED:
                return None
            if response.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                return self._whole(response, have)
            response.raise_for_status()
            return self._store(response, have)

    def _begun(self) -> tuple[int, Tags]:
        """Say how much has come before, and of which state of the file."""
        if not self._part.exists() or not self._note.exists():
            return 0, Tags()
        note = orjson.loads(self._note.read_bytes())
        return self._part.stat().st_size, Tags(note["etag"], note["modified"])

    def _whole(self, response: httpx.Response, have: int) -> Arrived:
        """Take what has come as the whole file, when there is nothing behind it."""
        if response.headers.get("content-range", "") != f"bytes */{have}":
            self._part.unlink()
            message = "a range that is not there"
            raise httpx.ReadError(message, request=response.request)
        return self._arrived()

    def _arrived(self) -> Arrived:
        note = orjson.loads(self._note.read_bytes())
        tags = Tags(note["etag"], note["modified"])
        return Arrived(self._part, note["url"], note["type"], tags)

    def _store(self, response: httpx.Response, have: int) -> Arrived:
        more = response.status_code == HTTPStatus.PARTIAL_CONTENT
        found = response.headers.get("content-range", "no Content-Range")
        if more and not found.startswith(f"bytes {have}-"):
            raise NotAnnouncedError(
                f"{self.url}: found {found}; expected bytes {have}-"
            )
        with self._part.open("ab" if more else "wb") as file:
            if not more:
                self._note.write_bytes(orjson.dumps(_note_of(response)))
            self._copy(response, file)
        return self._arrived()

    def _copy(self, response: httpx.Response, file: IO[bytes]) -> None:
        for block in response.iter_raw():
            file.write(block)
            self.fetcher.count(len(block))
            if file.tell() > self.most:
                file.truncate(0)
                message = f"{self.url}: found more than {self.most} bytes"
                raise NotAnnouncedError(f"{message}; expected no more: see --most-mb")


def _note_of(response: httpx.Response) -> dict[str, str]:
    """Write down which state of a file is being fetched."""
    names = {"etag": "etag", "modified": "last-modified", "type": "content-type"}
    said = {name: response.headers.get(it, "") for name, it in names.items()}
    return {**said, "url": str(response.url)}
