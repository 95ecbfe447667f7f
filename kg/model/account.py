"""An account of a bulk source: what became of each of its rows, counted."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(slots=True)
class Account:
    """Counts, complete when all of a source has been mapped.

    Attributes:
        read: rows that the files have.
        used: rows that something was stated of.
        ignored: reason → rows left out for it.
        failed: rows that something was wrong with.
        cells: what became of cells (handled, ignored, empty, failed) → how many.
        left_out: reason → values of cells, not rows, that nothing was stated of.
        things: class → how many things were stated.
        said: what was detected of the file, a sentence each.
    """

    read: int = 0
    used: int = 0
    ignored: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    cells: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    things: Counter[str] = field(default_factory=Counter)
    said: tuple[str, ...] = ()

    def fields(self) -> dict[str, object]:
        """Give the counts as JSON has them."""
        values = ((it.name, getattr(self, it.name)) for it in fields(self))
        return {
            name: dict(sorted(value.items())) if isinstance(value, Counter) else value
            for name, value in values
        }

    @classmethod
    def from_fields(cls, values: Mapping[str, Any]) -> "Account":
        """Read what `fields` has given."""
        account = cls()
        for name, value in values.items():
            kind = type(getattr(account, name))
            setattr(account, name, kind(value))
        return account
