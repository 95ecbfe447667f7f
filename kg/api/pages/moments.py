"""When: what a source says of a time, how it is known, and what we judge of it."""

import datetime
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.dates import day_in_words, edtf_in_words
from kg.api.pages.judgements import Judged, judgements_on
from kg.api.pages.language import Label
from kg.api.pages.quotations import Quotations
from kg.api.pages.reading import Link, Reading
from kg.api.pages.words import duration
from kg.rdf.iri import concept
from kg.rdf.terms import HS, PROV

_KNOWN = {
    "stated": "stated in the source",
    "stated-partial": "partly stated in the source",
    "relative": "dated in the source by another event",
    "inferred": "judged by us",
    "external": "taken from an outside source",
}
"""Basis of a date → how it is known, in a clause."""

UNKNOWN = "not stated"


@dataclass(frozen=True, slots=True)
class Moment:
    """A time span in words.

    Attributes:
        words: as precise as it is known.
        known: how it is known, in a clause.
        relative: what it is relative to: words such as "one month after", and a link.
        by_relation: `words` say no more than that, having no date to say.
        not_before: the first day it can include, in words.
        not_after: the last day it can include, in words.
        machine: the value of a `datetime` attribute, where HTML has a form for it.
        numbers: the quotations that bear it.
    """

    link: Link
    words: str
    edtf: str | None
    known: str | None
    basis: Link | None
    relative: tuple[str, Link] | None
    by_relation: bool
    not_before: str | None
    not_after: str | None
    machine: str | None
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """A time that a judged one follows from, and whose time it is."""

    moment: Moment
    events: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class JudgedMoment:
    """A time as a curator judges it, with the judgement and what it follows from."""

    moment: Moment
    judgement: Judged | None
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class When:
    """All that is known of when something was."""

    stated: tuple[Moment, ...]
    judged: tuple[JudgedMoment, ...]
    ongoing: tuple[Moment, ...]

    @property
    def words(self) -> str:
        """The best answer, short: the judged time, else what sources say."""
        if self.judged:
            return f"{self.judged[0].moment.words} (judged)"
        return "; ".join(moment.words for moment in self.stated) or UNKNOWN


def read_moment(reading: Reading, span: NamedNode, quotations: Quotations) -> Moment:
    """Read a time span."""
    facts = reading.facts
    edtf = facts.lexical(span, HS.edtf)
    words = in_words(reading, span)
    first, last = (_day(reading, span, p) for p in (HS.notBefore, HS.notAfter))
    return Moment(
        reading.link(span, Label(words, "en")),
        words,
        edtf,
        _known(reading, span),
        reading.first(span, HS.dateBasis),
        _relative(reading, span),
        _is_by_relation(reading, span),
        None if first is None else day_in_words(first),
        None if last is None else day_in_words(last),
        first.isoformat() if first and first == last else None,
        quotations.of(span),
    )


def in_words(reading: Reading, span: NamedNode) -> str:
    """Say what a time span covers: its date, or its distance from an event."""
    relative = _relative(reading, span)
    if relative is not None and _is_by_relation(reading, span):
        return f"{relative[0]} {relative[1].text}"
    edtf = reading.facts.lexical(span, HS.edtf)
    return UNKNOWN if edtf is None else edtf_in_words(edtf)


def _is_by_relation(reading: Reading, span: NamedNode) -> bool:
    edtf = reading.facts.lexical(span, HS.edtf) or ""
    return "/" in edtf and reading.facts.iri(span, HS.relativeTo) is not None


def _known(reading: Reading, span: NamedNode) -> str | None:
    basis = reading.facts.iri(span, HS.dateBasis)
    if basis is None:
        return None
    if reading.facts.lexical(span, HS.monthDay) is not None:
        return "the source states the day and the month, not the year"
    code = basis.value.rpartition("/")[2]
    return _KNOWN.get(code, reading.label(basis).text)


