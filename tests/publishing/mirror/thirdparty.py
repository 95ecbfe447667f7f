"""Publishers who are not us, as real servers on this machine."""

import gzip
import hashlib
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import zstandard


@dataclass(frozen=True)
class Sent:
    """What is sent from an address."""

    body: bytes
    type: str = "text/turtle"
    cache: str = ""
    etag: bool = True
    modified: str = ""
    status: int = 200
    location: str = ""
    cut: int = 0

    @property
    def tag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:12]}"' if self.etag else ""


@dataclass
class Publisher:
    """What a server sends, and what it was asked for."""

    url: str = ""
    sent: dict[str, Sent] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def put(self, path: str, text: str, **how: object) -> None:
        """Publish a text, with `{site}` for the address of the server."""
        body = text.replace("{site}", self.url).encode()
        self.sent[path] = Sent(body, **how)  # type: ignore[arg-type]

    def take(self) -> list[str]:
        """Give what was asked for, and forget it."""
        asked, self.asked = self.asked, []
        return asked


def packed(text: str, form: str) -> bytes:
    """Pack a text."""
    content = text.encode()
    return gzip.compress(content, mtime=0) if form == "gz" else _zstd(content)


def _zstd(content: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(content)


class _Server(http.server.ThreadingHTTPServer):
    publisher: Publisher


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def publisher(self) -> Publisher:
        assert isinstance(self.server, _Server)
        return self.server.publisher

    def do_GET(self) -> None:
        self.publisher.asked.append(self.path)
        self.publisher.headers.append(dict(self.headers))
        known = self.publisher.sent
        sent = known.get(self.path, Sent(b"", "text/html", status=404))
        if sent.cut:
            known[self.path] = replace(sent, cut=0)
        self._answer(sent)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""

    def _answer(self, sent: Sent) -> None:
        if self._is_known(sent):
            self._begin(304, sent, 0)
            return
        start = self._start(sent)
        if start is None:
            self._begin(sent.status, sent, len(sent.body))
            self._write(sent.body, sent.cut)
        elif start < len(sent.body):
            body = sent.body[start:]
            self._begin(206, sent, len(body), f"{start}-{len(sent.body) - 1}")
            self._write(body, sent.cut)
        else:
            self._begin(416, sent, 0, "*")

    def _is_known(self, sent: Sent) -> bool:
        tag, time = map(self.headers.get, ("If-None-Match", "If-Modified-Since"))
        return tag == sent.tag != "" or time == sent.modified != ""

    def _start(self, sent: Sent) -> int | None:
        asked = self.headers.get("Range")
        if asked is None:
            return None
        if self.headers.get("If-Range") not in (sent.tag, sent.modified):
            return None
        return int(asked.removeprefix("bytes=").removesuffix("-"))

    def _begin(self, status: int, sent: Sent, size: int, part: str = "") -> None:
        self.send_response(status)
        for name, value in (
            ("Content-Type", sent.type),
            ("Cache-Control", sent.cache),
            ("ETag", sent.tag),
            ("Last-Modified", sent.modified),
            ("Location", sent.location.replace("{site}", self.publisher.url)),
            ("Content-Range", f"bytes {part}/{len(sent.body)}" if part else ""),
            ("Content-Length", str(size)),
        ):
            if value:
                self.send_header(name, value)
        self.end_headers()

    def _write(self, body: bytes, cut: int) -> None:
        try:
            self.wfile.write(body[:cut] if cut else body)
        except OSError:
            self.close_connection = True  # whoever asked has been killed
        if cut:
            self.close_connection = True


@contextmanager
def publishing() -> Iterator[Publisher]:
    """Serve what a publisher sends, with tags and ranges, on a free port."""
    server = _Server(("127.0.0.1", 0), _Handler)
    publisher = Publisher(f"http://127.0.0.1:{server.server_address[1]}")
    server.publisher = publisher
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
