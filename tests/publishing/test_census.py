"""What a graph holds is counted once, by class and by property."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from kg.publishing.census import Census, Tally, Use
from kg.publishing.lines import line_of
from kg.publishing.sizes import Size, take_sizes
from kg.rdf.iri import graph, mint
from kg.rdf.terms import HS, RDF, SKOS, XSD

MARCH, TALK = mint("event", "march"), mint("event", "talk")
RAFTO = mint("organisation", "rafto")
OUTSIDE = NamedNode("http://example.org/elsewhere")
STRING = XSD.string
LANGUAGE = RDF.langString


def in_order(quads: Iterable[Quad]) -> list[bytes]:
    return sorted(map(line_of, quads))


def census(*quads: Quad) -> Census:
    tally = Tally()
    tally.add(in_order(quads))
    return tally.census()


QUADS = (
    Quad(MARCH, RDF.type, HS.Event),
    Quad(MARCH, RDF.type, HS.CivicAction),
    Quad(MARCH, SKOS.prefLabel, Literal("March", language="en")),
    Quad(MARCH, SKOS.prefLabel, Literal("Marsj", language="nb")),
    Quad(MARCH, HS.supporter, RAFTO),
    Quad(MARCH, HS.supporter, OUTSIDE),
    Quad(TALK, RDF.type, HS.Event),
    Quad(TALK, SKOS.prefLabel, Literal("March", language="en")),
    Quad(TALK, HS.supporter, RAFTO),
    Quad(RAFTO, RDF.type, HS.Organisation),
    Quad(RAFTO, SKOS.notation, Literal("R")),
    Quad(OUTSIDE, SKOS.notation, Literal("R", datatype=HS.SharpNumber)),
)


def test_counts_the_whole() -> None:
    assert census(*QUADS).size == Size(
        triples=12, entities=3, subjects=4, objects=9, classes=3, properties=4
    )


def test_counts_the_things_of_each_class() -> None:
    assert census(*QUADS).classes == {
        HS.CivicAction: 1,
        HS.Event: 2,
        HS.Organisation: 1,
    }


def test_counts_the_uses_of_a_property() -> None:
    properties = census(*QUADS).properties
    assert properties[HS.supporter] == Use(3, 2, 2, {HS.Organisation: 2}, {})
    assert properties[SKOS.prefLabel] == Use(3, 2, 2, {}, {LANGUAGE: 3})
    assert properties[SKOS.notation] == Use(2, 2, 2, {}, {STRING: 1, HS.SharpNumber: 1})


def test_counts_the_uses_of_a_property_with_the_things_of_a_class() -> None:
    uses = census(*QUADS).uses
    assert list(uses) == [HS.CivicAction, HS.Event, HS.Organisation]
    assert uses[HS.CivicAction][HS.supporter] == Use(2, 1, 2, {HS.Organisation: 1}, {})
    assert uses[HS.Event][HS.supporter] == Use(3, 2, 2, {HS.Organisation: 2}, {})
    assert uses[HS.Event][SKOS.prefLabel] == Use(3, 2, 2, {}, {LANGUAGE: 3})
    assert list(uses[HS.Organisation]) == [RDF.type, SKOS.notation]


def test_goes_on_counting_where_it_was() -> None:
    tally = Tally()
    tally.add(in_order(QUADS[:9]))
    before = tally.census()
    tally.add(in_order(QUADS[11:]))
    assert before.size.triples == 9
    assert tally.census().size.triples == 10
    assert tally.census().properties[SKOS.notation].triples == 1


def test_counts_values_as_the_engine_keeps_them() -> None:
    five = Literal("5", datatype=XSD.integer)
    also = Literal("5", datatype=XSD.nonNegativeInteger)
    quads = (Quad(MARCH, HS.position, five), Quad(TALK, HS.position, also))
    use = census(*quads).properties[HS.position]
    assert use == Use(2, 2, 1, {}, {XSD.integer: 2})
    name = graph("one")
    named = [Quad(it.subject, it.predicate, it.object, name) for it in quads]
    assert take_sizes(in_order(named))[name].objects == 1


def test_an_empty_graph_holds_nothing() -> None:
    assert census() == Census(Size(0, 0, 0, 0, 0, 0), {}, {}, {})


def test_measures_each_named_graph() -> None:
    one, two = graph("one"), graph("two")
    quads = [Quad(it.subject, it.predicate, it.object, two) for it in QUADS]
    quads += [Quad(MARCH, RDF.type, HS.Event, one), Quad(MARCH, RDF.type, HS.Event)]
    assert take_sizes(in_order(quads)) == {
        one: Size(1, 1, 1, 1, 1, 1),
        two: Size(12, 3, 4, 9, 3, 4),
    }
