"""An extract: what one document says, each fact with its quotation.

Every list is optional, every item has a `key` or names its things by key, and a key
names one thing in the whole project. Offsets, hashes, IRIs, participations and
shortcuts are computed from this.
"""

import re
from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from kg.model.records.base import (
    DURATION_PATTERN,
    UNKNOWN,
    Code,
    EdtfText,
    Evidenced,
    Key,
    Labels,
    Language,
    Of,
    OrText,
    Quotes,
    Record,
    Words,
    as_record,
    unexpected,
)

Duration = Annotated[str, Field(pattern=DURATION_PATTERN, min_length=3)]
"""An ISO 8601 duration in years, months and days, such as `P5Y`."""


_DIGITS = re.compile(r"\d{4}")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_DAY = re.compile(rf"(?<!\d)(\d\d?)(?:st|nd|rd|th)? ({'|'.join(_MONTHS)})\b")
_MONTH_DAY = re.compile(r"-(\d\d)-(\d\d)")


class Dated(Record):
    """A date as the source gives it."""

    edtf: EdtfText | None = None
    basis: Annotated[Code, Of("date-basis")] = "stated"
    """How the date is known: a notation of `date-basis`."""
    relative_to: Key | None = None
    """The event that a relative date counts from."""
    relation: Annotated[Code, Of("relation-type")] | None = None
    """How it lies to that event: a notation of `relation-type`."""
    offset: Duration | None = None
    quote: Quotes | None = None

    @model_validator(mode="after")
    def _check_anchor(self) -> Self:
        for field in ("relation", "offset"):
            if getattr(self, field) is not None and self.relative_to is None:
                expected = "the event that the date counts from"
                raise unexpected(f"{field!r} without 'relative-to'", expected, field)
        return self

    @model_validator(mode="after")
    def _check_year(self) -> Self:
        quoted = {y for quote in self.quote or () for y in _YEAR.findall(quote.exact)}
        written = set(_DIGITS.findall(self.edtf or ""))
        if self.basis == "stated" and quoted and written and not quoted & written:
            expected = f"a date in {' or '.join(sorted(quoted))}, as its quotation says"
            raise unexpected(str(self.edtf), expected, "edtf")
        return self

    @model_validator(mode="after")
    def _check_day(self) -> Self:
        quoted = {d for quote in self.quote or () for d in _DAY.findall(quote.exact)}
        written = {
            (str(int(day)), _MONTHS[int(month) - 1])
            for month, day in _MONTH_DAY.findall(self.edtf or "")
        }
        known = self.basis in ("stated", "stated-partial")
        if known and quoted and written and not quoted & written:
            days = " or ".join(sorted(" ".join(day) for day in quoted))
            expected = f"{days}, as its quotation says"
            raise unexpected(str(self.edtf), expected, "edtf")
        return self


