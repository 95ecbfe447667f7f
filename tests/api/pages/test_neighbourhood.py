"""What is fetched around a thing, and in how many queries."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.api.pages.facts import Facts
from kg.api.pages.neighbourhood import (
    DATA,
    PAGE,
    Extent,
    describe,
    describe_all,
    load_terms,
)
from kg.api.pages.place import read_place_page
from kg.api.pages.reading import Reading
from kg.rdf.iri import expand, graph, mint
from kg.rdf.terms import HS, OA, RDF, SKOS
from kg.store.oxigraph import OxigraphStore
from kg.store.protocol import Row

G = graph("source/d/r1")


class CountingStore(OxigraphStore):
    """A store that counts what it is asked."""

    asked = 0

    def select(self, query: str) -> list[Row]:
        self.asked += 1
        return super().select(query)


def store_of(*triples: tuple[NamedNode, NamedNode, NamedNode]) -> CountingStore:
    both = [quad for s, p, o in triples for quad in (Quad(s, p, o), Quad(s, p, o, G))]
    return CountingStore.of_quads(both)


def chain() -> list[tuple[NamedNode, NamedNode, NamedNode]]:
    """An event, its relation to another, whose time is relative to a third."""
    relation, other, time = expand("er:r"), expand("ev:b"), expand("ts:b")
    return [
        (expand("ev:a"), RDF.type, HS.Event),
        (relation, RDF.type, HS.EventRelation),
        (relation, HS.fromEvent, expand("ev:a")),
        (relation, HS.toEvent, other),
        (other, RDF.type, HS.Event),
        (other, HS.time, time),
        (other, HS.organiser, expand("org:far")),
        (time, RDF.type, HS.TimeSpan),
        (time, HS.relativeTo, expand("ev:c")),
        (expand("ev:c"), RDF.type, HS.Event),
        (expand("ev:c"), HS.place, expand("pl:far")),
    ]


def test_nothing_is_known_of_what_is_not_there() -> None:
    store = store_of(*chain())
    assert list(describe(store, expand("ev:z"))) == []
    assert store.asked == 1


def test_reaches_what_is_needed_to_read_references_and_no_further() -> None:
    store = store_of(*chain())
    facts = describe(store, expand("ev:a"))
    assert facts.iri(expand("ev:b"), HS.time) == expand("ts:b")
    assert facts.iri(expand("ts:b"), HS.relativeTo) == expand("ev:c")
    assert facts.iri(expand("ev:c"), RDF.type) == HS.Event
    assert facts.iri(expand("ev:b"), HS.organiser) is None
    assert store.asked <= 4


def test_many_neighbours_cost_no_more_queries() -> None:
    triples = chain()
    for number in range(50):
        node = mint("participation", f"p{number}")
        agent = mint("organisation", f"o{number}")
        triples += [
            (node, RDF.type, HS.Participation),
            (node, HS.inEvent, expand("ev:a")),
            (node, HS.agent, agent),
            (agent, RDF.type, HS.Organisation),
        ]
    store = store_of(*triples)
    facts = describe(store, expand("ev:a"))
    assert len(facts.subjects(HS.inEvent, expand("ev:a"))) == 50
    assert facts.iri(mint("organisation", "o49"), RDF.type) == HS.Organisation
    assert store.asked <= 4


def test_things_in_lists_are_described_together() -> None:
    store = store_of(*chain())
    facts = describe_all(store, [expand("ev:a"), expand("ev:b")])
    assert facts.iri(expand("ts:b"), HS.relativeTo) == expand("ev:c")
    assert store.asked <= 3


@pytest.mark.parametrize("name", ["ontology", "vocab"])
def test_terms_are_loaded_with_what_is_known_of_their_graphs(name: str) -> None:
    term, of_term = expand("hs:Event"), graph(name)
    quads = [
        Quad(term, RDF.type, SKOS.Concept, of_term),
        Quad(of_term, HS.access, expand("ac:public"), graph("meta")),
        Quad(expand("ev:a"), RDF.type, HS.Event, G),
    ]
    terms = load_terms(OxigraphStore.of_quads(quads))
    assert term in terms
    assert terms.iri(of_term, HS.access) == expand("ac:public")
    assert expand("ev:a") not in terms


def test_a_page_says_when_there_is_more_than_it_tells(terms: Facts) -> None:
    place = expand("pl:land")
    here = [mint("event", f"e{number}") for number in range(61)]
    triples = [(place, RDF.type, HS.Place), *((e, HS.place, place) for e in here)]
    facts = describe(store_of(*triples), place)
    page = read_place_page(Reading(facts, terms, ("en",)), place)
    assert (len(page.events), page.frame.told) == (60, 60)
    assert page.frame.listed == "/events?country=land"
    five = describe(store_of(*triples), place, Extent(5, 60, by_source=False))
    assert len(five.subjects(HS.place, place)) == 5


def named_by_many() -> CountingStore:
    """A place that 430 sources name, the last of them also by another name."""
    place, authority = expand("pl:land"), graph("authority")
    quads = [
        Quad(authority, RDF.type, HS.CuratedGraph, graph("meta")),
        Quad(place, RDF.type, HS.Place, authority),
    ]
    for number in range(430):
        source = graph(f"source/d{number}/r1")
        passage, document = (
            mint("passage", f"p{number}"),
            mint("document", f"d{number}"),
        )
        quads += [
            Quad(place, RDF.type, HS.Place, source),
            Quad(place, HS.nameInSource, Literal("Land"), source),
            Quad(place, HS.evidence, passage, source),
            Quad(passage, OA.hasSource, document, source),
        ]
    last = graph("source/d429/r1")
    quads.append(Quad(place, SKOS.altLabel, Literal("Terra"), last))
    merged = [Quad(*it.triple) for it in quads if it.predicate != OA.hasSource]
    return CountingStore.of_quads([*quads, *merged])


def test_all_facts_of_a_thing_are_told_and_some_of_many_sources() -> None:
    store, place = named_by_many(), expand("pl:land")
    facts = describe(store, place)
    assert facts.literals(place, SKOS.altLabel) == [Literal("Terra")]
    assert (len(facts.graphs(place)), facts.untold) == (24, 407)
    assert {graph("authority"), graph("source/d429/r1")} < set(facts.graphs(place))
    assert facts.quads == describe(store, place).quads


def test_what_a_page_quotes_is_fetched_and_what_data_tell() -> None:
    store, place = named_by_many(), expand("pl:land")
    page, data = describe(store, place, PAGE), describe(store, place, DATA)
    assert (len(page.iris(place, HS.evidence)), page.untold) == (23, 407)
    assert not [it for it in page if it.predicate == OA.hasSource]
    assert (len(data.graphs(place)), data.untold) == (300, 131)
    assert len([it for it in data if it.predicate == OA.hasSource]) == 299


def test_a_page_counts_the_sources_that_it_does_not_name(terms: Facts) -> None:
    place = expand("pl:land")
    facts = describe(named_by_many(), place)
    frame = read_place_page(Reading(facts, terms, ("en",)), place).frame
    assert (len(frame.sources), frame.untold) == (24, 407)
    assert frame.all_sources.startswith("/queries/graphs-about-a-thing?thing=")
