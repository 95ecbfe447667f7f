"""Ahead: a large file is parsed in a copy of this process, beside all that follows.

Parsing and writing lines takes about as long as numbering their terms, so that two
processors are busy.
"""

import fcntl
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from threading import Thread
from typing import TypeVar

from kg.errors import InputError
from kg.store.processes.parent import end_with_parent

_PIPE = 1 << 20
Message = TypeVar("Message")


class UnfinishedError(Exception):
    """A copy of this process has ended before it said all."""


@contextmanager
def ahead(work: Callable[[], Iterator[Message]]) -> Iterator[Iterator[Message]]:
    """Offer what work yields in a copy of this process, which ends when this is over.

    Raises:
        UnfinishedError: while it is read, that the work failed; or this process is such
            a copy itself.
    """
    if multiprocessing.current_process().daemon:
        raise UnfinishedError
    forked = multiprocessing.get_context("fork")
    end, other = forked.Pipe(duplex=False)
    with suppress(OSError):  # where less is allowed, the processes wait more often
        fcntl.fcntl(end.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)
    process = forked.Process(target=_do, args=(work, other), daemon=True)
    try:
        process.start()
    except OSError as error:  # there may be no more processes
        raise UnfinishedError from error
    other.close()
    try:
        yield _received(end)
    finally:
        process.kill()
        process.join()
        end.close()


def _received(end: Connection) -> Iterator[Message]:
    try:
        while (message := end.recv()) is not None:
            yield message
    except (EOFError, OSError) as error:
        raise UnfinishedError from error


def _do(work: Callable[[], Iterator[object]], end: Connection) -> None:
    """Do the work, in a thread of its own.

    The parser draws the names of blank nodes by lot, by thread; a copy of a thread
    draws what the original will, and names of two files would meet.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that waits ends this
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        end_with_parent(parent.pid)
    thread = Thread(target=_send, args=(work, end))
    thread.start()
    thread.join()
    os._exit(0)  # what it holds need not be taken apart


def _send(work: Callable[[], Iterator[object]], end: Connection) -> None:
    with suppress(InputError):  # work that fails is done again by who waits for it
        for message in work():
            end.send(message)
        end.send(None)
