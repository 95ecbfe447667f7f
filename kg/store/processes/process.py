"""One worker process, seen from its parent: started, asked, listened to, killed."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import kg
from kg.errors import SetupError
from kg.rdf.namespaces import BASE
from kg.settings import BASE_IRI
from kg.store.limits import Limits
from kg.store.processes.duty import write_duty
from kg.store.processes.frames import HEADER, Say, faulted, frame
from kg.store.processes.processors import processors

_ROOT = Path(kg.__file__).parent.parent
_HELD = 1_048_576
"""Bytes that are taken from a worker before its reader has taken them from us."""

_MALLOC = {
    "arena_max": 2,
    "tcache_count": 1000,
    "hugetlb": 1,
    "top_pad": 16 << 20,
    "mmap_threshold": 32 << 20,
    "trim_threshold": 64 << 20,
}
"""How memory is taken from the GNU system. Arenas, one for each thread, would take half
of the address space before the first query. With the rest, which takes memory in larger
parts and keeps it a little longer, queries that take long take 2 to 8 % less: the
engine takes and gives back many small pieces (docs/decisions/0059)."""

_ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    "GLIBC_TUNABLES": ":".join(f"glibc.malloc.{k}={v}" for k, v in _MALLOC.items()),
    BASE_IRI: BASE,
}
"""All that a worker sees of the environment."""

_NICE = 5
"""How far workers stand behind us, who have little to do, and for everybody."""

_LAST = 19
"""How far one does that has given way, where the system has nothing better."""

Frame = tuple[Say, bytes]


@dataclass(frozen=True, slots=True)
class Origin:
    """What a worker serves: a store directory, and the name of its release."""

    path: Path
    label: str


class Worker(asyncio.Protocol):
    """A worker process and the socket to it.

    `origin` is what it serves; `filtered` says, once it has started, that a sandbox
    shuts it off from network and files (kg.store.processes.sandbox); `behind` says that
    it runs on what others leave; `on_end` is called once when its end of the socket
    closes, which is when the process ends, however it ends; `unread` says then that it
    had not read all that it was asked; `program` is the module that the process runs.
    """

    def __init__(
        self, origin: Origin, on_end: Callable[["Worker"], None], program: str
    ) -> None:
        self.origin = origin
        self.ended = False
        self.filtered = False
        self.behind = False
        self.unread = False
        self._processors: Sequence[int] = processors()
        self._on_end = on_end
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None
        self._transport: asyncio.Transport | None = None
        self._unread = b""
        self._paused = False
        self._frames: deque[Frame] = deque()
        self._held = 0
        self._waiter: asyncio.Future[None] | None = None

    @property
    def pid(self) -> int:
        """The number of the process, 0 before it starts."""
        return 0 if self._process is None else self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process runs, as far as the system knows now."""
        process = self._process
        return not self.ended and process is not None and process.poll() is None

    async def start(self, limits: Limits) -> None:
        """Start the process and wait until it has opened the store.

        Raises:
            SetupError: it cannot; or it ended first, its messages are in our log.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            channel = theirs.fileno()
            duty = write_duty(self.origin.path.resolve(), channel, limits)
            self._process = _spawn(self._program, duty, channel)
            self._stand_behind(_NICE)
        ours.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.create_unix_connection(lambda: self, sock=ours)
        await self._ready()

    async def reopen(self, origin: Origin) -> None:
        """Have the process open another store; it must have nothing to do.

        Raises:
            SetupError: it cannot, and has ended.
        """
        self.origin = origin
        self.ask(frame(Say.OPEN, str(origin.path.resolve()).encode()))
        await self._ready()

    async def _ready(self) -> None:
        kind, content = await self.frame() or (Say.FAULT, b"")
        if kind is Say.READY:
            self.filtered |= bool(content)
        elif content:
            raise faulted(content)
        else:
            raise SetupError(f"no worker could open {self.origin.path}")

    def ask(self, request: bytes) -> None:
        """Send a request; the frames that follow are its answer."""
        if self._transport is not None:
            self._transport.write(request)

    def next_frame(self) -> Frame | None:
        """Take the next frame if it has come."""
        if not self._frames:
            return None
        kind, content = self._frames.popleft()
        self._held -= len(content)
        if self._paused and self._transport is not None and self._held < _HELD:
            self._paused = False
            self._transport.resume_reading()
        return kind, content

    async def frame(self) -> Frame | None:
        """Wait for the next frame; none follows when the process has ended."""
        while not self._frames and not self.ended:
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
        return self.next_frame()

    def keep_to(self, processors: Sequence[int]) -> None:
        """Run on some processors alone, from now on."""
        if self._process is None or processors == self._processors:
            return
        self._processors = processors
        with suppress(OSError):  # it has ended, or the machine has others by now
            os.sched_setaffinity(self._process.pid, processors)

    def give_way(self) -> None:
        """Run on what others leave, from now on; there is no way back."""
        if self._process is None or self.behind:
            return
        self.behind = True
        if not hasattr(os, "SCHED_IDLE"):
            self._stand_behind(_LAST)
            return
        with suppress(ProcessLookupError, PermissionError):
            os.sched_setscheduler(self._process.pid, os.SCHED_IDLE, os.sched_param(0))

    def pause(self) -> None:
        """Stand still, in the middle of a query, until `resume`."""
        if self._process is not None:
            self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Go on."""
        if self._process is not None:
            self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End the process at once, whatever it is doing."""
        if self._process is not None:
            self._process.kill()
        if self._transport is not None:
            self._transport.abort()

    async def wait(self) -> int:
        """Wait until the process has ended; give its exit code, or minus its signal."""
        if self._process is None:
            return 0
        if self._process.stdin is not None:
            self._process.stdin.close()
        return await asyncio.to_thread(self._process.wait)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport of the socket."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop has its own class

    def data_received(self, data: bytes) -> None:
        """Take frames from what has come."""
        data = self._unread + data if self._unread else data
        start, end = 0, len(data)
        while end - start >= HEADER.size:
            kind, length = HEADER.unpack_from(data, start)
            after = start + HEADER.size + length
            if after > end:
                break
            self._frames.append((Say(kind), data[start + HEADER.size : after]))
            self._held += length
            start = after
        self._unread = data[start:]
        if self._held >= _HELD and self._transport is not None:
            self._paused = True
            self._transport.pause_reading()
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that the process has ended.

        The system says so by an error where it had something left to read.
        """
        self.ended = True
        self.unread = isinstance(exc, ConnectionError)
        self._wake()
        self._on_end(self)

    def _stand_behind(self, steps: int) -> None:
        if self._process is not None:
            nice = os.getpriority(os.PRIO_PROCESS, 0) + steps
            with suppress(ProcessLookupError, PermissionError):
                os.setpriority(os.PRIO_PROCESS, self._process.pid, nice)

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


def _spawn(program: str, duty: str, channel: int) -> subprocess.Popen[bytes]:
    """Start a process that has nothing of ours but the socket.

    It reads its standard input only to notice that this process has ended.
    """
    return subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", program, duty],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        pass_fds=(channel,),
        cwd=_ROOT,
        env=_ENVIRONMENT,
        process_group=0,  # Ctrl-C is for us. In a session of its own its priority
        # would mean nothing to Linux, which shares processors among sessions first.
    )