def _relative(reading: Reading, span: NamedNode) -> tuple[str, Link] | None:
    anchor = reading.facts.iri(span, HS.relativeTo)
    if anchor is None:
        return None
    relation = reading.facts.iri(span, HS.relation)
    words = _RELATIONS.get(relation, "relative to") if relation else "relative to"
    offset = reading.facts.lexical(span, HS.offset)
    if offset is not None:
        words = f"{duration(offset)} {words}"
    return words, reading.link(anchor)


_RELATIONS = {
    concept("relation-type", "follows"): "after",
    concept("relation-type", "precedes"): "before",
    concept("relation-type", "parallel"): "during",
}


def _day(
    reading: Reading, span: NamedNode, predicate: NamedNode
) -> datetime.date | None:
    found = reading.facts.lexical(span, predicate)
    return None if found is None else datetime.date.fromisoformat(found)


def read_when(reading: Reading, thing: NamedNode, quotations: Quotations) -> When:
    """Read everything about when an event or a series was."""
    facts = reading.facts
    return When(
        tuple(
            read_moment(reading, span, quotations)
            for span in facts.iris(thing, HS.time)
        ),
        tuple(
            _judged(reading, thing, span, quotations)
            for span in facts.iris(thing, HS.judgedTime)
        ),
        tuple(
            read_moment(reading, span, quotations)
            for span in facts.iris(thing, HS.ongoingAt)
        ),
    )


def _judged(
    reading: Reading, thing: NamedNode, span: NamedNode, quotations: Quotations
) -> JudgedMoment:
    grounds = frozenset(reading.facts.iris(span, PROV.wasDerivedFrom))
    judgement = next(
        (
            judged
            for judged in judgements_on(reading, thing)
            if grounds and grounds == frozenset(judged.grounds)
        ),
        None,
    )
    return JudgedMoment(
        read_moment(reading, span, quotations),
        judgement,
        tuple(
            Ground(
                read_moment(reading, ground, quotations),
                _timed(reading, thing, ground),
            )
            for ground in sorted(grounds, key=str)
        ),
    )


def _timed(reading: Reading, thing: NamedNode, ground: NamedNode) -> tuple[Link, ...]:
    """List the events a ground is the time of, unless it is the thing's own time."""
    events = reading.facts.subjects(HS.time, ground)
    return () if thing in events else reading.link_all(events)


def sort_day(reading: Reading, thing: NamedNode) -> str | None:
    """Return when something was, judged before stated, in a form that sorts by time.

    What is bounded on both sides comes before what began on the same day.
    """
    for span in (*_judged_spans(reading, thing), *reading.facts.iris(thing, HS.time)):
        start = reading.facts.lexical(span, HS.notBefore)
        edtf = reading.facts.lexical(span, HS.edtf) or ""
        if start is not None:
            return f"{start}/{reading.facts.lexical(span, HS.notAfter) or '9999'}"
        if edtf[:4].isdigit():
            return edtf
    return None


def short_when(reading: Reading, thing: NamedNode) -> str:
    """Say in a few words when something was, for a list."""
    judged = [in_words(reading, span) for span in _judged_spans(reading, thing)]
    if judged:
        return f"{judged[0]} (judged)"
    stated = [in_words(reading, s) for s in reading.facts.iris(thing, HS.time)]
    return "; ".join(stated) or "time not stated"


def _judged_spans(reading: Reading, thing: NamedNode) -> list[NamedNode]:
    """List the judged times of a thing, else those of what it is a part of.

    A part that is timed by the same span as its whole was when the whole was.
    """
    facts = reading.facts
    own = facts.iris(thing, HS.judgedTime)
    if own:
        return own
    stated = facts.iris(thing, HS.time)
    return [
        span
        for whole in facts.iris(thing, HS.partOf)
        if facts.iris(whole, HS.time) == stated
        for span in facts.iris(whole, HS.judgedTime)
    ]
