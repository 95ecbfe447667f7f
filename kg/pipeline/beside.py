"""Work beside other work: in a copy of this process, on another core."""

import multiprocessing
import signal
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from kg.errors import KgError
from kg.store.processes.parent import end_with_parent

Result = TypeVar("Result")
Tell = Callable[[str], None]
"""Told of each stage before it begins."""

Work = Callable[[Tell], Result]
"""Work that tells of its stages, and gives something that can be pickled."""


class Beside(Generic[Result]):
    """What a copy of this process works out."""

    def __init__(self, work: Work[Result], tell: Tell, end: Connection) -> None:
        """Take the work, who is told of it, and the pipe that its result comes from."""
        self.end = end
        self._work = work
        self._tell = tell
        self._results: list[Result] = []

    @property
    def is_done(self) -> bool:
        """Whether the result can be had without waiting."""
        while not self._results and self.end.poll():
            self.receive()
        return bool(self._results)

    def result(self) -> Result:
        """Wait for the result."""
        while not self._results:
            self.receive()
        return self._results[0]

    def receive(self) -> None:
        """Wait for what the copy says next.

        Work that fails is done again here: so what it raises is raised in full.
        """
        try:
            stage, *result = self.end.recv()
        except EOFError:
            stage, result = "", [self._work(self._tell)]
        self._results += result
        if not result:
            self._tell(stage)


def wait_for(works: Collection[Beside[Any]]) -> None:
    """Wait until one of some works, none of which is done, says something."""
    ends = {work.end: work for work in works}
    for end in wait(list(ends)):
        ends[end].receive()  # type: ignore[index]  # what is waited for is given back


@contextmanager
def beside(work: Work[Result], tell: Tell) -> Iterator[Beside[Result]]:
    """Do work in a copy of this process, which is ended when nobody wants it any more.

    The copy has all that the work needs, in the same memory until one of them changes
    it, and gives back what it takes when it ends. It does not outlive this process.
    """
    forked = multiprocessing.get_context("fork")
    end, other = forked.Pipe(duplex=False)
    process = forked.Process(target=_do, args=(work, end, other), daemon=True)
    process.start()
    other.close()
    try:
        yield Beside(work, tell, end)
    finally:
        process.kill()
        process.join()
        end.close()


def _do(work: Work[object], end: Connection, other: Connection) -> None:
    """Do the work and send what it gives, or nothing when it fails."""
    end.close()  # so that the copy notices when nobody reads any more
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that waits ends this
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        end_with_parent(parent.pid)
    try:
        result = work(lambda stage: other.send((stage,)))
    except KgError:
        return
    other.send(("", result))
