"""A table that has been opened: its columns are known, its rows are read as asked."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from kg.errors import InputError
from kg.importers.tables.row import Row

Refusal: TypeAlias = Callable[[InputError], None]
"""Takes the fault of a row that is left out."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what its columns are called, and its rows, one at a time.

    Attributes:
        columns: the names of the columns; of nested arrays of JSON as `prizes[*].year`.
        said: what was detected and what is not read, a sentence each, for people.
        read: starts to read the rows anew; see `rows`.
        detected: fields of the dialect that a mapping should declare: what is found
            now may not be what is found when the file has grown.
    """

    columns: tuple[str, ...]
    said: tuple[str, ...]
    read: Callable[[Refusal], Iterator[Row]]
    detected: Mapping[str, str] = field(default_factory=dict)

    def rows(self, refuse: Refusal | None = None) -> Iterator[Row]:
        """Yield the rows in the order of the file, holding one at a time.

        Args:
            refuse: told of each row that is malformed, which is then left out.

        Raises:
            InputError: a row is malformed and there is no `refuse`, the file is at
            fault as a whole, or it has no rows.
        """
        return self.read(_raise if refuse is None else refuse)


def _raise(error: InputError) -> None:
    raise error
