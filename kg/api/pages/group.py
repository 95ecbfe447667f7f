"""The page of a group: how many it is said to be, and who of them is named."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.claims import Claim, claims_about
from kg.api.pages.frame import Frame, Naming, read_frame
from kg.api.pages.judgements import Judged, judgements_on
from kg.api.pages.language import Label
from kg.api.pages.quotations import Quotations
from kg.api.pages.reading import Link, Reading
from kg.api.pages.roles import Attendance, read_attendance
from kg.api.pages.stances import Stances, read_stances
from kg.api.pages.words import sentence
from kg.rdf.terms import HS, SKOS


@dataclass(frozen=True, slots=True)
class GroupPage:
    """All that is told of a group; `count` says stated size and named members."""

    member_kind: Label | None
    size: int | None
    members: tuple[Link, ...]
    count: str
    completeness: Link | None
    completeness_meaning: Label | None
    within: tuple[Link, ...]
    subgroups: tuple[Link, ...]
    attendances: tuple[Attendance, ...]
    stances: Stances
    claims: tuple[Claim, ...]
    judgements: tuple[Judged, ...]
    numbers: tuple[int, ...]
    frame: Frame


def read_group_page(reading: Reading, group: NamedNode) -> GroupPage:
    """Put what is known of a group in order."""
    facts, quotations = reading.facts, Quotations(reading)
    stated = facts.lexical(group, HS.size)
    size = None if stated is None else int(stated)
    members = reading.links(group, HS.hasMember)
    completeness = facts.iri(group, HS.membershipCompleteness)
    return GroupPage(
        member_kind=reading.text(group, HS.memberKind),
        size=size,
        members=members,
        count=count_in_words(size, len(members)),
        completeness=reading.first(group, HS.membershipCompleteness),
        completeness_meaning=(
            None
            if completeness is None
            else reading.text(completeness, SKOS.definition)
        ),
        within=reading.links(group, HS.subGroupOf),
        subgroups=reading.link_all(facts.subjects(HS.subGroupOf, group)),
        attendances=read_attendance(reading, group, quotations),
        stances=read_stances(reading, group, quotations),
        claims=claims_about(reading, [group], quotations),
        judgements=judgements_on(reading, group),
        numbers=quotations.of(group),
        frame=read_frame(reading, group, quotations, Naming("Group")),
    )


def count_in_words(size: int | None, named: int) -> str:
    """Say how many a source says they are, and how many of them it names.

    >>> count_in_words(4, 2)
    'Stated to be 4; 2 are named, 2 are not.'
    >>> count_in_words(None, 0)
    'How many is not stated; none is named.'
    """
    stated = "how many is not stated" if size is None else f"stated to be {size}"
    if named == 0:
        return sentence(f"{stated}; none is named.")
    verb = "is" if named == 1 else "are"
    if size is None:
        return sentence(f"{stated}; {named} {verb} named.")
    rest = size - named
    if rest <= 0:
        return sentence(f"{stated}; all are named.")
    return sentence(
        f"{stated}; {named} {verb} named, {rest} {'is' if rest == 1 else 'are'} not."
    )