class Time(Dated):
    """When, as precisely as the source says and no more."""

    same_as: Key | None = None
    """The key of an entry of `times`, or `unknown`; it stands alone."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.same_as is not None:
            refuse_beside(self, "same-as")
        elif self.edtf is None:
            raise unexpected("a time", "'edtf' with 'quote', or a key of 'times'")
        elif self.quote is None:
            raise unexpected("a time without 'quote'", "the words that give it")
        return self

    @property
    def unknown(self) -> bool:
        """The source does not say when."""
        return self.same_as == UNKNOWN


def refuse_beside(record: Record, field: str) -> None:
    """Refuse all other fields of a record.

    Raises:
        PydanticCustomError: there is another.
    """
    given = [name.replace("_", "-") for name in record.model_fields_set]
    for other in sorted(set(given) - {field}):
        raise unexpected(f"{other!r} beside {field!r}", f"{field!r} alone", other)


TimeOrKey = Annotated[Time, BeforeValidator(as_record("same-as")), OrText()]


class NamedTime(Dated):
    """A time that several events share."""

    key: Key
    edtf: EdtfText
    quote: Quotes


class Location(Record):
    """Where, with the words that say or imply it."""

    place: Key
    """The key of a place, or `unknown`."""
    basis: Annotated[Code, Of("basis")] = "stated"
    """Whether the words say or imply it: a notation of `basis`."""
    quote: Quotes | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.unknown:
            refuse_beside(self, "place")
        elif self.quote is None:
            raise unexpected("a place without 'quote'", "the words that give it")
        return self

    @property
    def unknown(self) -> bool:
        """The source does not say where."""
        return self.place == UNKNOWN


LocationOrKey = Annotated[Location, BeforeValidator(as_record("place")), OrText()]


class Participant(Evidenced):
    """Who took part in an event, in which role."""

    agent: Key
    role: Annotated[Code, Of("role")]
    modality: Annotated[Code, Of("modality")] = "asserted"
    degree: Words | None = None
    """How far the agent was involved, in a word."""
    on_behalf_of: tuple[Key, ...] = ()


class MethodUse(Evidenced):
    """A method of action that was used."""

    method: Annotated[Code, Of("method")]


class Concern(Evidenced):
    """A place or an agent that an action was about."""

    about: Key


class EventLink(Evidenced):
    """The larger event, or the series, that an event belongs to."""

    event: Key


class SloganUse(Evidenced):
    """A slogan shown or shouted, verbatim."""

    key: Key
    text: Words
    language: Language
    medium: Annotated[Code, Of("method")]

    @model_validator(mode="after")
    def _check(self) -> Self:
        self.refuse_unquoted(self.text, "text")
        return self


class Reason(Evidenced):
    """The reason that was given for an act."""

    text: Labels


class Event(Evidenced):
    """Something that happened, or is said to have happened."""

    key: Key
    type: Annotated[Code, Of("event-type")]
    """A notation of `event-type`; it decides the class of the event."""
    label: Labels
    time: TimeOrKey
    place: LocationOrKey
    existence: Annotated[Code, Of("modality")] = "asserted"
    """A notation of `modality`: anything but `asserted` is an alleged event."""
    aggregate: bool = False
    """The event sums up acts that are events of their own: it is not counted as one."""
    concerns: tuple[Concern, ...] = ()
    part_of: EventLink | None = None
    in_series: EventLink | None = None
    methods: tuple[MethodUse, ...] = ()
    participants: tuple[Participant, ...] = ()
    slogans: tuple[SloganUse, ...] = ()
    legal_status: Annotated[Code, Of("legal-status")] | None = None
    stated_reason: Reason | None = None
    ongoing_at: Key | None = None
    """The key of an entry of `times` at which the event still goes on."""


class Series(Evidenced):
    """Events that recur under one name."""

    key: Key
    label: Labels
    time: TimeOrKey
    concerns: tuple[Concern, ...] = ()


class Relation(Evidenced):
    """How two events, or a series and an event, relate."""

    from_: Key
    to: Key
    type: Annotated[Code, Of("relation-type")]
    modality: Annotated[Code, Of("modality")] = "asserted"


class Mention(Evidenced):
    """How the source prints the name of an agent or a place."""

    names: Key
    """The key of what is named; the name as printed is the quotation."""


class Member(Evidenced):
    """A named member of a group."""

    agent: Key


class Group(Evidenced):
    """People or organisations that the source counts or describes but does not list."""

    key: Key
    label: Labels
    completeness: Annotated[Code, Of("completeness")]
    """How far the members are named: a notation of `completeness`."""
    member_kind: Labels | None = None
    size: Annotated[int, Field(ge=1)] | None = None
    members: tuple[Member, ...] = ()
    subgroup_of: Key | None = None


class Affiliation(Evidenced):
    """A person's place in an organisation."""

    person: Key
    organisation: Key
    post: Labels | None = None
    former: bool = False


class Friendship(Evidenced):
    """Two people whom the source calls friends."""

    person: Key
    friend: Key

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.person == self.friend:
            raise unexpected(self.friend, "somebody else", "friend")
        return self


class Demand(Evidenced):
    """What was demanded, by whom, of whom, and about whom."""

    key: Key
    label: Labels
    types: Annotated[
        tuple[Annotated[Code, Of("demand-type")], ...], Field(min_length=1)
    ]
    made_at: Key
    demanders: Annotated[tuple[Key, ...], Field(min_length=1)]
    target: Key
    """Who is to change what they do."""
    addressee: Key | None = None
    """Who was asked, when that is somebody else."""
    sought_via: Key | None = None
    """The demand through which this one is to be reached."""
    beneficiaries: tuple[Key, ...] = ()
    position: Annotated[int, Field(ge=1)] | None = None


class Outcome(Evidenced):
    """What became of a demand, of this document or an earlier one."""

    demand: Key
    outcome: Annotated[Code, Of("demand-outcome")]
    """A notation of `demand-outcome`; that it is unknown is a judgement."""


def _first(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)


