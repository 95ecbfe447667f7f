"""Writing an index: things in, a file out; the same things give the same bytes."""

import marshal
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from itertools import count, islice
from pathlib import Path
from sqlite3 import Connection, connect
from typing import Any

from kg.search.company import common_words, company
from kg.search.slips import forms
from kg.search.tables import GAP, create_tables, finish_tables
from kg.search.thing import KINDS, Name, Thing
from kg.search.tokens import mark, spelled_words, start_tokens, text_tokens

Numbered = Iterable[tuple[int, Thing]]

_AT_ONCE = 5_000
"""Things whose rows are in memory at once."""


def write_index(path: Path, things: Iterable[Thing]) -> None:
    """Write an index of things, of which each comes once, in whatever order."""
    with closing(connect(path)) as database, closing(connect("")) as aside:
        create_tables(database)
        words, typed = Counter[str](), Counter[str]()
        common = common_words(words, _put_aside(aside, things, words))
        numbered = zip(count(GAP, GAP), _ordered(aside))
        while part := list(islice(numbered, _AT_ONCE)):
            write_part(database, part, common, typed)
        write_kinds(database)
        _write_words(database, words, common)
        database.executemany("INSERT INTO typed VALUES (?, ?)", sorted(typed.items()))
        finish_tables(database)


def _put_aside(aside: Connection, things: Iterable[Thing], words: Counter[str]) -> int:
    """Have things wait in a file that has no name, count them, and their words."""
    aside.execute("CREATE TABLE waiting (kind INT, weight INT, iri TEXT, thing BLOB)")
    rows = _waiting(things, words)
    return aside.executemany("INSERT INTO waiting VALUES (?, ?, ?, ?)", rows).rowcount


def _waiting(
    things: Iterable[Thing], words: Counter[str]
) -> Iterator[tuple[int, int, str, bytes]]:
    for it in things:
        words.update(words_of(it))
        yield *order_of(it), marshal.dumps(_plain(it))


def _ordered(aside: Connection) -> Iterator[Thing]:
    """Yield things as they are numbered."""
    found = aside.execute("SELECT thing FROM waiting ORDER BY kind, weight, iri")
    return (_thing(*marshal.loads(thing)) for (thing,) in found)  # noqa: S302 - ours


def order_of(thing: Thing) -> tuple[int, int, str]:
    """Return what things are numbered by."""
    return KINDS.index(thing.kind), -thing.weight, thing.iri


def _plain(it: Thing) -> tuple[Any, ...]:
    names = tuple(map(tuple, it.names))
    return it.iri, it.kind, names, it.classes, it.facets, it.weight, it.notes


def _thing(iri: str, kind: str, names: Iterable[Iterable[Any]], *more: Any) -> Thing:  # noqa: ANN401 - as they are in a thing
    return Thing(iri, kind, tuple(Name(*it) for it in names), *more)


def write_part(
    database: Connection,
    part: Numbered,
    common: Collection[str],
    typed: Counter[str],
) -> None:
    """Write what the tables have of some things.

    Common words are written with their company; words as they are typed are counted on
    the way.
    """
    for insert, rows in (
        ("thing VALUES (?, ?, ?, ?)", _things(part)),
        ("name VALUES (?, ?, ?, ?)", _names(part)),
        ("facet VALUES (?, ?, ?)", _facets(part)),
        ("text(rowid, tokens) VALUES (?, ?)", text_rows(part, common)),
        ("start(rowid, tokens) VALUES (?, ?)", start_rows(part, typed)),
    ):
        database.executemany(f"INSERT INTO {insert}", rows)


def _things(part: Numbered) -> Iterator[tuple[int, str, str, int]]:
    return ((number, it.iri, it.kind, it.weight) for number, it in part)


def _names(part: Numbered) -> Iterator[tuple[int, int, str, str]]:
    return ((number, *name) for number, it in part for name in it.names)


def _facets(part: Numbered) -> Iterator[tuple[int, str, str]]:
    for number, it in part:
        classes = (("class", name) for name in it.classes)
        yield from ((number, *pair) for pair in sorted({*it.facets, *classes}))


def text_rows(part: Numbered, common: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yield the tokens of things for whole words, and for what they are chosen by."""
    for number, it in part:
        tokens = text_tokens(name.text for name in it.names)
        noted = (word for note in it.notes for word in spelled_words(note))
        marks = (mark(*pair) for pair in it.facets)
        classes = (mark("class", name) for name in it.classes)
        beside = sorted(company(words_of(it), common)) if common else ()
        found = dict.fromkeys((*tokens, *noted, *marks, *classes, *beside))
        yield number, " ".join(found)


def start_rows(part: Numbered, typed: Counter[str]) -> Iterator[tuple[int, str]]:
    """Yield the tokens of names; they are counted on the way."""
    for number, it in part:
        tokens = start_tokens(name.text for name in it.names)
        typed.update(tokens)
        yield number, " ".join(tokens)


def words_of(thing: Thing) -> set[str]:
    """Return the words of the names and notes of a thing."""
    texts = (*(name.text for name in thing.names), *thing.notes)
    return {word for text in texts for word in spelled_words(text)}


def write_kinds(database: Connection) -> None:
    """Write the kinds there are, each with its first and its last number."""
    ranges = "SELECT kind, min(id), max(id) FROM thing GROUP BY kind"
    database.execute(f"INSERT INTO kind {ranges}")


def _write_words(
    database: Connection, words: Counter[str], common: Collection[str]
) -> None:
    """Write the words that are known, and how they may be misspelled."""
    ordered = [
        (-number if word in common else number, word)
        for number, word in enumerate(sorted(words), 1)
    ]
    rows = ((number, word, words[word]) for number, word in ordered)
    database.executemany("INSERT INTO word VALUES (?, ?, ?)", rows)
    slips = sorted((form, number) for number, word in ordered for form in forms(word))
    database.executemany("INSERT INTO slip VALUES (?, ?)", slips)
