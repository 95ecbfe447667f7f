"""`map.yml`: what the columns of a table mean."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from kg.model.records.base import Key, Record, Words, unexpected
from kg.model.records.cells.parsers import AnyParser
from kg.model.records.dialect import Dialect
from kg.model.records.tables.events import EventMap
from kg.model.records.tables.term import Column, Condition, TermOrColumn
from kg.model.records.tables.things import (
    DocumentMap,
    GroupMap,
    OrganisationMap,
    PersonMap,
    PlaceMap,
)


class Ignored(Record):
    """Columns that are not read, and why."""

    columns: Annotated[tuple[Column, ...], Field(min_length=1)]
    """Names, or patterns with `*`."""
    because: Words


class IgnoredRows(Record):
    """Rows that are left out, and why."""

    when: Annotated[tuple[Condition, ...], Field(min_length=1)]
    """What must hold of a row, all of it."""
    because: Words


class Part(Record):
    """Parts of a row that are like rows themselves."""

    array: Words | None = None
    """The array of objects of JSON that they are."""
    parallel: tuple[Column, ...] = ()
    """Columns with lists of which the items at one place belong together."""
    separator: str | None = None
    """What stands between the items of such lists."""
    unequal: Words | None = None
    """Why rows whose lists differ in length are left without these parts."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.array is None) == (not self.parallel):
            raise unexpected("a part of a row", "either 'array' or 'parallel'")
        if self.parallel and not self.separator:
            raise unexpected("'parallel' without 'separator'", "what parts the items")
        return self


class Range(Record):
    """How many there must be."""

    min: Annotated[int, Field(ge=0)] | None = None
    max: Annotated[int, Field(ge=0)] | None = None


class Expected(Record):
    """What a source must give; a source that shrinks stops the build."""

    rows: Range | None = None
    share_used: Annotated[float, Field(ge=0, le=1)] | None = None
    """The least part of the rows that something is stated of."""
    things: dict[str, Range] = Field(default_factory=dict)
    """Class of the ontology → how many things of it."""


class Excerpt(Record):
    """Words of a row that may be read in public: eight words at most."""

    words: TermOrColumn
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()


class TableMap(Record):
    """The content of `map.yml`: one table, what its columns are, what its rows say."""

    file: Words
    """The table, below the source's folder."""
    dialect: Dialect = Field(default_factory=Dialect)
    lookups: tuple[Key, ...] = ()
    """Names of files of `data/lookups/` that are used beside `lookups.yml`."""
    columns: Annotated[dict[Column, AnyParser], Field(min_length=1)]
    """Column → how its cells are read."""
    ignored: tuple[Ignored, ...] = ()
    ignored_rows: tuple[IgnoredRows, ...] = ()
    each: dict[Key, Part] = Field(default_factory=dict)
    """Parts of a row, by the names that events and things refer to."""
    namespace: Key | None = None
    """Whose keys they are, when several tables share them; else the source's own."""
    key: TermOrColumn
    """What identifies a row, such as the number of an entry; `{#}` is its line."""
    public_key: bool = False
    """The key may be read in IRIs: it is a code, and nothing made from a name."""
    quotation: TermOrColumn | None = None
    """The words of a row that bear what is stated, for who may read quotations."""
    excerpt: Excerpt | None = None
    organisations: dict[Key, OrganisationMap] = Field(default_factory=dict)
    groups: dict[Key, GroupMap] = Field(default_factory=dict)
    people: dict[Key, PersonMap] = Field(default_factory=dict)
    places: dict[Key, PlaceMap] = Field(default_factory=dict)
    documents: dict[Key, DocumentMap] = Field(default_factory=dict)
    events: tuple[EventMap, ...] = ()
    expected: Expected
    """What the table must give: a source that shrinks stops the build."""
