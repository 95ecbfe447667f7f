"""Fetching politely: what has not changed is not sent, what broke off goes on.

Whoever says when to come back is obeyed; a server that fails is asked again a few
times, each time later. One connection is used, and one request at a time.
"""

import datetime
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from typing import IO, TypeVar

import httpx

from kg.errors import KgError
from kg.publishing.changes.record import File
from kg.publishing.mirror.answer import Answer, Document
from kg.publishing.mirror.forms import ACCEPT

T = TypeVar("T")

TRIES = 6
"""How often something is asked before it is given up."""

LONGEST = 300.0
"""Seconds that are waited for a server that says when to come back."""

MOST_BYTES = 64 << 20
"""How large a document may be that is held in memory."""

_LATER = frozenset(
    {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
_HOPELESS = (
    *(httpx.UnsupportedProtocol, httpx.TooManyRedirects, httpx.DecodingError),
    httpx.InvalidURL,
)
"""What is as it is, however often it is asked."""

_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


SLOWEST = datetime.timedelta(minutes=10)
"""How long a document may take that is held in memory."""


class UnreachableError(KgError):
    """What is to be copied cannot be had just now; `status` is what was answered."""

    def __init__(self, message: str, status: int | None = None) -> None:
        """Keep the status beside the message."""
        super().__init__(message)
        self.status = status


class NotAnnouncedError(KgError):
    """What was sent is not what was announced: nothing of it is kept."""


class TooLargeError(NotAnnouncedError):
    """A document has more bytes than one may have that is held in memory."""


@dataclass(slots=True)
class Fetcher:
    """Asks by a client of the caller's, and counts the bytes that were sent.

    `wait` is told for how many seconds to do nothing, `now` the time; after `ends`
    nothing is asked any more.
    """

    client: httpx.Client
    wait: Callable[[float], None]
    now: Callable[[], datetime.datetime]
    moved: int = field(default=0)
    ends: datetime.datetime | None = None

    def count(self, size: int) -> None:
        """Count bytes that came.

        Raises:
            UnreachableError: it is too late for more.
        """
        self.moved += size
        if self.ends is not None and self.now() > self.ends:
            raise UnreachableError("the time is up; the next pull goes on from here")

    def get(
        self, url: str, accept: str = "application/json", tag: str = ""
    ) -> Answer | None:
        """Fetch something small, unless it is what is had by its tag; None: it is gone.

        Raises:
            UnreachableError: the server fails, refuses, or cannot be reached.
        """
        headers = {"Accept": accept}
        if tag:
            headers["If-None-Match"] = tag
        found = self.persist(url, lambda: self._get(url, headers))
        return None if found is None else Answer(found.content, found.etag or tag)

    def document(
        self, url: str, etag: str = "", modified: str = "", accept: str = ACCEPT
    ) -> Document | None:
        """Fetch a document, unless it is what is had by its tags; None: it is gone.

        Raises:
            UnreachableError: see `get`.
            TooLargeError: it is too large to be held in memory.
        """
        headers = {"Accept": accept}
        if etag:
            headers["If-None-Match"] = etag
        if modified:
            headers["If-Modified-Since"] = modified
        return self.persist(url, lambda: self._get(url, headers))

    def _get(self, url: str, headers: Mapping[str, str]) -> Document | None:
        with self.client.stream("GET", url, headers=dict(headers)) as response:
            if response.status_code == HTTPStatus.NOT_MODIFIED:
                return Document.of(response, None)
            if response.status_code in _GONE:
                return None
            response.raise_for_status()
            return Document.of(response, self._content(response))

    def _content(self, response: httpx.Response) -> bytes:
        """Read a body, as long as it is not too large; what is packed is unpacked."""
        content = bytearray()
        ends = self.now() + SLOWEST
        try:
            _require_small(response, int(response.headers.get("content-length", "0")))
            for block in response.iter_bytes():
                content += block
                _require_small(response, len(content))
                if self.now() > ends:
                    raise UnreachableError(f"{response.url}: not within {SLOWEST}")
        finally:
            self.count(response.num_bytes_downloaded)
        return bytes(content)

    def size(self, url: str) -> int:
        """Ask how large a file is.

        Raises:
            UnreachableError: see `get`.
            NotAnnouncedError: the server does not say.
        """
        response = self.persist(url, lambda: self._head(url))
        size = response.headers.get("content-length", "")
        if not size.isdigit():
            raise NotAnnouncedError(f"{url}: found no Content-Length; expected one")
        return int(size)

    def _head(self, url: str) -> httpx.Response:
        response = self.client.head(url, headers={"Accept-Encoding": "identity"})
        response.raise_for_status()
        return response

    def download(self, url: str, to: Path, announced: File) -> None:
        """Fetch a file, from where an earlier attempt broke off.

        Raises:
            UnreachableError: see `get`.
            NotAnnouncedError: the file has not the size and digest it should have.
        """
        part = to.with_name(f"{to.name}.part")
        self.persist(url, lambda: self._go_on(url, part, announced))
        with part.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest != announced.sha256:
            part.unlink()
            message = f"{url}: found SHA-256 {digest}; expected {announced.sha256}"
            raise NotAnnouncedError(message)
        part.rename(to)

    def _go_on(self, url: str, part: Path, announced: File) -> None:
        """Fetch what is missing of a file; the digest is its tag here."""
        have = part.stat().st_size if part.exists() else 0
        if have >= announced.size > 0:
            return
        headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
        if have:
            headers["Range"] = f"bytes={have}-"
            headers["If-Range"] = f'"{announced.sha256}"'
        with self.client.stream("GET", url, headers=headers) as response:
            response.raise_for_status()
            more = response.status_code == HTTPStatus.PARTIAL_CONTENT
            with part.open("ab" if more else "wb") as file:
                self._copy(response, file, announced)

    def _copy(self, response: httpx.Response, file: IO[bytes], announced: File) -> None:
        for block in response.iter_raw():
            file.write(block)
            self.count(len(block))
            if file.tell() > announced.size:
                file.truncate(0)
                message = f"{response.url}: found more than {announced.size} bytes"
                raise NotAnnouncedError(f"{message}; expected no more")

    def persist(self, url: str, ask: Callable[[], T]) -> T:
        """Ask until there is an answer, a few times at most.

        Raises:
            UnreachableError: there is none.
        """
        for attempt in range(TRIES):
            self.count(0)
            status = None
            try:
                return ask()
            except httpx.HTTPStatusError as error:
                pause = self._pause(error.response, attempt)
                status = error.response.status_code
                reason = f"{status}"
            except _HOPELESS as error:
                reason = f"{type(error).__name__} {error}"
                raise UnreachableError(f"{url}: {reason}") from error
            except httpx.TransportError as error:
                pause, reason = _longer(attempt), f"{type(error).__name__} {error}"
            if pause is None or attempt == TRIES - 1:
                raise UnreachableError(f"{url}: {reason}", status)
            self.wait(pause)
        raise UnreachableError(url)

    def _pause(self, response: httpx.Response, attempt: int) -> float | None:
        """Return how long to wait before asking again; None: not at all."""
        if response.status_code not in _LATER:
            return None
        asked = response.headers.get("retry-after")
        if asked is None:
            return _longer(attempt)
        seconds = self._seconds(asked)
        return seconds if seconds <= LONGEST else None

    def _seconds(self, text: str) -> float:
        """Read `Retry-After`, which is in seconds or a time; nonsense is a minute."""
        if text.isascii() and text.isdigit():
            return float(text)
        try:
            return max((parsedate_to_datetime(text) - self.now()).total_seconds(), 0.0)
        except (ValueError, TypeError, OverflowError):
            return 60.0


def _longer(attempt: int) -> float:
    return float(2**attempt)


def _require_small(response: httpx.Response, size: int) -> None:
    if size > MOST_BYTES:
        message = f"{response.url}: found more than {MOST_BYTES} bytes"
        raise TooLargeError(f"{message}; expected no more")
