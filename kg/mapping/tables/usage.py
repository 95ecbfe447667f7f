"""Which columns a mapping uses, and for what: none is read in vain, none is unread."""

from collections.abc import Iterable, Iterator

from kg.errors import (
    DanglingKeyError,
    InputError,
    Position,
    UnexpectedValueError,
    UnknownFieldError,
)
from kg.mapping.tables.terms import COLUMN, DATE, LINE
from kg.model.records.base import Record
from kg.model.records.cells.text import ListCell, TextCell
from kg.model.records.tables.events import Bounds, ClaimMap, TimeMap
from kg.model.records.tables.map import Part, TableMap
from kg.model.records.tables.term import Condition, Term
from kg.model.records.tables.things import DocumentMap, GroupMap, OrganisationMap

Use = tuple[str, Position]
"""The name of a column, and where the mapping says it."""

_COLUMNS = {
    TimeMap: ("start", "end"),
    ClaimMap: ("quantity",),
    Bounds: ("low", "high", "best"),
    DocumentMap: ("published",),
    GroupMap: ("size",),
    Condition: ("column",),
    Term: ("column",),
}
"""Records that name columns, and in which fields."""


def column_faults(mapping: TableMap) -> Iterator[InputError]:
    """Yield columns that are used and not read, or read and not used."""
    known = mapping.columns
    used: set[str] = set()
    for column, at in columns_used(mapping):
        used.add(column)
        if column not in known:
            expected = "a column listed under 'columns'"
            yield UnexpectedValueError(at, column, expected, known)
    for column in known:
        if column not in used:
            at, expected = mapping.at("columns", column), "its use, or it under ignored"
            yield UnknownFieldError(
                at, f"{column}, which is read for nothing", expected
            )


def naming_faults(mapping: TableMap) -> Iterator[InputError]:
    """Yield organisations whose names are read without withholding people's.

    An organiser may be anybody. What reads names has to be the parser `name`, or the
    mapping says why there are no people among them.
    """
    for name, organisation in mapping.organisations.items():
        if organisation.because is not None:
            continue
        for column, at in _naming(organisation):
            parser = mapping.columns.get(column)
            if isinstance(parser, TextCell | ListCell):
                found = f"{column}, the names of {name}, read by {parser.parser!r}"
                expected = "the parser 'name', which withholds people, or 'because'"
                yield UnexpectedValueError(at, found, expected)


def _naming(organisation: OrganisationMap) -> Iterator[Use]:
    """Yield the columns that the names of an organisation are made of."""
    templates = list(_templates(organisation))
    printed = organisation.printed
    if printed is not None:
        templates += _templates(printed)
        if printed.column is not None:
            yield printed.column, printed.at("column")
    for text, at in templates:
        yield from ((column, at) for column in COLUMN.findall(text))


def columns_used(record: Record) -> Iterator[Use]:
    """Yield the columns that a record and all records in it name."""
    for part in walk(record):
        for field in _COLUMNS.get(type(part), ()):
            column = getattr(part, field)
            if column is not None:
                yield column, part.at(field)
        if isinstance(part, Part):
            yield from ((column, part.at("parallel")) for column in part.parallel)
        for text, at in _templates(part):
            names = (name for name in COLUMN.findall(text) if name not in (LINE, DATE))
            yield from ((name, at) for name in names)


def _templates(record: Record) -> Iterator[tuple[str, Position]]:
    if isinstance(record, Term) and record.template is not None:
        yield record.template, record.at("template")
    if isinstance(record, Bounds):
        yield record.verbatim, record.at("verbatim")
    for language, template in (getattr(record, "label", None) or {}).items():
        yield template, record.at("label", language)


def walk(value: object) -> Iterator[Record]:
    """Yield a record and all records in it."""
    if isinstance(value, Record):
        yield value
        for name in type(value).model_fields:
            yield from walk(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from walk(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from walk(item)


def name_faults(mapping: TableMap, lookups: Iterable[str]) -> Iterator[InputError]:
    """Yield names of lookups, parts and things that the mapping does not have."""
    known = set(lookups)
    made = {
        *mapping.organisations,
        *mapping.groups,
        *mapping.people,
        *mapping.places,
        *mapping.documents,
    }
    for record in walk(mapping):
        for field, names, expected in (
            ("lookup", known, "a lookup of lookups.yml"),
            ("known", known, "a lookup of lookups.yml"),
            ("found_in", known, "a lookup of lookups.yml"),
            ("each", set(mapping.each), "a part of a row under 'each'"),
            ("thing", made, "a thing that this mapping makes"),
            ("covered_by", set(mapping.documents), "a document of this mapping"),
        ):
            told = getattr(record, field, None)
            for name in (told,) if isinstance(told, str) else told or ():
                if isinstance(name, str) and name not in names and record != mapping:
                    at = record.at(field.replace("_", "-"))
                    yield DanglingKeyError(at, name, expected, names)
