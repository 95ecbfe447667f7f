"""What can be asked of all focus nodes at once, and what cannot."""

import pytest
from pyoxigraph import NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from kg.rdf.query.binding import bind
from kg.validation.queries.exists import nest_exists
from kg.validation.queries.rewriting import join_focus, obstacles, write_paths

DATA = """
    @prefix ex: <https://example.org/> .
    ex:a a ex:C ; ex:knows ex:b ; ex:age 3 ; ex:name "a"@en .
    ex:b a ex:C ; ex:knows ex:c, ex:a ; ex:age 5 .
    ex:c a ex:D ; ex:knows ex:c ; ex:age 5 ; ex:name "c"@nb .
    ex:D ex:under ex:C . ex:C ex:under ex:T . ex:knows ex:of ex:T . ex:age ex:of ex:X .
"""
FOCUS = "{ SELECT DISTINCT ?this WHERE { VALUES ?this { ex:a ex:b ex:c } } }"
NAMES = "PREFIX ex: <https://example.org/>\n"


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    store.extend(Quad(*q.triple) for q in parse(DATA, format=RdfFormat.TURTLE))
    return store


def rows(store: Store, query: str) -> list[tuple[str, ...]]:
    found = store.query(NAMES + query)
    assert isinstance(found, QuerySolutions)
    return sorted({tuple(map(str, solution)) for solution in found})


def asked_of_each(store: Store, query: str) -> list[tuple[str, ...]]:
    nodes = (NamedNode(f"https://example.org/{name}") for name in "abc")
    found = (rows(store, bind(query, {"this": node})) for node in nodes)
    return sorted({row for answers in found for row in answers})


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("SELECT $this WHERE { $this ex:knows $this }", id="triple"),
        pytest.param(
            "SELECT ?this ?v WHERE { ?this ex:knows ?v FILTER(?v = $this) }",
            id="filter",
        ),
        pytest.param(
            "SELECT $this WHERE { FILTER NOT EXISTS { $this ex:name ?name } }",
            id="nothing-but-a-filter",
        ),
        pytest.param(
            "SELECT $this ?value WHERE { { $this ex:knows ?value } UNION "
            "{ ?value ex:knows $this } }",
            id="union",
        ),
        pytest.param(
            "SELECT $this ?x WHERE { $this ex:age ?age OPTIONAL "
            "{ ?x ex:age ?age FILTER(?x != $this) } FILTER(!BOUND(?x)) }",
            id="filter-in-optional-sees-outside",
        ),
        pytest.param(
            "SELECT $this ?n WHERE { $this ex:knows ?x BIND(STR($this) AS ?n) }",
            id="bind-after-a-triple",
        ),
        pytest.param(
            "SELECT $this (COUNT(?x) AS ?n) WHERE { $this ex:knows ?x } "
            "GROUP BY $this HAVING (COUNT(?x) > 1)",
            id="grouped-by-this",
        ),
        pytest.param(
            "SELECT $this WHERE { $this a ?c FILTER EXISTS "
            "{ { ?y ex:name ?z FILTER(?y = $this) } UNION { $this ex:no ?z } } }",
            id="nested-groups-inside-exists",
        ),
        pytest.param(
            "SELECT $this ?p WHERE { $this ?p ?o . ?p ex:of ?any FILTER NOT EXISTS "
            "{ ?p ex:of ?c . $this a/ex:under* ?c } }",
            id="path-inside-exists",
        ),
        pytest.param("SELECT DISTINCT $this WHERE { $this ?p ?o }", id="distinct"),
    ],
)
def test_same_rows_at_once_and_of_each(store: Store, query: str) -> None:
    assert list(obstacles(query)) == []
    together = rows(store, join_focus(nest_exists(query), FOCUS))
    assert together == asked_of_each(store, query)
    assert together


