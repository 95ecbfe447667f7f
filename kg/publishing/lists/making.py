"""Making an index of lists from nothing."""

from collections.abc import Iterable
from itertools import count
from sqlite3 import Connection

from kg.publishing.lists.catalogue import LISTS, List
from kg.publishing.lists.row import Row
from kg.publishing.lists.rows import Reader
from kg.publishing.lists.tables import (
    EVERY,
    GAP,
    begin_of,
    create_indexes,
    create_tables,
    item_of,
    name_terms,
)

_NAMED_AT_ONCE = 10_000

_ASIDE = """
CREATE TEMP TABLE sorted (sorting INTEGER, key TEXT, item INTEGER);
CREATE TEMP TABLE found (term INTEGER, item INTEGER);
"""

_NUMBER = f"""
INSERT INTO place
  SELECT sorting, {GAP} * row_number() OVER (PARTITION BY sorting ORDER BY key, item),
    item, key, first, last
  FROM sorted JOIN item ON item.id = sorted.item;
DROP TABLE sorted;
CREATE TEMP TABLE placed (
  item INTEGER, sorting INTEGER, number INTEGER, PRIMARY KEY (item, sorting)
) WITHOUT ROWID;
INSERT INTO placed SELECT item, sorting, number FROM place ORDER BY item, sorting;
INSERT INTO posting
  SELECT term, sorting, number FROM found CROSS JOIN placed USING (item)
  ORDER BY term, sorting, number;
DROP TABLE placed;
"""  # noqa: S608 - a number of ours


def make_index(index: Connection, reader: Reader, time: str) -> None:
    """Fill an empty file with the rows that are read; all are of one time."""
    create_tables(index)
    index.executescript(_ASIDE)
    writer = _Writer(index, time)
    for listed in LISTS:
        writer.write(listed, reader.rows(listed))
    writer.finish()
    index.executescript(_NUMBER)
    create_indexes(index)
    values = sorted({value for _list, _filter, value in writer.terms})
    for start in range(0, len(values), _NAMED_AT_ONCE):
        name_terms(index, reader.names, values[start : start + _NAMED_AT_ONCE])


class _Writer:
    """Writes rows into an index; each value that they are found by has one number."""

    def __init__(self, index: Connection, time: str) -> None:
        self._index = index
        self._time = time
        orders = [(listed.name, sort) for listed in LISTS for sort in listed.sorts]
        self._sorting = {order: number for number, order in enumerate(orders)}
        index.executemany(
            "INSERT INTO sorting VALUES (?, ?, ?)",
            [(number, *order) for order, number in self._sorting.items()],
        )
        self.terms: dict[tuple[str, str, str], int] = {}
        self._counts: list[int] = [0]

    def write(self, listed: List, rows: Iterable[Row]) -> None:
        """Write the rows of a list, which come in the order of their IRIs."""
        numbers = count(begin_of(listed) + GAP, GAP)
        for number, row in zip(numbers, rows, strict=False):
            self._write(number, listed, row)

    def _write(self, number: int, listed: List, row: Row) -> None:
        self._index.execute(
            "INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?)",
            item_of(number, listed, row, self._time),
        )
        self._index.executemany(
            "INSERT INTO sorted VALUES (?, ?, ?)",
            [
                (self._sorting[listed.name, sort], key, number)
                for sort, key in row.keys(listed).items()
            ],
        )
        self._counted(listed, EVERY, EVERY)
        self._index.executemany(
            "INSERT INTO found VALUES (?, ?)",
            [(self._counted(listed, *mark), number) for mark in row.marks()],
        )

    def _counted(self, listed: List, name: str, value: str) -> int:
        """Count a row that is found by a value; return the number of the value."""
        key = (listed.name, name, value)
        term = self.terms.setdefault(key, len(self.terms) + 1)
        if term == len(self._counts):
            self._counts.append(0)
        self._counts[term] += 1
        return term

    def finish(self) -> None:
        """Write the values, and how many rows are found by each."""
        self._index.executemany(
            "INSERT INTO term VALUES (?, ?, ?, ?, ?, NULL)",
            ((term, *key, self._counts[term]) for key, term in self.terms.items()),
        )
