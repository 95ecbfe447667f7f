"""Nobody sees a graph that its metadata does not open to them."""

import datetime

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.publishing.audience import Access, Audience, Sight, merged_lines
from kg.publishing.lines import line_of
from kg.rdf.iri import concept, graph, mint
from kg.rdf.terms import HS, OA, SKOS, XSD

TODAY = datetime.date(2026, 11, 23)
META = graph("meta")
OPEN, SHARED, CLOSED = graph("open"), graph("shared"), graph("closed")
UNDECLARED = graph("undeclared")


def access(name: NamedNode, level: str) -> Quad:
    return Quad(name, HS.access, concept("access", level), META)


def fact(name: NamedNode) -> Quad:
    label = Literal(name.value, language="en")
    return Quad(mint("event", "march"), SKOS.prefLabel, label, name)


FACTS = [fact(name) for name in (OPEN, SHARED, CLOSED, UNDECLARED)]


def visible(
    quads: list[Quad], access: Access, audience: Audience, on: datetime.date
) -> list[Quad]:
    """List the quads that an audience may see."""
    lines = {line_of(quad): quad for quad in quads}
    sight = Sight(access, audience, on)
    return [lines[line] for line in sight.lines(sorted(lines))]


DECLARED = [
    access(OPEN, "public"),
    access(SHARED, "partner"),
    access(CLOSED, "restricted"),
    access(META, "public"),
]


@pytest.mark.parametrize(
    ("audience", "seen"),
    [
        (Audience.PUBLIC, {OPEN, META}),
        (Audience.PARTNER, {OPEN, SHARED, META}),
    ],
)
def test_an_audience_sees_its_own_graphs_and_those_of_wider_ones(
    audience: Audience, seen: set[NamedNode]
) -> None:
    quads = [*FACTS, *DECLARED]
    shown = visible(quads, Access.from_quads(quads), audience, TODAY)
    assert {quad.graph_name for quad in shown} == seen


@pytest.mark.parametrize("audience", list(Audience))
def test_a_graph_without_an_access_level_is_in_no_file(audience: Audience) -> None:
    assert visible([fact(UNDECLARED)], Access.from_quads([]), audience, TODAY) == []


def test_of_two_levels_the_strictest_holds() -> None:
    quads = [fact(OPEN), access(OPEN, "public"), access(OPEN, "restricted")]
    shown = visible(quads, Access.from_quads(quads), Audience.PARTNER, TODAY)
    assert fact(OPEN) not in shown


def test_a_level_that_is_not_in_the_vocabulary_opens_nothing() -> None:
    quads = [fact(OPEN), access(OPEN, "everybody")]
    shown = visible(quads, Access.from_quads(quads), Audience.PARTNER, TODAY)
    assert shown == []


@pytest.mark.parametrize(
    ("until", "seen"),
    [("2026-11-24", False), ("2026-11-23", True), ("2020-01-01", True)],
)
def test_an_embargo_hides_a_graph_until_its_day(until: str, seen: bool) -> None:
    embargo = Quad(OPEN, HS.embargoUntil, Literal(until, datatype=XSD.date), META)
    quads = [fact(OPEN), access(OPEN, "public"), embargo]
    shown = visible(quads, Access.from_quads(quads), Audience.PUBLIC, TODAY)
    assert (fact(OPEN) in shown) is seen


def test_the_default_graph_has_each_triple_once() -> None:
    label = Literal("March", language="en")
    quads = [Quad(mint("event", "m"), SKOS.prefLabel, label, g) for g in (OPEN, SHARED)]
    march = Quad(mint("event", "m"), SKOS.prefLabel, label)
    lines = sorted(map(line_of, quads))
    assert list(merged_lines(lines)) == [line_of(march)]


def test_passages_stay_in_their_graphs() -> None:
    passage = mint("passage", "article.r1.0-4")
    selector = NamedNode(f"{passage.value}#p")
    start = Literal("0", datatype=XSD.nonNegativeInteger)
    quads = [
        Quad(passage, OA.hasSelector, selector, OPEN),
        Quad(selector, OA.start, start, OPEN),
        Quad(mint("event", "march"), HS.evidence, passage, OPEN),
    ]
    [line] = merged_lines(sorted(map(line_of, quads)))
    assert f" {HS.evidence} ".encode() in line


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(OPEN, id="an-open-graph-as-object"),
        pytest.param(Literal(f"see <{OPEN.value}>"), id="its-name-in-a-text"),
        pytest.param(Literal(f" <{OPEN.value}>", datatype=OPEN), id="as-a-datatype"),
    ],
)
def test_what_is_in_no_graph_is_in_no_file(value: NamedNode | Literal) -> None:
    quad = Quad(mint("event", "march"), HS.reportedIn, value)
    shown = visible([quad], Access.from_quads(DECLARED), Audience.PARTNER, TODAY)
    assert shown == []


def test_an_access_level_of_another_thing_opens_no_graph() -> None:
    name = NamedNode(f"{CLOSED.value}/more")
    quads = [fact(name), *DECLARED]
    assert fact(name) not in visible(
        quads, Access.from_quads(quads), Audience.PARTNER, TODAY
    )