@pytest.mark.parametrize(
    ("query", "obstacle"),
    [
        (
            "SELECT $this WHERE { $this a ?c { SELECT $this (COUNT(?x) AS ?n) "
            "WHERE { $this ex:knows ?x } GROUP BY $this } FILTER(?n > 1) }",
            "a sub-SELECT",
        ),
        ("SELECT $this WHERE { $this ex:knows ?x } LIMIT 1", "LIMIT and OFFSET"),
        (
            "SELECT $this (COUNT(?x) AS ?n) WHERE { $this ex:knows ?x } GROUP BY ?x",
            "aggregates that are not grouped by $this",
        ),
        (
            "SELECT $this WHERE { { ?x ex:knows ?y FILTER(?y = $this) } UNION "
            "{ $this ex:no ?x } }",
            "$this in a FILTER of a group that does not bind it",
        ),
        (
            "SELECT $this ?n WHERE { OPTIONAL { BIND(STR($this) AS ?n) } }",
            "$this in a BIND of a group that does not bind it",
        ),
        (
            "SELECT $this WHERE { OPTIONAL { { ?x ex:knows ?y FILTER(?y = $this) } } }",
            "$this in a FILTER of a group that does not bind it",
        ),
        (
            "SELECT $this WHERE { { ?x ex:knows ?y OPTIONAL { $this ex:no ?x } } }",
            "$this in an OPTIONAL of a group that does not bind it",
        ),
        (
            "SELECT $this WHERE { { OPTIONAL { $this ex:no ?x } $this ex:age ?y } }",
            "$this in an OPTIONAL of a group that does not bind it",
        ),
        (
            "SELECT $this WHERE { OPTIONAL { ?x ex:age ?y OPTIONAL { ?x ?y $this } } }",
            "$this in an OPTIONAL of a group that does not bind it",
        ),
    ],
)
def test_tells_what_has_to_be_asked_of_each(query: str, obstacle: str) -> None:
    assert list(obstacles(query)) == [obstacle]


def test_rows_differ_where_there_is_an_obstacle(store: Store) -> None:
    query = "SELECT $this WHERE { { ?x ex:knows ?y FILTER(?y = $this) } UNION { } }"
    assert rows(store, join_focus(query, FOCUS)) == asked_of_each(store, query)
    query = query.replace("UNION { }", "")
    assert rows(store, join_focus(query, FOCUS)) == []
    assert len(asked_of_each(store, query)) == 3


@pytest.mark.parametrize(
    ("body", "nested"),
    [
        pytest.param(
            "?v :in ?c . $this a/:under* ?c .",
            "?v :in ?c . FILTER EXISTS { $this a ?step_65 . FILTER EXISTS "
            "{ ?step_65 :under* ?c . } }",
            id="path-in-steps",
        ),
        pytest.param(
            "?x ^:in/:under+ ?c . ?c :of $this",
            "?c :of $this . FILTER EXISTS { ?step_53 :under+ ?c . FILTER EXISTS "
            "{ ?step_53 :in ?x . } }",
            id="inverse-step",
        ),
        pytest.param(
            "$this :under* ?c . ?c :in ?v FILTER (?v != 1)",
            "?c :in ?v . FILTER EXISTS { $this :under* ?c . FILTER (?v != 1) }",
            id="filter-goes-innermost",
        ),
    ],
)
def test_nests_paths_inside_exists(body: str, nested: str) -> None:
    query = "SELECT * WHERE { ?v ?p $this FILTER EXISTS { %s } }"
    written = nest_exists(query % body)
    assert " ".join(written.split()) == query % nested


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("$this :p ?x . ?x :q ?y", id="no-path"),
        pytest.param("$this :p* ?x", id="path-alone"),
        pytest.param("$this :p* ?x ; :q ?y", id="abbreviated"),
        pytest.param("$this :p* ?x . OPTIONAL { ?x :q ?y }", id="optional"),
        pytest.param("$this :p* ?x . ?x :q 'text'@en", id="literal"),
        pytest.param("{ $this :p* ?x } UNION { ?x :q $this }", id="union"),
    ],
)
def test_leaves_other_bodies_of_exists(body: str) -> None:
    query = f"SELECT * WHERE {{ ?v ?p $this FILTER NOT EXISTS {{ {body} }} }}"
    assert nest_exists(query) == query


def test_writes_the_path_of_a_property_shape() -> None:
    query = "SELECT $this WHERE { $this $PATH ?value # $PATH\n FILTER(?PATHS = 1) }"
    assert write_paths(query, "(<p>/<q>)") == (
        "SELECT $this WHERE { $this (<p>/<q>) ?value # $PATH\n FILTER(?PATHS = 1) }"
    )
