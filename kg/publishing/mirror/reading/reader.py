"""The reader, seen from its user: a process of its own, asked, ended and replaced."""

import asyncio
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import orjson

from kg.errors import KgError
from kg.publishing.mirror.reading.page import Dataset, Page, Sort, Stream
from kg.rdf.formats import Format
from kg.store.limits import Limits, Sandbox
from kg.store.processes.frames import Say, faulted, frame
from kg.store.processes.job import Fields, write_job
from kg.store.processes.process import Frame, Origin, Worker

PROGRAM = "kg.publishing.mirror.reading.process"
_LIMITS = Limits(seconds=120.0, memory_mb=2048, sandbox=Sandbox.AUTO)


class UnreadableError(KgError):
    """What was fetched cannot be read: its form is not what it should be."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is sought in a document: a page of a known stream, or whatever it is.

    `member` is the one member that is sought there, None for all that the page names.
    """

    stream: Stream | None = None
    member: str | None = None


ANYTHING = Sought()


class Reader:
    """Has documents read, one after the other, in a process of their own.

    To be closed; used as a context it closes itself.
    """

    def __init__(self, limits: Limits = _LIMITS) -> None:
        """Bound each reading: the seconds between two blocks of what is read."""
        self._limits = limits
        self._runner = asyncio.Runner()
        self._worker: Worker | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @property
    def filtered(self) -> bool:
        """Whether the process that reads now has neither network nor files to write."""
        return self._worker is not None and self._worker.filtered

    def close(self) -> None:
        """End the process."""
        self._end()
        self._runner.close()

    def page(
        self, content: bytes, written: Format, url: str, sought: Sought
    ) -> "Found":
        """Read a document.

        Raises:
            UnreadableError: it is not in its format, or breaks what reads it.
        """
        stream = sought.stream
        fields = {
            "task": "page",
            "format": written.name,
            "base": url,
            "stream": None if stream is None else orjson.dumps(asdict(stream)).decode(),
            "member": sought.member,
        }
        return Found(orjson.loads(b"".join(self._read(fields, content))))

    def quads(
        self, path: Path, written: Format, url: str, most: int
    ) -> Iterator[bytes]:
        """Yield a file, which may be packed, as blocks of N-Quads.

        Raises:
            UnreadableError: see `page`; or it has more bytes than `most`.
        """
        fields = {
            "task": "quads",
            "format": written.name,
            "base": url,
            "path": str(path.resolve()),
            "most": str(most),
        }
        return self._read(fields, b"")

    def _read(self, fields: Fields, content: bytes) -> Iterator[bytes]:
        worker = self._ready()
        worker.ask(frame(Say.ASK, write_job(fields, content)))
        kind = Say.BLOCK
        try:
            while kind is Say.BLOCK:
                kind, block = self._next(worker, fields["base"] or "")
                if kind is Say.FAULT:
                    raise UnreadableError(str(faulted(block)))
                yield block
        finally:
            if kind in (Say.BLOCK, Say.END):
                self._end()

    def _next(self, worker: Worker, where: str) -> Frame:
        """Wait for a block.

        Raises:
            UnreadableError: it is late, or the process has ended.
        """
        try:
            found = worker.next_frame() or self._runner.run(
                asyncio.wait_for(worker.frame(), self._limits.seconds)
            )
        except TimeoutError:
            seconds = f"{self._limits.seconds:g}"
            message = f"{where}: found what is not read in {seconds} seconds"
            raise UnreadableError(f"{message}; expected less of it") from None
        if found is None:
            message = f"{where}: found what breaks its reader, nested or large"
            raise UnreadableError(f"{message}; expected plain RDF")
        return found

    def _ready(self) -> Worker:
        if self._worker is None or not self._worker.alive:
            self._end()
            origin = Origin(Path(os.sep), PROGRAM)
            self._worker = Worker(origin, lambda _: None, PROGRAM)
            self._runner.run(self._worker.start(self._limits))
        return self._worker

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()
            self._runner.run(worker.wait())


class Found:
    """What a document was found to be."""

    def __init__(self, members: dict[str, Any]) -> None:
        """Take what the reader wrote."""
        self.sort = Sort(members["sort"])
        self._members = members

    @property
    def page(self) -> Page:
        """The page of a stream."""
        return Page.read(self._members["page"])

    @property
    def datasets(self) -> list[Dataset]:
        """The datasets of a catalogue."""
        return [Dataset.read(it) for it in self._members["datasets"]]

    @property
    def following(self) -> str:
        """Where a catalogue goes on, "" where it does not."""
        return str(self._members["next"])
