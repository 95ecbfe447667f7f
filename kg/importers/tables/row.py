"""A row of a table: its cells as they stand, and where each of them stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.errors import Position, UnexpectedValueError
from kg.model.records.cells.parser import Parser
from kg.model.values import CellError, Value


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a table.

    Attributes:
        file: the name of the file, from the project's root.
        line: where the record begins: the line, the row of the sheet, or its number
            among the records of a JSON file; from 1.
        cells: column → text as it stands, "" where it is empty.
        nested: name of an array of objects → the rows it makes, for `each`.
        trail: where the record stands in a JSON file, such as `laureates[16]`.
    """

    file: str
    line: int
    cells: Mapping[str, str]
    nested: Mapping[str, tuple["Row", ...]] = field(default_factory=dict)
    trail: str = ""

    def at(self, column: str) -> Position:
        """Return where a cell stands: its line, and the number of its column."""
        columns = list(self.cells)
        number = columns.index(column) + 1 if column in self.cells else 1
        return Position(self.file, self.line, number)

    def read(self, column: str, parser: Parser) -> Value:
        """Read a cell; a record of JSON without the field has an empty one.

        Raises:
            UnexpectedValueError: the parser does not understand it.
        """
        text = self.cells.get(column, "")
        try:
            return parser.parse(text)
        except CellError as error:
            found = f"{error.found} in {self._call(column)}"
            where = self.at(column)
            raise UnexpectedValueError(
                where, found, error.expected, error.known
            ) from error

    def _call(self, column: str) -> str:
        return f"{self.trail}.{column}" if self.trail else repr(column)

    def each(self, name: str) -> Iterator["Row"]:
        """Yield the rows of an array of objects, with columns named below it."""
        yield from self.nested.get(name, ())

    def parallel(self, columns: Sequence[str], separator: str) -> tuple["Row", ...]:
        """Take apart cells that hold lists, item by item: one row for each place.

        Raises:
            UnexpectedValueError: the lists differ in length, so nobody can say which
            items belong together.
        """
        texts = [self.cells.get(column, "") for column in columns]
        lists = [text.split(separator) if text.strip() else [] for text in texts]
        for column, items in zip(columns, lists, strict=True):
            if len(items) != len(lists[0]):
                found = f"{len(items)} items in {self._call(column)}"
                expected = f"{len(lists[0])}, as in {self._call(columns[0])}"
                raise UnexpectedValueError(self.at(column), found, expected)
        return tuple(
            Row(self.file, self.line, dict(zip(columns, items, strict=True)))
            for items in zip(*lists, strict=True)
        )
