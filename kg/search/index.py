"""An index: what is asked of its tables. Conditions come from `kg.search.tokens`."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from sqlite3 import Connection

from kg.search.slips import forms
from kg.search.thing import Name

_MOST_BEGINNINGS = 64
"""Words that begin alike, of which the most frequent ones are looked for."""

_ENTRIES = """
SELECT thing.id, iri, kind, weight, rank, language, text
FROM thing CROSS JOIN name ON name.thing = thing.id
WHERE thing.id IN (SELECT value FROM json_each(?))
ORDER BY thing.id, rank, language, text
"""

_KNOWN = "SELECT things, id FROM word WHERE text = ?"


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that was found, by its number."""

    number: int
    iri: str
    kind: str
    weight: int
    names: tuple[Name, ...]

    def called(self, languages: Iterable[str]) -> Name:
        """Return the name for those who read some languages, best first."""
        by_language = {name.language: name for name in reversed(self.names)}
        best = self.names[0].rank
        for language in languages:
            name = by_language.get(language)
            if name is not None and name.rank == best:
                return name
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Index:
    """An open index (`kg.search.opening`)."""

    database: Connection

    def kinds(self) -> dict[str, tuple[int, int]]:
        """Return the kinds there are, each with its first and its last number."""
        rows = self.database.execute("SELECT kind, first, last FROM kind ORDER BY 2")
        return {kind: (first, last) for kind, first, last in rows}

    def matches(
        self, condition: str, span: tuple[int, int], most: int, *, typing: bool = False
    ) -> list[int]:
        """List the first things of a range of numbers that fit a condition.

        `typing` asks for the words of names as they are being typed.
        """
        table = "start" if typing else "text"
        rows = self.database.execute(
            f"SELECT rowid FROM {table} WHERE {table} MATCH ?"  # noqa: S608 - ours
            " AND rowid BETWEEN ? AND ? ORDER BY rowid LIMIT ?",
            (condition, *span, most),
        )
        return [number for (number,) in rows]

    def entries(self, numbers: Collection[int]) -> list[Entry]:
        """Return things by their numbers, in the order given."""
        if not numbers:
            return []
        rows = self.database.execute(_ENTRIES, (_listed(numbers),))
        found = {}
        for (number, iri, kind, weight), part in groupby(rows, itemgetter(0, 1, 2, 3)):
            names = tuple(Name(*row[4:]) for row in part)
            found[number] = Entry(number, iri, kind, weight, names)
        return [found[number] for number in numbers]

    def named(self, iris: Collection[str]) -> dict[str, Entry]:
        """Return those of some IRIs that are in the index."""
        if not iris:
            return {}
        rows = self.database.execute(
            "SELECT id FROM thing WHERE iri IN (SELECT value FROM json_each(?))",
            (_listed(iris),),
        )
        entries = self.entries([number for (number,) in rows])
        return {entry.iri: entry for entry in entries}

    def facets(self, numbers: Collection[int]) -> dict[int, list[tuple[str, str]]]:
        """Return by what things are chosen: facets and values."""
        rows = self.database.execute(
            "SELECT thing, facet, value FROM facet"
            " WHERE thing IN (SELECT value FROM json_each(?))"
            " ORDER BY thing, facet, value",
            (_listed(numbers),),
        )
        found: dict[int, list[tuple[str, str]]] = {}
        for number, facet, value in rows:
            found.setdefault(number, []).append((facet, value))
        return found

    def counts(self, numbers: Collection[int]) -> Mapping[str, list[tuple[str, int]]]:
        """Count the values of each facet among things, the most frequent first."""
        rows = self.database.execute(
            "SELECT facet, value, count(*) FROM facet"
            " WHERE thing IN (SELECT value FROM json_each(?))"
            " GROUP BY facet, value ORDER BY 1, 3 DESC, 2",
            (_listed(numbers),),
        )
        counted: dict[str, list[tuple[str, int]]] = {}
        for facet, value, count in rows:
            counted.setdefault(facet, []).append((value, count))
        return counted

    def frequency(self, word: str) -> int:
        """Count the things that have a word, as `spelled_words` gives it."""
        return self.known(word)[0]

    def known(self, word: str) -> tuple[int, bool]:
        """Count the things that have a word, and say whether it has company."""
        row = self.database.execute(_KNOWN, (word,)).fetchone()
        return (row[0], row[1] < 0) if row else (0, False)

    def meant(self, word: str, most: int = 5) -> list[str]:
        """List the known words that a word may be a slip for, most frequent first."""
        rows = self.database.execute(
            "SELECT DISTINCT word.text, things FROM slip"
            " JOIN word ON word.id = slip.word"
            " WHERE form IN (SELECT value FROM json_each(?))"
            " ORDER BY things DESC, 1 LIMIT ?",
            (_listed(list(forms(word))), most),
        )
        return [text for text, _things in rows]

    def beginning_with(self, token: str) -> list[str]:
        """List the most frequent words of names that begin with some letters."""
        rows = self.database.execute(
            "SELECT text FROM typed WHERE text >= ? AND text < ?"
            " ORDER BY things DESC, text LIMIT ?",
            (token, token + "\U0010ffff", _MOST_BEGINNINGS),
        )
        return [text for (text,) in rows]


def _listed(values: Collection[object]) -> str:
    return json.dumps(list(values))
