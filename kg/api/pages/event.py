"""The page of an event."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.claims import Claim, claims_about
from kg.api.pages.demands import Demand, read_demands
from kg.api.pages.events import EventItem, read_event_items
from kg.api.pages.frame import Frame, Naming, read_frame
from kg.api.pages.judgements import Judged, judgements_on
from kg.api.pages.language import Label
from kg.api.pages.moments import When, read_when
from kg.api.pages.quotations import Quotations
from kg.api.pages.reading import Link, Reading
from kg.api.pages.relations import Relation, read_relations
from kg.api.pages.roles import Cast, read_cast
from kg.rdf.iri import concept
from kg.rdf.terms import HS, RDF, SKOS

_ASSERTED = concept("modality", "asserted")


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A place, what it lies in, and how the place is known when it is not stated."""

    place: Link
    within: tuple[Link, ...]
    basis: Link | None


@dataclass(frozen=True, slots=True)
class Method:
    """A method of action, with its number in Sharp's list if it has one."""

    link: Link
    meaning: Label | None
    sharp: str | None


@dataclass(frozen=True, slots=True)
class Slogan:
    """A slogan as it was written, and on what."""

    link: Link
    words: Label
    medium: Link | None
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EventPage:
    """All that is told of an event."""

    types: tuple[Link, ...]
    alleged: Link | None
    aggregate: bool
    numbers: tuple[int, ...]
    when: When
    where: tuple[Whereabouts, ...]
    concerns: tuple[Link, ...]
    part_of: tuple[EventItem, ...]
    series: tuple[Link, ...]
    legal_status: tuple[Link, ...]
    reasons: tuple[Label, ...]
    cast: tuple[Cast, ...]
    suspects: tuple[Link, ...]
    demands: tuple[Demand, ...]
    methods: tuple[Method, ...]
    slogans: tuple[Slogan, ...]
    claims: tuple[Claim, ...]
    claims_about_groups: tuple[Claim, ...]
    relations: tuple[Relation, ...]
    parts: tuple[EventItem, ...]
    reported_in: tuple[Link, ...]
    covered_in: tuple[Link, ...]
    judgements: tuple[Judged, ...]
    frame: Frame


def read_event_page(reading: Reading, event: NamedNode) -> EventPage:
    """Put everything known of an event in order."""
    facts, quotations = reading.facts, Quotations(reading, event)
    alleged = HS.AllegedEvent in facts.iris(event, RDF.type)
    when = read_when(reading, event, quotations)
    timed = {item.judgement.iri for item in when.judged if item.judgement}
    return EventPage(
        types=reading.links(event, HS.eventType),
        alleged=_existence(reading, event),
        aggregate=reading.flag(event, HS.aggregate),
        numbers=quotations.of(event),
        when=when,
        where=_whereabouts(reading, event),
        concerns=reading.links(event, HS.concerns),
        part_of=read_event_items(reading, facts.iris(event, HS.partOf)),
        series=reading.links(event, HS.inSeries),
        legal_status=reading.links(event, HS.legalStatus),
        reasons=tuple(reading.texts(event, HS.statedReason)),
        cast=read_cast(reading, event, quotations),
        suspects=reading.links(event, HS.allegedPerpetrator),
        demands=read_demands(reading, facts.subjects(HS.madeAt, event), quotations),
        methods=_methods(reading, event),
        slogans=_slogans(reading, event, quotations),
        claims=claims_about(reading, [event], quotations),
        claims_about_groups=claims_about(reading, _groups(reading, event), quotations),
        relations=read_relations(reading, event, quotations),
        parts=read_event_items(reading, facts.subjects(HS.partOf, event)),
        reported_in=reading.links(event, HS.reportedIn),
        covered_in=reading.link_all(
            {
                *facts.subjects(HS.covers, event),
                *facts.subjects(HS.illustrates, event),
            }
        ),
        judgements=tuple(
            judged
            for judged in judgements_on(reading, event)
            if judged.iri not in timed
        ),
        frame=read_frame(
            reading, event, quotations, Naming("Alleged event" if alleged else "Event")
        ),
    )


def _existence(reading: Reading, event: NamedNode) -> Link | None:
    """Return how a source hedges that the event took place, or None."""
    existence = reading.facts.iri(event, HS.existence)
    return (
        None if existence in (None, _ASSERTED) else reading.first(event, HS.existence)
    )


def _whereabouts(reading: Reading, event: NamedNode) -> tuple[Whereabouts, ...]:
    basis = reading.facts.iri(event, HS.placeBasis)
    stated = basis is None or basis == concept("basis", "stated")
    return tuple(
        Whereabouts(
            reading.link(place),
            reading.links(place, HS.within),
            None if stated else reading.first(event, HS.placeBasis),
        )
        for place in reading.facts.iris(event, HS.place)
    )


def _methods(reading: Reading, event: NamedNode) -> tuple[Method, ...]:
    return tuple(
        Method(
            reading.link(method),
            reading.text(method, SKOS.definition),
            _sharp(reading, method),
        )
        for method in reading.facts.iris(event, HS.method)
    )


def _sharp(reading: Reading, method: NamedNode) -> str | None:
    for notation in reading.terms.literals(method, SKOS.notation):
        if notation.datatype == HS.SharpNumber:
            return notation.value
    return None


def _slogans(
    reading: Reading, event: NamedNode, quotations: Quotations
) -> tuple[Slogan, ...]:
    return tuple(
        Slogan(
            reading.link(slogan),
            reading.text(slogan, HS.verbatim) or reading.label(slogan),
            reading.first(slogan, HS.medium),
            quotations.of(slogan),
        )
        for slogan in reading.facts.iris(event, HS.slogan)
    )


def _groups(reading: Reading, event: NamedNode) -> list[NamedNode]:
    """List the groups in an event: what is claimed of them is told here too."""
    facts = reading.facts
    return [
        agent
        for node in facts.subjects(HS.inEvent, event)
        for agent in facts.iris(node, HS.agent)
        if HS.Group in facts.iris(agent, RDF.type)
    ]
