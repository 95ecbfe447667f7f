"""An account of a bulk source: what became of each of its rows, counted."""

from collections import Counter
from dataclasses import asdict, dataclass, field


@dataclass(slots=True)
class Account:
    """Counts, complete when all of a source has been mapped.

    Attributes:
        read: rows that the files have.
        used: rows that something was stated of.
        ignored: reason → rows left out for it.
        failed: rows that something was wrong with.
        cells: what became of cells (handled, ignored, empty, failed) → how many.
        things: class → how many things were stated.
    """

    read: int = 0
    used: int = 0
    ignored: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    cells: Counter[str] = field(default_factory=Counter)
    things: Counter[str] = field(default_factory=Counter)

    def fields(self) -> dict[str, object]:
        """Give the counts as JSON has them, in the order of their names."""
        return {
            name: dict(sorted(value.items())) if isinstance(value, dict) else value
            for name, value in asdict(self).items()
        }