class Quantity(Record):
    """A number or a length of time, with the bounds that the words give."""

    verbatim: Words
    unit: Annotated[Code, Of("counting-unit")] | None = None
    """What is counted: a notation of `counting-unit`."""
    exactly: Annotated[int, Field(ge=0)] | None = None
    at_least: Annotated[int, Field(ge=0)] | None = None
    above: Annotated[int, Field(ge=0)] | None = None
    at_most: Annotated[int, Field(ge=0)] | None = None
    below: Annotated[int, Field(ge=0)] | None = None
    out_of: Annotated[int, Field(ge=1)] | None = None
    shortest: Duration | None = None
    longest: Duration | None = None
    bound_basis: Labels | None = None
    """Why a bound was read from words that are not a number."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        self._check_bounds()
        if self.lower is None and self.upper is None and self.shortest is None:
            raise unexpected("no quantity", "a number, a bound or a length of time")
        if (self.lower, self.upper) != (None, None) and self.unit is None:
            raise unexpected("a number without 'unit'", "what it counts")
        return self

    def _check_bounds(self) -> None:
        for field, others in (
            ("exactly", ("at-least", "above", "at-most", "below")),
            ("at-least", ("above",)),
            ("at-most", ("below",)),
        ):
            for other in others:
                if {field, other} <= self._given:
                    raise unexpected(f"{other!r} beside {field!r}", "one", other)
        lower, upper = self.lower, self.upper
        if lower is None or upper is None or lower < upper:
            return
        if lower > upper or self._given & {"above", "below"}:
            raise unexpected(f"{lower} to {upper}", "the lower bound first")

    @property
    def _given(self) -> set[str]:
        return {name.replace("_", "-") for name in self.model_fields_set}

    @property
    def lower(self) -> int | None:
        """The lower bound, inclusive unless `above` gave it."""
        return _first(self.exactly, self.at_least, self.above)

    @property
    def upper(self) -> int | None:
        """The upper bound, inclusive unless `below` gave it."""
        return _first(self.exactly, self.at_most, self.below)


class Attribution(Record):
    """Whose word the source gives."""

    agent: Key
    basis: Annotated[Code, Of("basis")]
    """Whether the source says or implies whose word it is: a notation of `basis`."""


class Claim(Evidenced):
    """A counted, contested, hedged or attributed statement."""

    key: Key
    about: Key
    property: Code
    """The property claimed, such as `victim-count`."""
    modality: Annotated[Code, Of("modality")]
    quantity: Quantity | None = None
    is_: bool | None = None
    agent: Key | None = None
    says: Labels | None = None
    asserted_by: Key | None = None
    attributed_to: Attribution | None = None
    cites: Key | None = None
    """The document whose title says so, for `headline-only`."""
    differs_from: tuple[Key, ...] = ()
    contradicts: tuple[Key, ...] = ()
    corroborates: tuple[Key, ...] = ()
    refines: tuple[Key, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        given = list(self._values())
        if len(given) != 1:
            found = " beside ".join(map(repr, given)) or "no value"
            expected = "one of 'quantity', 'is', 'agent' and 'says'"
            raise unexpected(found, expected, *given[1:2])
        if self.quantity is not None:
            self.refuse_unquoted(self.quantity.verbatim, "quantity", "verbatim")
        return self

    def _values(self) -> Iterator[str]:
        for field in ("quantity", "is_", "agent", "says"):
            if getattr(self, field) is not None:
                yield field.rstrip("_")

    def value_field(self) -> str:
        """Name the field that has the value."""
        return next(self._values())


class CitedDocument(Evidenced):
    """A document that the source refers to."""

    key: Key
    title: Words | None = None
    """Its title as printed; a dangling link has none."""
    language: Language
    known: Annotated[Code, Of("known")]
    """How much of it is known: a notation of `known`."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.title is not None:
            self.refuse_unquoted(self.title, "title")
        return self


class Photograph(Evidenced):
    """A photograph in the document: its caption and who is in it, never the picture."""

    key: Key
    language: Language
    depicts: tuple[Key, ...] = ()
    illustrates: Key | None = None


class Extract(Record):
    """All that was read from one revision of one document."""

    times: tuple[NamedTime, ...] = ()
    events: tuple[Event, ...] = ()
    series: tuple[Series, ...] = ()
    relations: tuple[Relation, ...] = ()
    groups: tuple[Group, ...] = ()
    mentions: tuple[Mention, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    friendships: tuple[Friendship, ...] = ()
    demands: tuple[Demand, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    claims: tuple[Claim, ...] = ()
    documents: tuple[CitedDocument, ...] = ()
    photographs: tuple[Photograph, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        places: set[tuple[str, int]] = set()
        for index, demand in enumerate(self.demands):
            if demand.position is None:
                continue
            if (demand.made_at, demand.position) in places:
                expected = "each position once among demands made together"
                at = ("demands", index, "position")
                raise unexpected(str(demand.position), expected, *at)
            places.add((demand.made_at, demand.position))
        return self
