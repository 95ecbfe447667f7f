"""What stands between the cells of a table, found in its first lines."""

import csv
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kg.errors import Position, UnexpectedValueError

if TYPE_CHECKING:
    import _csv

CANDIDATES = ",;\t|"
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
LONGEST = 131_072
"""Characters of a cell: more are most often a quotation mark without its end."""

_ENOUGH = 0.8
"""The share of lines as wide as the header, where the mark is the right one."""


def find_delimiter(lines: Sequence[str], quote: str, where: Position) -> str | None:
    """Return the mark that parts the lines most evenly, or None for one column.

    Raises:
        UnexpectedValueError: two marks do so alike.
    """
    scores = {mark: _score(lines, mark, quote) for mark in CANDIDATES}
    best = max(scores.values())
    if best == (0.0, 1):
        return None
    found = [mark for mark, score in scores.items() if score == best]
    if len(found) > 1:
        names = " and ".join(NAMES[mark] for mark in found)
        expected = "one mark between cells: declare 'delimiter'"
        raise UnexpectedValueError(where, f"{names}, alike", expected)
    return found[0]


def _score(lines: Sequence[str], mark: str, quote: str) -> tuple[float, int]:
    """Return the share of lines as wide as the first, and how wide that is."""
    reader = read_records(lines, mark, quote)
    try:
        widths = [len(record) for record in reader if record]
    except csv.Error:  # who reads the table with this mark says where
        return 0.0, 1
    if not widths or widths[0] < 2:
        return 0.0, 1
    share = widths.count(widths[0]) / len(widths)
    return (share, widths[0]) if share >= _ENOUGH else (0.0, 1)


def read_records(
    lines: Iterable[str], mark: str, quote: str, *, strict: bool = False
) -> "_csv.Reader":
    """Read lines as records; without a quotation mark, quotes are part of the text."""
    csv.field_size_limit(LONGEST)  # it is one for the process: others may have set it
    if not quote:
        return csv.reader(lines, delimiter=mark, quoting=csv.QUOTE_NONE, strict=strict)
    return csv.reader(lines, delimiter=mark, quotechar=quote, strict=strict)
