"""Judgements: what curators decide about facts and identities, and why."""

from typing import Annotated, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from kg.model.records.base import (
    INTERVAL_PATTERN,
    KEY_PATTERN,
    Code,
    Day,
    EdtfText,
    Key,
    Labels,
    Of,
    Record,
    Url,
    Words,
    read_url,
    unexpected,
)


class Evidence(Record):
    """An outside source that a judgement rests on."""

    title: Words
    url: Url


class Decision(Record):
    """What every judgement has: who decided, when, how surely, and why."""

    key: Key
    reason: Labels
    by: Key
    """The organisation that decided."""
    on: Day
    certainty: Annotated[Code, Of("certainty")]
    """A notation of `certainty`."""
    sources: tuple[Evidence, ...] = ()


class Schedule(Record):
    """How often a series recurs."""

    every: Annotated[str, Field(pattern=INTERVAL_PATTERN)]
    on_month_day: Annotated[int, Field(ge=1, le=31)]


class Judgement(Decision):
    """A decision about an event, a series, a group, a document, a claim or a demand."""

    judges: Key
    decision: Annotated[Code, Of("decision")]
    """A notation of `decision`."""
    time: EdtfText | None = None
    """The date that the event is judged to have had."""
    schedule: Schedule | None = None
    covers: tuple[Key, ...] = ()
    """The events that a document known by its title is judged to cover."""
    subgroup_of: Key | None = None
    publisher: Key | None = None
    """The organisation that is judged to have published a document."""
    address: Url | None = None
    """Where a document is judged to have been published on the web."""
    published_not_before: Day | None = None
    """The first day on which a document can have been published."""
    outcome: Annotated[Code, Of("demand-outcome")] | None = None
    """What is judged to have become of a demand; most often that it is `unknown`."""
    considers: tuple[Key, ...] = ()
    """Claims that were weighed."""
    accepts: tuple[Key, ...] = ()
    rejects: tuple[Key, ...] = ()
    derived_from: tuple[Key, ...] = ()
    """Events, times and claims that the decision follows from."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.time is not None and not self.derived_from:
            expected = "what it follows from"
            raise unexpected("a time without 'derived-from'", expected, "time")
        return self


def _check_thing(value: object) -> object:
    if "://" in str(value):
        return read_url(value)
    return value


Thing = Annotated[
    str,
    BeforeValidator(_check_thing),
    StringConstraints(pattern=f"{KEY_PATTERN}|^https?://"),
]
"""A key; or the IRI of a thing that a register has told of, which has none."""


class Identity(Decision):
    """A decision that two things are, may be, or are not the same."""

    thing: Thing
    same_as: Url | None = None
    """What it is; one of our organisations, places or documents is merged into it."""
    possibly_same: Url | None = None
    not_same: Url | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        fields = ("same-as", "possibly-same", "not-same")
        values = (self.same_as, self.possibly_same, self.not_same)
        given = [f for f, v in zip(fields, values, strict=True) if v is not None]
        if len(given) != 1:
            found = " beside ".join(map(repr, given)) or "none of them"
            expected = "one of 'same-as', 'possibly-same' and 'not-same'"
            raise unexpected(found, expected, *given[1:2])
        return self


class Judgements(Record):
    """The content of one file of `data/editorial/`."""

    judgements: tuple[Judgement, ...]


class Identities(Record):
    """The content of one file of `data/identity/`."""

    identities: tuple[Identity, ...]
