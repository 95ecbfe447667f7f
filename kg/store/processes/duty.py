"""What a worker process is told when it starts: what to serve, bounds, how long."""

import os
import resource
import time
from dataclasses import dataclass
from pathlib import Path

import orjson

from kg.store.limits import Limits, Sandbox

_CPU_SECONDS = 600
"""Processor time after which a worker is replaced, as after many answers."""

_MIB = 1_048_576


@dataclass(frozen=True, slots=True)
class Duty:
    """A store, the inherited socket to answer on, and the limits of a worker."""

    store: str
    channel: int
    memory_mb: int
    seconds: float
    answers: int
    grown_mb: int
    sandbox: Sandbox

    @property
    def cpu_seconds(self) -> int:
        """Processor time at which the system ends the worker.

        Its parent ends a query long before; this holds when the parent is stopped.
        """
        return _CPU_SECONDS + 2 * int(self.seconds) + 1


def write_duty(store: Path, channel: int, limits: Limits) -> str:
    """Write what a worker is told as the one argument of its process."""
    return orjson.dumps(
        Duty(
            store=str(store),
            channel=channel,
            memory_mb=limits.memory_mb,
            seconds=limits.seconds,
            answers=limits.worker_answers,
            grown_mb=limits.worker_memory_mb,
            sandbox=limits.sandbox,
        )
    ).decode()


def read_duty(argument: str) -> Duty:
    """Read what a worker is told; the inverse of `write_duty`."""
    fields = orjson.loads(argument)
    return Duty(**{**fields, "sandbox": Sandbox(fields["sandbox"])})


class Wear:
    """How far a worker is spent: it then leaves, so that a fresh one takes its place.

    Memory that a query has taken is not always given back, and what is never used
    for long holds no harm for long.
    """

    def __init__(self, answers: int, grown_mb: int) -> None:
        """Count from now on."""
        self._answers = answers
        self._pages = grown_mb * _MIB // resource.getpagesize()
        self._memory = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)

    def spent(self) -> bool:
        """Say, after an answer, whether it was the last."""
        self._answers -= 1
        return (
            self._answers <= 0
            or self._resident() > self._pages
            or time.process_time() > _CPU_SECONDS
        )

    def _resident(self) -> int:
        """Count the pages that are this process's own."""
        _, resident, shared, *_ = os.pread(self._memory, 256, 0).split()
        return int(resident) - int(shared)
