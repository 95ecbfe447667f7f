"""What a worker pool has done since it was opened, in numbers alone."""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from itertools import accumulate

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds, in seconds, of the classes that durations are counted in."""


@dataclass(slots=True)
class Durations:
    """How often something took how long; `total` is in seconds."""

    total: float = 0.0
    counts: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))

    def add(self, seconds: float) -> None:
        """Count one."""
        self.total += seconds
        self.counts[bisect_left(BOUNDS, seconds)] += 1

    def up_to(self) -> list[int]:
        """List how many took no longer than each bound, and how many there are."""
        return list(accumulate(self.counts))


@dataclass(slots=True)
class Tally:
    """The numbers: workers started and ended, by cause; queries, by their last lane.

    The causes are `deadline`, `overloaded`, `too-large`, `left` (whoever asked),
    `recycled` (between two queries) and `died` (most often of too little memory).
    """

    started: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    queries: dict[str, Durations] = field(
        default_factory=lambda: {"fast": Durations(), "slow": Durations()}
    )
    waits: Durations = field(default_factory=Durations)


@dataclass(frozen=True, slots=True)
class Census:
    """A pool at one moment: its workers, and who waits, by lane."""

    idle: int
    busy: int
    waiting: dict[str, int]
    tally: Tally
