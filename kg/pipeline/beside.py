"""Work beside other work: in a copy of this process, on another core."""

import multiprocessing
import pickle
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

from kg.errors import KgError

Result = TypeVar("Result")


class Beside(Generic[Result]):
    """What a copy of this process works out."""

    def __init__(self, work: Callable[[], Result], end: Connection) -> None:
        """Take the work, and the end of the pipe that its result comes from."""
        self._work = work
        self._end = end
        self._results: list[Result] = []

    @property
    def is_done(self) -> bool:
        """Whether the result can be had without waiting."""
        return bool(self._results) or self._end.poll()

    def result(self) -> Result:
        """Wait for the result.

        Work that fails is done again here: so what it raises is raised in full.
        """
        if not self._results:
            self._results.append(self._received())
        return self._results[0]

    def _received(self) -> Result:
        try:
            return pickle.loads(self._end.recv_bytes())  # type: ignore[no-any-return]  # noqa: S301 - our own copy wrote it
        except EOFError:
            return self._work()


@contextmanager
def beside(work: Callable[[], Result]) -> Iterator[Beside[Result]]:
    """Do work in a copy of this process, which is ended when nobody wants it any more.

    The copy has all that the work needs, in the same memory until one of them changes
    it, and gives back what it takes when it ends. The result is something to pickle.
    """
    forked = multiprocessing.get_context("fork")
    end, other = forked.Pipe(duplex=False)
    process = forked.Process(target=_do, args=(work, end, other), daemon=True)
    process.start()
    other.close()
    try:
        yield Beside(work, end)
    finally:
        process.kill()
        process.join()
        end.close()


def _do(work: Callable[[], object], end: Connection, other: Connection) -> None:
    """Do the work and send what it gives, or nothing when it fails."""
    end.close()  # so that the copy notices when nobody reads any more
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that waits ends this
    try:
        result = pickle.dumps(work())
    except KgError:
        return
    other.send_bytes(result)
