"""Every query of the catalogue answers as its table says, in two engines alike."""

import json
from typing import Any

import pytest
from pyoxigraph import Quad, RdfFormat, Triple, parse
from rdflib import Dataset
from rdflib.query import Result

from kg.rdf.iri import graph
from kg.rdf.query.catalogue import Query, read_catalogue
from kg.rdf.query.preflight import Form
from kg.store.oxigraph import OxigraphStore
from tests.queries.tables import (
    EXPECTED,
    ROOT,
    Keys,
    ask,
    facts,
    read_table,
    table,
)

# rdflib uses what it has itself deprecated.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning"),
]

CATALOGUE = read_catalogue(ROOT / "queries")
TABLES = [
    pytest.param(query, id=query.name)
    for query in CATALOGUE
    if query.form is Form.SELECT
]
GRAPHS = [query for query in CATALOGUE if query.form is Form.CONSTRUCT]

ARTICLE = graph("source/norway-release-political-prisoners/r1")


def ask_rdflib(dataset: Dataset, query: str) -> dict[str, Any]:
    result = dataset.query(query)
    assert isinstance(result, Result)
    written = result.serialize(format="json")
    assert written is not None
    answer: dict[str, Any] = json.loads(written)
    return answer


@pytest.mark.parametrize("query", TABLES)
def test_an_answer_is_the_expected_table(
    query: Query, store: OxigraphStore, keys: Keys
) -> None:
    assert table(ask(store, query.bind()), keys) == read_table(query.name)


@pytest.mark.parametrize("query", TABLES)
def test_both_engines_answer_alike(
    query: Query, store: OxigraphStore, dataset: Dataset
) -> None:
    assert not query.engines
    text = query.bind()

    assert facts(ask_rdflib(dataset, text)) == facts(ask(store, text))


@pytest.mark.parametrize("query", GRAPHS, ids=lambda query: query.name)
def test_both_engines_construct_alike(
    query: Query, store: OxigraphStore, dataset: Dataset
) -> None:
    text = query.bind()
    constructed = dataset.query(text).graph
    assert constructed is not None
    written = parse(constructed.serialize(format="nt"), format=RdfFormat.N_TRIPLES)

    assert {_spelled(it.triple) for it in written} == {
        _spelled(it) for it in store.construct(text)
    }


def test_an_event_is_told_in_the_words_of_schema_org(store: OxigraphStore) -> None:
    expected = parse(path=EXPECTED / "event-in-schema-org.ttl", format=RdfFormat.TURTLE)

    assert set(store.construct(CATALOGUE.find("event-in-schema-org").bind())) == {
        quad.triple for quad in expected
    }


def test_the_statements_of_a_source_are_its_graph(
    store: OxigraphStore, quads: list[Quad]
) -> None:
    query = CATALOGUE.find("statements-of-a-source")

    # The store writes xsd:nonNegativeInteger as xsd:integer.
    assert {_spelled(triple) for triple in store.construct(query.bind())} == {
        _spelled(quad.triple) for quad in quads if quad.graph_name == ARTICLE
    }


def _spelled(triple: Triple) -> tuple[str, ...]:
    terms = (triple.subject, triple.predicate, triple.object)
    return tuple(getattr(term, "value", "") for term in terms)


def test_every_query_has_a_table_and_every_table_a_query() -> None:
    named = {path.stem for path in EXPECTED.iterdir()}

    assert named == {query.name for query in CATALOGUE} - {"statements-of-a-source"}


@pytest.mark.parametrize(
    ("name", "values", "rows"),
    [
        pytest.param(
            "who-supported-an-action",
            {"event": "ev:strategy-31-demonstration-oslo"},
            [],
            id="an-action-with-organisers-only",
        ),
        pytest.param(
            "what-an-organisation-did",
            {"organisation": "rafto-foundation"},
            [
                [
                    "2011-01-16",
                    "ev:solidarity-action-16-january",
                    "Solidarity action for political prisoners in Belarus",
                    "ro:supporter",
                ]
            ],
            id="key",
        ),
        pytest.param(
            "actions-with-a-method",
            {"method": "silence"},
            [["ev:silent-protest-oslo-2010", "Silent protest in Oslo"]],
            id="notation",
        ),
        pytest.param(
            "days-between-two-events",
            {"earlier": "first-solidarity-action"},
            [["2005-10-16", "2011-01-16", "1918"]],
            id="one-of-two",
        ),
        pytest.param(
            "events-on-a-day-of-the-month",
            {"day": "10"},
            [
                [
                    "2010-12-10",
                    "ev:torchlight-procession-oslo-2010",
                    "Torchlight procession in Oslo",
                ]
            ],
            id="integer",
        ),
        pytest.param(
            "timeline",
            {"from": "2005-01-01", "to": "2005-12-31", "language": "nb"},
            [
                [
                    "1999-01-01",
                    "",
                    "1999/..",
                    "db:stated",
                    "ev:four-disappearances",
                    "Fire forsvinninger siden 1999",
                ],
                [
                    "2005-10-16",
                    "2005-10-16",
                    "2005-10-16",
                    "db:stated",
                    "ev:first-solidarity-action",
                    "Første solidaritetsaksjon i Belarus",
                ],
            ],
            id="dates-and-language",
        ),
        pytest.param(
            "names-of-a-person",
            {"name": "Anatol Krasouski"},
            [
                ["pe:anatoly-krasovsky", "Анатоль Красоўскі", "be"],
                ["pe:anatoly-krasovsky", "Anatol Krasouski", "be-latn"],
                ["pe:anatoly-krasovsky", "Anatoly Krasovsky", "en"],
                ["pe:anatoly-krasovsky", "Анатолий Красовский", "ru"],
            ],
            id="text",
        ),
        pytest.param(
            "things-without-a-name",
            {"class": "Place", "language": "be"},
            [],
            id="class",
        ),
        pytest.param(
            "events-related-to-an-event",
            {"event": "se:day-of-solidarity-with-belarus"},
            [
                [
                    "from",
                    "rt:commemorates",
                    "ev:disappearance-1999",
                    "Disappearance of two people in 1999",
                    "mo:indicated",
                ],
                [
                    "to",
                    "hs:inSeries",
                    "ev:first-solidarity-action",
                    "First solidarity action in Belarus",
                    "",
                ],
                [
                    "to",
                    "hs:inSeries",
                    "ev:solidarity-action-16-january",
                    "Solidarity action for political prisoners in Belarus",
                    "",
                ],
            ],
            id="series",
        ),
        pytest.param(
            "graph-and-licence-of-a-fact",
            {"object": "or:norwegian-authorities"},
            [],
            id="no-such-fact",
        ),
    ],
)
def test_a_value_changes_the_answer(
    name: str,
    values: dict[str, str],
    rows: list[list[str]],
    store: OxigraphStore,
    keys: Keys,
) -> None:
    answer = ask(store, CATALOGUE.find(name).bind(values))

    assert table(answer, keys)[1:] == rows


def test_there_are_enough_of_them() -> None:
    folders = [query.folder for query in CATALOGUE]

    assert folders.count("competency") >= 40
    assert folders.count("library") >= 20
