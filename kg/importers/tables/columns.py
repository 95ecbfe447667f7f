"""The names of a table's columns: given by its header, or declared in their place."""

from collections.abc import Sequence

from kg.errors import DuplicateKeyError, Position, UnexpectedValueError
from kg.model.cleaning import clean
from kg.model.values import CellError


def name_columns(
    header: Sequence[str], declared: Sequence[str], file: str, line: int
) -> tuple[tuple[str, ...], list[str]]:
    """Return the names of the columns, and what is to be said of them.

    A column without a name is called by its number, `#7`: its cells count as others do.

    Args:
        header: the cells of the header.
        declared: names in their place; none where the header's stand.
        file: the name of the file in positions.
        line: the line of the header.

    Raises:
        UnexpectedValueError: the declared names are not as many, or a name is garbled.
        DuplicateKeyError: a name stands there twice.
    """
    if declared and len(declared) != len(header):
        found = f"{len(header)} columns"
        expected = f"{len(declared)}, as 'columns' declares"
        raise UnexpectedValueError(Position(file, line), found, expected)
    names: dict[str, int] = {}
    for number, cell in enumerate(declared or header, start=1):
        where = Position(file, line, number)
        name = _clean(cell, where) or f"#{number}"
        if name in names:
            expected = f"names of columns once each; column {names[name]} has it"
            hint = "; 'columns' can declare others"
            raise DuplicateKeyError(where, repr(name), f"{expected}{hint}")
        names[name] = number
    unnamed = [name for name, number in names.items() if name == f"#{number}"]
    said = [f"no name in the header: called {', '.join(unnamed)}"] if unnamed else []
    return tuple(names), said


def above_header(number: int, what: str) -> str:
    """Say how many lines, or rows, stand above a header."""
    are = f"{what}s above the header are" if number > 1 else f"{what} above it is"
    return f"{number} {are} not read"


def _clean(cell: str, where: Position) -> str:
    try:
        return clean(cell)
    except CellError as error:
        raise UnexpectedValueError(where, error.found, error.expected) from error
