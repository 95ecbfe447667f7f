"""Events that a table tells of, and what hangs on them."""

from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from kg.model.records.base import (
    Code,
    Key,
    Labels,
    Of,
    OrOne,
    OrText,
    Record,
    as_record,
    unexpected,
)
from kg.model.records.tables.term import Column, Condition, Term, TermOrColumn


def _listed(value: object) -> object:
    return list(value) if isinstance(value, list | tuple) else [value]


OneOrMore = Annotated[
    tuple[TermOrColumn, ...], BeforeValidator(_listed), Field(min_length=1), OrOne()
]
"""A term or several."""


class TimeMap(Record):
    """When: a column that the parser `date` reads, or two for start and end."""

    start: Column
    """The column of the date; several dates in a cell make an event of each."""
    end: Column | None = None
    basis: Annotated[Code, Of("date-basis")] = "stated"
    precision: Term | None = None
    """A notation of `precision`, where the source has codes for it."""


TimeOrColumn = Annotated[TimeMap, BeforeValidator(as_record("start")), OrText()]


class PlaceUse(Record):
    """Where: a place of the authority files, of another source or of this one."""

    at_: OneOrMore
    """The place; of several terms, the first that the row has a place for."""
    basis: Annotated[Code, Of("basis")] = "stated"
    """`implied` when the source as a whole says it, such as a city's register."""
    precision: Term | None = None
    """A notation of `precision`: how exactly the source knows the place."""


class RoleMap(Record):
    """Who took part, in which role."""

    each: Key | None = None
    """The part of a row that names them, as named in `each`."""
    role: Annotated[Code, Of("role")]
    agent: Term
    modality: Annotated[Code, Of("modality")] = "asserted"


class Bounds(Record):
    """A quantity in several columns of whole numbers."""

    low: Column
    high: Column
    best: Column | None = None
    """The number that the source itself takes to be the likeliest."""
    verbatim: str
    """A template of the words: how the columns are to be read together."""


class ClaimMap(Record):
    """A number that the source gives for an event."""

    when: tuple[Condition, ...] = ()
    property: Code
    """What is counted: the name of a claimed property, such as `participant-count`."""
    quantity: Column | None = None
    """A column that the parser `count` reads."""
    bounds: Bounds | None = None
    unit: Annotated[Code, Of("counting-unit")]
    modality: Annotated[Code, Of("modality")] = "asserted"

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.quantity is None) == (self.bounds is None):
            raise unexpected("a claim", "either 'quantity' or 'bounds'")
        return self


class EventMap(Record):
    """An event of a row."""

    each: Key | None = None
    """The part of a row that tells of it, as named in `each`."""
    when: tuple[Condition, ...] = ()
    """What must hold, all of it, for the row to tell of such an event."""
    unless: tuple[Condition, ...] = ()
    """What must not hold, none of it."""
    key: TermOrColumn | None = None
    """What identifies it; the key of the row when absent."""
    types: OneOrMore
    """Notations of `event-type`; the first decides the class."""
    label: Labels
    """A template in each language, such as `Demonstration on {date} (row {#})`."""
    time: TimeOrColumn | None = None
    place: PlaceUse | None = None
    concerns: tuple[Term, ...] = ()
    participants: tuple[RoleMap, ...] = ()
    claims: tuple[ClaimMap, ...] = ()
    covered_by: tuple[Key, ...] = ()
    """Names of documents of this mapping that cover the event."""
    reason: TermOrColumn | None = None
    """The reason that the source gives, in its words."""
