"""A change validated by itself: what is found is what a full validation finds.

`--incremental N` tries N random graphs, shapes and changes.
"""

from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store

from kg.errors import UnexpectedValueError
from kg.validation.engine import Background, validate
from kg.validation.incremental.affected import Affected
from kg.validation.incremental.change import Change
from kg.validation.incremental.increment import Increments
from kg.validation.incremental.surroundings import Ground, Surroundings, View
from kg.validation.incremental.units import Units
from kg.validation.paths import CompoundPath, Path
from kg.validation.ways.queryways import query_ways
from kg.validation.ways.ways import ANY, OpaqueError
from tests.validation.differential import GRAPHS, PATHS, SHAPES, VALUES
from tests.validation.test_cases import compiled, quads

BODIES = (
    "$this ex:p ?value . ?other ex:p ?value . FILTER (?other != $this)",
    "$this ex:p/ex:q* ?value . FILTER NOT EXISTS { ?value ex:r $this }",
    "$this ex:q ?value . OPTIONAL { ?value ex:p ?x } FILTER (!BOUND(?x))",
    "{ $this ex:p ?value } UNION { ?value ex:q $this . ?value a ex:C }",
    "$this ?p ?value . ?value a/rdfs:subClassOf* ex:D",
    "$this ?p ?value . FILTER EXISTS { ?p ex:q ?x }",
    "$this ex:p ?value . OPTIONAL { $this ex:q ?x } FILTER (!BOUND(?x) || ?x > 2)",
    "$this ex:p ?value . ?y ex:q ?z",
    "?value ?p ex:a . $this ex:r ?x",
    "$this ex:r ?value . FILTER EXISTS { ?y ex:q ?z FILTER EXISTS { ?z ex:p ?value } }",
    "$this ex:p ?x . OPTIONAL { ?x ex:q ?value FILTER NOT EXISTS { ?value a ex:E } }",
    "{ SELECT $this (COUNT(?x) AS ?value) { $this ex:q ?x } GROUP BY $this } "
    "FILTER (?value > 1)",
)
"""Queries of every kind: bounded by their patterns, and not."""

TARGETS = ("sh:targetClass ex:C", "sh:targetSubjectsOf ex:p", "sh:targetNode ex:a")
QUERIES = st.lists(
    st.tuples(st.sampled_from(TARGETS), st.sampled_from(BODIES)), max_size=2
).map(
    lambda parts: "\n".join(
        f"ex:Q{n} a sh:NodeShape ; {target} ; sh:sparql [ sh:prefixes ex:x ; "
        f'sh:select "SELECT $this ?value WHERE {{ {body} }}" ] .'
        for n, (target, body) in enumerate(parts)
    )
)
NESTED = st.builds(
    "ex:N a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:property [ sh:path {} ; "
    "sh:property [ sh:path {} ; sh:maxCount 1 ; sh:hasValue {} ] ] .".format,
    PATHS,
    PATHS,
    VALUES,
)
PREFIXES = "".join(
    f'ex:x sh:declare [ sh:prefix "{name}" ; sh:namespace "{space}" ] .\n'
    for name, space in (
        ("ex", "urn:ex:"),
        ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    )
)
NAMES = (DefaultGraph(), NamedNode("urn:g:1"), NamedNode("urn:g:2"))
SEEDS = st.randoms(use_true_random=False)


def filled(data: list[Quad]) -> Store:
    store = Store()
    store.extend(data)
    return store


def placed(turtle: str, chance: Random) -> list[Quad]:
    """Put each triple into a graph by chance; the same names are the same blanks."""
    named = turtle.replace("_:x", "ex:bx").replace("_:y", "ex:by")
    blanks: dict[object, BlankNode] = {
        NamedNode(f"urn:ex:b{name}"): BlankNode(name) for name in "xy"
    }
    return [
        Quad(
            blanks.get(quad.subject, quad.subject),
            quad.predicate,
            blanks.get(quad.object, quad.object),
            chance.choice(NAMES),
        )
        for quad in quads(named)
    ]


def compare(
    texts: tuple[str, str, str], shapes: tuple[str, str, str], chance: Random
) -> None:
    shared, before, after = (placed(text, chance) for text in texts)
    rules = compiled(PREFIXES + "\n".join(shapes))
    ground = Background(placed(texts[0], chance)[: chance.randrange(3)])
    old, new = filled([*shared, *before]), filled([*shared, *after])
    try:
        known = validate(list(old), rules, ground)
        expected = validate(list(new), rules, ground)
    except UnexpectedValueError as error:
        assume("the blank node" not in str(error))  # no query can name it
        raise
    found = Increments(rules, ground).validate(new, Change.between(old, new), known)
    assert found == expected


def test_a_change_gives_what_a_full_validation_gives(
    pytestconfig: pytest.Config,
) -> None:
    number = pytestconfig.getoption("--incremental", default=100)
    options = settings(max_examples=number, suppress_health_check=list(HealthCheck))
    texts = st.tuples(GRAPHS, GRAPHS, GRAPHS)
    shapes = st.tuples(SHAPES, QUERIES, NESTED)
    options(given(texts, shapes, SEEDS)(compare))()


