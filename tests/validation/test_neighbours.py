"""What a graph is looked at beside: terms, what it leads to or is led to, namesakes."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.rdf.iri import graph, mint
from kg.rdf.terms import HS, RDF, SKOS
from kg.validation import neighbours as module
from kg.validation.neighbours import Neighbours

OSLO, NORWAY, EUROPE = (mint("place", key) for key in ("oslo", "norway", "europe"))
PEN = mint("organisation", "pen")
NGO = NamedNode("https://ngo.example/ngo")
PLACES = graph("authority")
CODE = Quad(HS.Place, RDF.type, NamedNode("urn:class"), graph("ontology"))
WITHIN = [
    Quad(OSLO, HS.within, NORWAY, PLACES),
    Quad(NORWAY, HS.within, EUROPE, PLACES),
]
NAMED = Quad(PEN, SKOS.prefLabel, Literal("PEN", language="en"), PLACES)
FAR = Quad(mint("place", "lima"), RDF.type, HS.Place, PLACES)
BEFORE = Quad(NGO, HS.country, OSLO, graph("source/ngo-list/r1/given"))


def neighbours(*more: Quad) -> Neighbours:
    store = Store()
    quads = [CODE, *WITHIN, NAMED, FAR, BEFORE, *more]
    store.extend(quads)
    store.extend(Quad(*quad.triple) for quad in quads)  # the merge that a release has
    return Neighbours(store)


def test_what_is_led_to_is_followed_and_nothing_else() -> None:
    given = [Quad(NGO, HS.country, OSLO)]
    own = graph("source/ngo-list/").value
    assert neighbours().of(given, own) == [CODE, *WITHIN]


def test_what_was_given_before_counts_when_it_is_not_replaced() -> None:
    assert BEFORE in neighbours().of([Quad(NGO, HS.country, OSLO)], "")


def test_of_a_graph_is_found_what_others_say_as_if_it_were_given() -> None:
    event, other = mint("event", "vigil"), mint("event", "march")
    vigils, marches = graph("source/vigils/r1"), graph("source/marches/r1")
    said = Quad(event, RDF.type, HS.Event, marches)
    leading = Quad(other, NamedNode("urn:after"), event, marches)
    named = Quad(other, SKOS.prefLabel, Literal("Vigil", language="en"), marches)
    inside = [
        Quad(event, HS.place, OSLO, vigils),
        Quad(event, NamedNode("urn:told"), Literal("no thing"), vigils),
        Quad(event, SKOS.prefLabel, Literal("Vigil", language="en"), vigils),
    ]
    known = neighbours(said, leading, named, *inside)
    found = known.of(inside, apart=vigils)
    assert set(found) == {CODE, *WITHIN, said, leading, named}
    assert len(found) == 6
    plain = [quad for quad in known.of(inside) if quad.graph_name != vigils]
    assert set(found) == set(plain)


def test_of_a_graph_of_terms_others_are_found() -> None:
    codes = graph("vocab")
    inside = [Quad(OSLO, RDF.type, NamedNode("urn:class"), codes)]
    assert set(neighbours(*inside).of(inside, apart=codes)) == {CODE, BEFORE, *WITHIN}


def test_what_is_called_the_same_is_found_by_its_name() -> None:
    label = Literal("PEN", language="en")
    assert NAMED in neighbours().of([Quad(NGO, SKOS.prefLabel, label)], "")
    other = Literal("PEN", language="nb")
    assert NAMED not in neighbours().of([Quad(NGO, SKOS.prefLabel, other)], "")


def test_what_points_at_a_thing_is_found_when_something_is_said_of_it() -> None:
    assert BEFORE in neighbours().of([Quad(OSLO, RDF.type, HS.Place)])
    assert BEFORE not in neighbours().of([Quad(PEN, HS.country, OSLO)])


def test_what_is_given_leads_to_what_is_known_however_much_there_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MOST", 1)
    events = [
        Quad(mint("event", f"vigil-{number}"), HS.place, OSLO, graph("source/vigils"))
        for number in range(30)
    ]
    judged = Quad(mint("judgement", "oslo"), HS.judges, OSLO, graph("identity"))
    known = neighbours(*events, judged).of([Quad(OSLO, RDF.type, HS.Place)])
    assert set(WITHIN) <= set(known)
    assert judged in known, "one statement among many by another property"
    assert len(set(events) & set(known)) == 10
