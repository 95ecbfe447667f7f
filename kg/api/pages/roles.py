"""Roles: who took part in an event, and in which events somebody took part."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.events import EventItem, read_event_item
from kg.api.pages.language import Label
from kg.api.pages.quotations import Quotations
from kg.api.pages.reading import Link, Reading
from kg.api.pages.words import plural
from kg.rdf.iri import concept
from kg.rdf.terms import HS, SKOS

_ORDER = (
    "organiser",
    "demander",
    "participant",
    "speaker",
    "supporter",
    "visitor",
    "beneficiary",
    "addressee",
    "target",
    "victim",
    "perpetrator",
)
_ASSERTED = concept("modality", "asserted")


@dataclass(frozen=True, slots=True)
class Part:
    """One agent's part in an event.

    `printed` are the names the sources print when they are none of the agent's own;
    `hedge` is the modality of a part that is not plainly asserted.
    """

    agent: Link
    kind: Link | None
    printed: tuple[Label, ...]
    on_behalf_of: tuple[Link, ...]
    degree: Label | None
    hedge: Link | None
    notes: tuple[Label, ...]
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cast:
    """All who took part in one role; `heading` names the role in the plural."""

    role: Link
    heading: Label
    meaning: Label | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Attendance:
    """An event that somebody took part in, and how."""

    event: EventItem
    role: Link
    hedge: Link | None
    on_behalf_of: tuple[Link, ...]
    acting: Link | None
    numbers: tuple[int, ...]


def read_cast(
    reading: Reading, event: NamedNode, quotations: Quotations
) -> tuple[Cast, ...]:
    """List who took part in an event, by role."""
    by_role: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for node in reading.facts.subjects(HS.inEvent, event):
        for role in reading.facts.iris(node, HS.role):
            by_role[role].append(node)
    return tuple(
        Cast(
            reading.link(role),
            _heading(reading.label(role), len(nodes)),
            reading.text(role, SKOS.definition),
            _parts(reading, nodes, quotations),
        )
        for role, nodes in sorted(by_role.items(), key=lambda item: _rank(item[0]))
    )


def _rank(role: NamedNode) -> tuple[int, str]:
    code = role.value.rpartition("/")[2]
    return (_ORDER.index(code) if code in _ORDER else len(_ORDER), code)


def _heading(role: Label, number: int) -> Label:
    if role.language != "en" or number == 1:
        return role
    return Label(plural(role.text), "en")


def _parts(
    reading: Reading, nodes: Iterable[NamedNode], quotations: Quotations
) -> tuple[Part, ...]:
    ordered = sorted(nodes, key=lambda node: _agent_name(reading, node))
    return tuple(
        part for node in ordered for part in _read_parts(reading, node, quotations)
    )


def _agent_name(reading: Reading, node: NamedNode) -> str:
    agent = reading.first(node, HS.agent)
    return agent.text.casefold() if agent else ""


def _read_parts(
    reading: Reading, node: NamedNode, quotations: Quotations
) -> Iterable[Part]:
    for agent in reading.facts.iris(node, HS.agent):
        yield Part(
            reading.link(agent),
            reading.first(agent, HS.orgType),
            printed_names(reading, agent),
            reading.links(node, HS.onBehalfOf),
            reading.text(node, HS.degree),
            hedge(reading, node),
            tuple(reading.texts(node, SKOS.editorialNote)),
            quotations.of(node),
        )


def hedge(reading: Reading, node: NamedNode) -> Link | None:
    """Return the modality of what is not plainly asserted, else None."""
    modality = reading.facts.iri(node, HS.modality)
    return None if modality in (None, _ASSERTED) else reading.first(node, HS.modality)


def printed_names(reading: Reading, agent: NamedNode) -> tuple[Label, ...]:
    """List the names sources print that are not among the agent's own."""
    own = {
        _bare(label.text)
        for predicate in (SKOS.prefLabel, SKOS.altLabel)
        for label in reading.texts(agent, predicate)
    }
    printed = reading.texts(agent, HS.nameInSource)
    return tuple(label for label in printed if _bare(label.text) not in own)


def _bare(name: str) -> str:
    return name.casefold().removeprefix("the ").replace("’", "'")  # noqa: RUF001 - as printed


def read_attendance(
    reading: Reading, agent: NamedNode, quotations: Quotations
) -> tuple[Attendance, ...]:
    """List the events somebody took part in, the latest first."""
    nodes = [
        *((node, False) for node in reading.facts.subjects(HS.agent, agent)),
        *((node, True) for node in reading.facts.subjects(HS.onBehalfOf, agent)),
    ]
    found = [
        attendance
        for node, by_others in nodes
        for attendance in _attended(reading, node, quotations, by_others=by_others)
    ]
    return tuple(sorted(found, key=lambda item: item.event.latest_first, reverse=True))


def _attended(
    reading: Reading, node: NamedNode, quotations: Quotations, *, by_others: bool
) -> Iterable[Attendance]:
    role = reading.first(node, HS.role)
    for event in reading.facts.iris(node, HS.inEvent):
        if role is not None:
            yield Attendance(
                read_event_item(reading, event),
                role,
                hedge(reading, node),
                () if by_others else reading.links(node, HS.onBehalfOf),
                reading.first(node, HS.agent) if by_others else None,
                quotations.of(node),
            )