SHOP = """
ex:S a sh:NodeShape ; sh:targetClass ex:C ;
    sh:property [ sh:path ex:p ; sh:minCount 1 ] ;
    sh:property [ sh:path ( ex:q ex:r ) ; sh:class ex:D ] .
"""


def test_reads_only_what_surrounds_a_change() -> None:
    many = "".join(
        f"ex:n{n} a ex:C ; ex:p {n} ; ex:q ex:h{n % 9} ." for n in range(300)
    )
    rules, ground = compiled(SHOP), Background(())
    old = filled(quads(many))
    new = filled(quads(f"{many} ex:new a ex:C ; ex:q ex:h1 . ex:h1 ex:r ex:x ."))
    known = validate(list(old), rules, ground)
    assert known == []
    around = Surroundings(View(new, Ground(()), frozenset()))
    change = Change.between(old, new)
    units = Units(rules)
    Affected(units, change, around)
    assert len(around.met) < 50  # those that name ex:h1, not all 900
    found = Increments(rules, ground).validate(new, change, known)
    assert found == validate(list(new), rules, ground)
    assert {it.focus.value[7:] for it in found} > {"new", "n1", "n10"}


VALIDATOR = """
ex:K a sh:ConstraintComponent ; sh:parameter [ sh:path ex:k ] ;
    sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { $value <urn:ex:p> $k }" ] .
ex:S a sh:NodeShape ; sh:targetClass ex:C ; ex:k 1 .
"""


def test_rules_that_may_look_anywhere_are_asked_of_everything() -> None:
    rules, ground = compiled(VALIDATOR), Background(())
    increments = Increments(rules, ground)
    assert not increments.is_possible
    old = filled(quads("ex:a a ex:C ; ex:p 1 ."))
    new = filled(quads("ex:a a ex:C ; ex:p 2 ."))
    [finding] = increments.validate(new, Change.between(old, new), [])
    assert finding.focus == NamedNode("urn:ex:a")


@pytest.mark.parametrize(
    ("body", "ways"),
    [
        ("$this ex:p ?x . ?y ex:q ?x", {"p", "p ^q"}),
        (
            "$this ex:p ?x OPTIONAL { ?x ex:q ?y FILTER EXISTS { ?y ex:r 1 } }",
            {"p", "p q", "p q r"},
        ),
        ("$this ex:p ?x FILTER NOT EXISTS { ?x ?any $this }", {"p", "^any"}),
    ],
)
def test_the_ways_of_a_query_lead_from_the_focus_node(
    body: str, ways: set[str]
) -> None:
    found = query_ways(f"PREFIX ex: <urn:ex:> SELECT $this {{ {body} }}")
    assert {" ".join(map(shown, way)) for way in found.ways} == ways


def shown(path: Path) -> str:
    if isinstance(path, CompoundPath):
        return path.operator + shown(path.parts[0])
    return "any" if path == ANY else path.value[7:]


@pytest.mark.parametrize(
    ("body", "apart"),
    [
        ("$this ex:p ?x . ?y ex:q ?z", {"q"}),
        ("$this ?p ?x FILTER EXISTS { ?p ex:q ?y }", {"q"}),
        ("$this ex:p ?x BIND (IRI(?x) AS ?y) ?y ex:q ?z", {"q"}),
        ("$this ex:p ?x OPTIONAL { ?x ex:q ?y } FILTER (?y > 1)", set()),
    ],
)
def test_patterns_that_nothing_leads_to_are_told(body: str, apart: set[str]) -> None:
    found = query_ways(f"PREFIX ex: <urn:ex:> SELECT $this {{ {body} }}")
    assert set(map(shown, found.apart)) == apart


def test_the_way_that_leads_to_the_fewest_is_taken() -> None:
    query = """PREFIX ex: <urn:ex:> SELECT $this {
        $this ex:town ?town ; ex:day ?day . ?value ex:town ?town ; ex:day ?day }"""
    spreads = {NamedNode("urn:ex:town"): (1.0, 900.0)}
    found = {" ".join(map(shown, way)) for way in query_ways(query, spreads).ways}
    assert found == {"town", "day", "day ^day", "day ^day town"}


@pytest.mark.parametrize(
    "body",
    [
        "$this ex:p ?x . ?y ?q ?z",
        "$this ex:p ?x . GRAPH ?g { ?x ex:q ?y }",
        "$this ex:p ?x . { SELECT $this ?y { $this ex:q ?y } LIMIT 1 }",
        "$this ex:p ?x . ?x !ex:q ?y",
        "?a ex:p $this OPTIONAL { ?a ex:q ?z } $this ex:r ?z",
    ],
)
def test_a_query_whose_ways_cannot_be_told_is_opaque(body: str) -> None:
    with pytest.raises(OpaqueError):
        query_ways(f"PREFIX ex: <urn:ex:> SELECT $this {{ {body} }}")
