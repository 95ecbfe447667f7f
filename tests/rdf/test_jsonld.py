import json
import warnings
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, Triple, parse
from rdflib import Graph
from rdflib.compare import isomorphic

from kg.rdf.jsonld import compact
from kg.rdf.namespaces import PREFIXES

HEAD = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in PREFIXES.items())


@pytest.fixture(scope="module")
def context(root: Path) -> dict[str, Any]:
    text = (root / "ontology" / "context.jsonld").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)["@context"]
    return found


def read(turtle: str) -> list[Triple]:
    return [quad.triple for quad in parse(HEAD + turtle, RdfFormat.TURTLE)]


@pytest.mark.parametrize(
    ("turtle", "node"),
    [
        pytest.param(
            "ev:x a hs:Event , hs:CivicAction .",
            {"id": "ev:x", "type": ["Event", "CivicAction"]},
            id="types",
        ),
        pytest.param(
            'ev:x skos:prefLabel "Action"@en , "Aksjon"@nb .',
            {"id": "ev:x", "prefLabel": {"en": "Action", "nb": "Aksjon"}},
            id="languages",
        ),
        pytest.param(
            "ev:x hs:eventType et:arrest ; hs:place pl:oslo .",
            {"id": "ev:x", "eventType": "et:arrest", "place": "pl:oslo"},
            id="concepts-and-things",
        ),
        pytest.param(
            'ts:t hs:notBefore "2010-12-19"^^xsd:date .',
            {"id": "ts:t", "notBefore": "2010-12-19"},
            id="expected-datatype",
        ),
        pytest.param(
            'ts:t hs:notBefore "2010"^^xsd:gYear .',
            {"id": "ts:t", "notBefore": {"type": "xsd:gYear", "@value": "2010"}},
            id="other-datatype",
        ),
        pytest.param(
            'ev:x skos:prefLabel "Action" .',
            {"id": "ev:x", "skos:prefLabel": "Action"},
            id="text-without-language",
        ),
        pytest.param(
            'ev:x <https://example.org/p> <https://example.org/o> , "text"@en .',
            {
                "id": "ev:x",
                "https://example.org/p": [
                    {"id": "https://example.org/o"},
                    {"@language": "en", "@value": "text"},
                ],
            },
            id="of-others",
        ),
        pytest.param(
            "cl:c hs:claimProperty hs:victimCount .",
            {"id": "cl:c", "claimProperty": "victimCount"},
            id="property-as-value",
        ),
    ],
)
def test_writes_terms_as_the_context_has_them(
    context: dict[str, Any], turtle: str, node: dict[str, Any]
) -> None:
    assert compact(read(turtle), context)["@graph"] == [node]


def test_carries_the_part_of_the_context_that_it_needs(
    context: dict[str, Any],
) -> None:
    document = compact(read("ev:x hs:place pl:oslo ."), context)
    assert set(document["@context"]) == {
        "@version",
        "id",
        "type",
        "hs",
        "ev",
        "pl",
        "place",
    }


def test_two_parsers_read_the_same_triples_back(
    context: dict[str, Any], root: Path
) -> None:
    triples = [
        quad.triple
        for path in sorted(root.glob("ontology/**/*.ttl"))
        if "shapes" not in path.parts and "examples" not in path.parts
        for quad in parse(path=str(path), format=RdfFormat.TURTLE)
    ]
    text = json.dumps(compact(triples, context))
    read_back = {quad.triple for quad in parse(text, RdfFormat.JSON_LD)}
    assert read_back == set(triples)
    lines = "\n".join(f"{triple} ." for triple in triples)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own
        ours = Graph().parse(data=text, format="json-ld")
    assert isomorphic(ours, Graph().parse(data=lines, format="nt"))
