"""Property paths: read from shapes, written as SPARQL."""

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.rdf.terms import SH
from kg.validation.index import Index
from kg.validation.paths import Path, predicates, read_path, write_path

HEAD = """
    PREFIX ex: <urn:>
    PREFIX sh: <http://www.w3.org/ns/shacl#>
    PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
"""
PATHS = [
    ("ex:a", "<urn:a>"),
    ("( ex:a ex:b )", "(<urn:a>/<urn:b>)"),
    ("[ sh:inversePath ex:a ]", "(^<urn:a>)"),
    ("[ sh:alternativePath ( ex:a ex:b ) ]", "(<urn:a>|<urn:b>)"),
    ("[ sh:zeroOrMorePath ex:a ]", "(<urn:a>*)"),
    ("[ sh:oneOrMorePath ex:a ]", "(<urn:a>+)"),
    ("[ sh:zeroOrOnePath [ sh:inversePath ex:a ] ]", "((^<urn:a>)?)"),
    ("( ex:a [ sh:zeroOrMorePath ( ex:b ex:c ) ] )", "(<urn:a>/((<urn:b>/<urn:c>)*))"),
]


def read(turtle: str) -> Path:
    text = f"{HEAD} ex:S sh:path {turtle} ."
    graph = Index(parse(text, format=RdfFormat.TURTLE, base_iri="urn:x"))
    [node] = graph.objects(NamedNode("urn:S"), SH.path)
    return read_path(graph, node)


@pytest.mark.parametrize(("turtle", "sparql"), PATHS)
def test_writes_a_path_as_sparql(turtle: str, sparql: str) -> None:
    assert write_path(read(turtle)) == sparql


def test_lists_predicates_from_the_left() -> None:
    path = read("( [ sh:inversePath ex:a ] [ sh:alternativePath ( ex:b ex:c ) ] )")
    assert [predicate.value for predicate in predicates(path)] == [
        "urn:a",
        "urn:b",
        "urn:c",
    ]


@pytest.mark.parametrize(
    ("turtle", "fault"),
    [
        ('"a"', "is not a path"),
        ("[]", "one operator"),
        ("[ sh:inversePath ex:a ; sh:oneOrMorePath ex:b ]", "one operator"),
        ("[ ex:inverse ex:a ]", "is not an operator"),
        ("( ex:a )", "at least two"),
        ("[ rdf:first ex:a ]", "not well-formed"),
        (
            "[ rdf:first ex:a ; rdf:rest ex:loop ] . ex:loop rdf:first ex:b ; rdf:rest "
            "ex:loop",
            "not well-formed",
        ),
    ],
)
def test_refuses_what_is_no_path(turtle: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        read(turtle)
