"""What the processes of clerks have in common: they wait for jobs, and do them.

A clerk's process (kg.store.processes.clerk) begins as a query worker does: it gives up
what it does not need, says that it is ready, and answers on the one socket it has.
"""

import sys
from collections.abc import Callable
from socket import socket
from threading import Thread
from typing import IO, cast

from kg.errors import KgError
from kg.store.processes.duty import Duty, Wear, read_duty
from kg.store.processes.frames import Say, fault, frame, receive
from kg.store.processes.worker import Blocks, end_with_input

Work = Callable[[bytes, IO[bytes]], None]
"""Does a job, and writes what comes of it."""

Prepare = Callable[[Duty], tuple[Work, bool]]
"""Gives up what no job needs; gives the work, and whether calls are filtered."""


def attend(argument: str, prepare: Prepare) -> None:
    """Do jobs until the parent hangs up; the argument is a duty."""
    sys.dont_write_bytecode = True  # a module that is imported late may not be written
    duty = read_duty(argument)
    channel = socket(fileno=duty.channel)
    wear = Wear(duty.answers, duty.grown_mb)
    try:
        work, filtered = prepare(duty)
    except KgError as error:
        channel.sendall(fault(error))
        return
    Thread(target=end_with_input, daemon=True).start()
    channel.sendall(frame(Say.READY, b"filtered" if filtered else b""))
    for _kind, job in receive(channel):
        _do(work, job, channel, wear)


def _do(work: Work, job: bytes, channel: socket, wear: Wear) -> None:
    blocks = Blocks(channel)
    try:
        work(job, cast(IO[bytes], blocks))
    except KgError as error:
        channel.sendall(fault(error))
    else:
        blocks.end(spent=wear.spent())
