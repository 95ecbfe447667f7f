"""Editing an index: things are taken out and put in, the others stay."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from sqlite3 import Connection

from kg.model.room import NoRoomError, spread
from kg.search.slips import forms
from kg.search.tables import GAP
from kg.search.thing import KINDS, Thing
from kg.search.writing import (
    Numbered,
    order_of,
    start_rows,
    text_rows,
    words_of,
    write_kinds,
    write_part,
)

_BEFORE = (
    "SELECT id, kind, weight, iri FROM thing WHERE id <= ? ORDER BY id DESC LIMIT 1"
)
_NEW_WORD = """
INSERT INTO word VALUES (max(0, (SELECT max(id) FROM word)) + 1, ?, ?)
"""
_AFTER = "SELECT id FROM thing WHERE id > ? ORDER BY id LIMIT 1"


@dataclass(frozen=True, slots=True)
class Editor:
    """An index that things are taken out of and put into.

    Attributes:
        database: the file, with a release before in it.
        words: by how many more things each word is said than before.
        typed: the same of words as they are typed.
    """

    database: Connection
    words: Counter[str] = field(default_factory=Counter)
    typed: Counter[str] = field(default_factory=Counter)

    def remove(self, things: Iterable[Thing]) -> None:
        """Take things out, as they were.

        Raises:
            NoRoomError: the index has not one of them.
        """
        part = [(self._number(it), it) for it in things]
        typed = Counter[str]()
        for table, rows in (
            ("text", text_rows(part, self._common())),
            ("start", start_rows(part, typed)),
        ):
            self.database.executemany(
                f"INSERT INTO {table}({table}, rowid, tokens) VALUES ('delete', ?, ?)",  # noqa: S608 - a name of ours
                rows,
            )
        for table, column in (("thing", "id"), ("name", "thing"), ("facet", "thing")):
            self.database.executemany(
                f"DELETE FROM {table} WHERE {column} = ?",  # noqa: S608 - names of ours
                [(number,) for number, _thing in part],
            )
        self.typed.subtract(typed)
        self.words.subtract(_words(part))

    def add(self, things: Iterable[Thing]) -> None:
        """Put things in.

        Raises:
            NoRoomError: there is no number left between two.
        """
        ordered = sorted(things, key=order_of)
        part = list(spread(ordered, self._before, self._after, GAP).items())
        write_part(self.database, part, self._common(), self.typed)
        self.words.update(_words(part))

    def finish(self) -> None:
        """Count words anew, and leave nothing in the file that is not in the index."""
        for word, more in sorted(self.words.items()):
            self._count_word(word, more)
        counted = [(word, more, more) for word, more in self.typed.items() if more]
        self.database.executemany(
            "INSERT INTO typed VALUES (?, ?)"
            " ON CONFLICT (text) DO UPDATE SET things = things + ?",
            counted,
        )
        self.database.executemany(
            "DELETE FROM typed WHERE text = ? AND things = 0",
            [(word,) for word, _more, _again in counted],
        )
        self.database.execute("DELETE FROM kind")
        write_kinds(self.database)
        for table in ("text", "start"):
            # What was taken out stays in the lists until they are merged.
            self.database.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608 - a name of ours

    def _common(self) -> frozenset[str]:
        """Return the words that have company: those that had it from the first."""
        rows = self.database.execute("SELECT text FROM word WHERE id < 0")
        return frozenset(text for (text,) in rows)

    def _number(self, thing: Thing) -> int:
        query = "SELECT id FROM thing WHERE iri = ? AND kind = ? AND weight = ?"
        values = (thing.iri, thing.kind, thing.weight)
        row = self.database.execute(query, values).fetchone()
        if row is None:
            raise NoRoomError
        return int(row[0])

    def _before(self, thing: Thing) -> int:
        """Return the number of the last thing before one, by halves: 0 for none."""
        wanted, low = order_of(thing), 0
        high = int(
            self.database.execute("SELECT max(id) FROM thing").fetchone()[0] or 0
        )
        found = 0
        while low < high:
            middle = (low + high + 1) // 2
            row = self.database.execute(_BEFORE, (middle,)).fetchone()
            if row is not None and (KINDS.index(row[1]), -row[2], row[3]) > wanted:
                high = row[0] - 1
            else:
                low, found = middle, found if row is None else int(row[0])
        return found

    def _after(self, number: int) -> int | None:
        row = self.database.execute(_AFTER, (number,)).fetchone()
        return None if row is None else int(row[0])

    def _count_word(self, word: str, more: int) -> None:
        query = "SELECT id, things FROM word WHERE text = ?"
        number, things = self.database.execute(query, (word,)).fetchone() or (None, 0)
        if number is None and more > 0:
            number = self.database.execute(_NEW_WORD, (word, more)).lastrowid
            rows = [(form, number) for form in set(forms(word))]
            self.database.executemany("INSERT INTO slip VALUES (?, ?)", rows)
        elif things + more > 0:
            update = "UPDATE word SET things = ? WHERE id = ?"
            self.database.execute(update, (things + more, number))
        else:
            self.database.execute("DELETE FROM word WHERE id = ?", (number,))
            self.database.executemany(
                "DELETE FROM slip WHERE form = ? AND word = ?",
                [(form, number) for form in forms(word)],
            )


def _words(part: Numbered) -> Iterator[str]:
    return chain.from_iterable(words_of(it) for _number, it in part)
