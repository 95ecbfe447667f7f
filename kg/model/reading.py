"""A row of a table whose cells have been read, on its way to statements."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.errors import Position
from kg.model.values import Value


@dataclass(frozen=True, slots=True)
class Reading:
    """One row, or a part of it.

    Attributes:
        file: the name of the file, from the project's root.
        line: where the row begins in the file, from 1.
        selector: where it stands for machines: `row=12`, or a pointer into JSON.
        places: column → the number of the column, from 1.
        texts: column → the text of the cell as it stands; a part has its row's too.
        values: column → what the cell says; those of columns that are not read lack.
        parts: name → the parts of the row, as the mapping's `each` has them.
    """

    file: str
    line: int
    selector: str
    places: Mapping[str, int]
    texts: Mapping[str, str]
    values: Mapping[str, Value]
    parts: Mapping[str, tuple["Reading", ...]] = field(default_factory=dict)

    def at(self, column: str | None = None) -> Position:
        """Return where a cell stands, or the row."""
        number = self.places.get(column, 1) if column is not None else 1
        return Position(self.file, self.line, number)
