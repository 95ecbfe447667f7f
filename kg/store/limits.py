"""How much the queries of strangers may take, together and each."""

from dataclasses import dataclass
from enum import StrEnum


class Sandbox(StrEnum):
    """Whether system calls are filtered: always, where the system can, or never."""

    REQUIRE = "require"
    AUTO = "auto"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take, how many may run and how many may wait for that.

    Short queries run `workers` at once. One that takes longer than `fast_seconds` is
    long: of these `slow` run at once and `slow_queue` wait.

    An answer has at most `answer_mb` MiB and `answer_rows` rows, if these are not 0.

    A worker is replaced, between two queries, once it has given `worker_answers`
    answers or its resident memory has grown past `worker_memory_mb`.
    """

    workers: int = 2
    seconds: float = 30.0
    memory_mb: int = 2048
    queue: int = 64
    queue_seconds: float = 10.0
    fast_seconds: float = 1.0
    slow: int = 2
    slow_queue: int = 4
    answer_mb: int = 1024
    answer_rows: int = 0
    worker_answers: int = 10_000
    worker_memory_mb: int = 512
    sandbox: Sandbox = Sandbox.REQUIRE
