"""A scan finds the statements that the parser finds, in every syntax, each placed."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)

from kg.validation.index import Node
from kg.validation.places import jsonld, rdfxml, turtle
from kg.validation.places.mark import Mark
from kg.validation.places.segments import Wanted
from kg.validation.reading import read_source
from kg.validation.syntax import SCANS, Scan

BASE = "https://example.org/base/file"
TURTLE = '''\
@prefix ex: <https://example.org/> .
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
@base <https://example.org/other/> .
# ex:comment ex:says "nothing" .
<a> a ex:C ;
    ex:name "A; and. so"@en-GB , """long
text \\u00e5 # no comment""" ;;
    ex:age 12 , 1.5 , 2e3 , true ;
    ex:born "2011"^^xsd:gYear .
ex:b ex:list ( ex:x [ ex:y "z" ; ex:more ( ) ] ( 1 ) ) ; ex:next <#a> .
[ ex:name "nobody" ] ex:is ex:b .
[ ex:name "somebody" ; ex:knows [ ex:name "else" ] ] .
( 1 2 ) ex:is "a list" .
_:c ex:in ex:d\\,e . _:c ex:in [] .
'''
TRIG = """\
@prefix ex: <https://example.org/> .
ex:a ex:b [ ex:c ex:d ] .
GRAPH ex:g { ex:a ex:b ex:c . ex:d ex:e "f" }
ex:h { [ ex:i ex:j ] ex:k 1 . }
_:b { ex:a ex:b _:b }
"""
NQUADS = """\
<urn:a> <urn:b> <urn:c> .
<urn:a> <urn:b> "x\\ty"@en <urn:g> .
_:x <urn:b> _:y _:g . # comment
<urn:a> <urn:b> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <urn:h> .
"""
JSONLD = """\
{
  "@context": {
    "@vocab": "https://vocab.example/", "@language": "nb",
    "ex": "https://example.org/", "id": "@id", "kind": "@type",
    "name": "ex:name", "plain": {"@id": "ex:plain", "@language": null},
    "knows": {"@id": "ex:knows", "@type": "@id"},
    "born": {"@id": "ex:born", "@type": "http://www.w3.org/2001/XMLSchema#date"},
    "steps": {"@id": "ex:steps", "@container": "@list"},
    "label": {"@id": "ex:label", "@container": "@language"},
    "memberOf": {"@reverse": "ex:member", "@type": "@id"}
  },
  "@graph": [
    {
      "id": "ex:a", "kind": ["ex:T", "Local"],
      "name": ["x", {"@value": "y", "@language": "en"}, {"@value": "z"}],
      "knows": ["ex:b", "relative", "_:c"],
      "born": "2011-01-16", "steps": [1, 2.5, true, {"name": "inner"}],
      "label": {"en": "E", "de": ["D", "DD"]},
      "memberOf": ["ex:org"],
      "@reverse": {"ex:owns": {"id": "ex:owner", "name": "O"}},
      "ex:nested": {"ex:deep": {"ex:deeper": 1.0e3}},
      "set": {"@set": ["s", "t"]}, "list": {"@list": []},
      "\\u006eote": "escaped", "nothing": null
    },
    {"id": "ex:g", "@graph": [{"id": "ex:in", "name": "inside"}]}
  ]
}
"""
RDFXML = """\
<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [<!ENTITY ex "https://example.org/">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
         xmlns:ex="https://example.org/" xml:base="https://example.org/doc">
  <ex:T rdf:about="&ex;a" ex:attribute="v" xml:lang="nb">
    <ex:name xml:lang="en">hi &amp; bye</ex:name>
    <ex:name>hei</ex:name>
    <ex:age rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">7</ex:age>
    <ex:knows rdf:resource="#x"/>
    <ex:knows>
      <rdf:Description rdf:nodeID="n"><ex:name>N</ex:name></rdf:Description>
    </ex:knows>
    <ex:knows rdf:nodeID="n"/>
    <ex:place rdf:parseType="Resource"><ex:lat>1</ex:lat></ex:place>
    <ex:short ex:inner="i"/>
    <ex:steps rdf:parseType="Collection">
      <rdf:Description rdf:about="one"/>
      <ex:Step rdf:ID="two"/>
    </ex:steps>
    <ex:none rdf:parseType="Collection"/>
    <ex:empty/>
  </ex:T>
  <rdf:Seq rdf:about="&ex;s"><rdf:li>1</rdf:li><rdf:li>2</rdf:li></rdf:Seq>
  <rdf:Description><rdf:type rdf:resource="&ex;Nobody"/></rdf:Description>
</rdf:RDF>
"""


def canonical(quads: list[Quad]) -> list[str]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(str(quad).lower() for quad in dataset)


def stated(marks: list[Mark]) -> list[Quad]:
    return [
        Quad(m.subject, m.predicate, m.object, m.graph or DefaultGraph())
        for m in marks
        if m.predicate is not None and m.object is not None
    ]


@pytest.mark.parametrize(
    ("text", "form", "marks"),
    [
        pytest.param(t, f, list(scan(t, name, BASE)), id=name)
        for t, f, scan, name in [
            (TURTLE, RdfFormat.TURTLE, turtle.scan, "a.ttl"),
            (TRIG, RdfFormat.TRIG, turtle.scan, "a.trig"),
            (NQUADS, RdfFormat.N_QUADS, turtle.scan_quads, "a.nq"),
            (JSONLD, RdfFormat.JSON_LD, jsonld.scan, "a.jsonld"),
            (RDFXML, RdfFormat.RDF_XML, rdfxml.scan, "a.rdf"),
        ]
    ],
)
def test_a_scan_states_what_the_parser_states(
    text: str, form: RdfFormat, marks: list[Mark]
) -> None:
    base = None if form is RdfFormat.N_QUADS else BASE
    quads = list(parse(input=text, format=form, base_iri=base))
    assert canonical(stated(marks)) == canonical(quads)


SPELLINGS = """\
@prefix ex: <https://example.org/> .
@prefix in: <https://example.org/na> .
@prefix at: <https://example.org/name-1_x> .
ex:name-1_x ex:a 1.5 .
in:me-1_x ex:b "a. b" ; ex:c 'd\\'. e' .
at: ex:d '''long. { ' }''' .
ex:name\\-1_x ex:e <https://example.org/n\\u0061me-1_x> . # name-1_x.
ex:other ex:f ( ex:name-1_x ) , [ ex:g ex:name-1_x ] .
<https://example.org/base/> ex:h <.> , <> , <../name-1_x> .
PREFIX ex: <https://example.org/base/>
ex:file ex:i 2.
BASE <https://example.org/x/y>
<../name-1_x> ex:j <name-1_x> .
"""
"""Ways to write an IRI, and full stops that end nothing."""

PLACED = [
    (TURTLE, turtle.scan),
    (TRIG, turtle.scan),
    (NQUADS, turtle.scan_quads),
    (SPELLINGS, turtle.scan),
]


def about(marks: Iterable[Mark], node: Node) -> set[str]:
    return {str(m.position) for m in marks if node in (m.subject, m.object)}


@pytest.mark.parametrize(("text", "scan"), PLACED, ids=["ttl", "trig", "nq", "names"])
def test_what_is_wanted_is_found_without_reading_the_rest(
    text: str, scan: Scan
) -> None:
    marks = list(scan(text, "a", BASE, None))
    ends = {end for mark in marks for end in (mark.subject, mark.object)}
    named = {end for end in ends if isinstance(end, NamedNode)}
    assert len(named) > 1
    for node in named:
        wanted = Wanted(frozenset([node]))
        assert about(scan(text, "a", BASE, wanted), node) == about(marks, node)


def test_few_statements_are_read_for_one_node() -> None:
    text = "".join(f"<urn:a{n}> <urn:b> <urn:c{n % 7}> .\n" for n in range(70))
    marks = turtle.scan(text, "a", BASE, Wanted(frozenset([NamedNode("urn:c3")])))
    assert len({mark.position.line for mark in marks}) == 10


BLANKS = """\
@prefix ex: <https://example.org/> .
ex:a ex:child [ ex:name "first" ; ex:child [ ex:name "deep" ] ] ,
        [ ex:name "second" ] .
ex:b ex:list ( "x" [ ex:name "third" ] ) .
"""


@pytest.mark.parametrize(
    ("name", "place"),
    [("first", "2:25"), ("deep", "2:54"), ("second", "3:19"), ("third", "4:30")],
)
def test_a_blank_node_is_found_by_what_is_said_of_it(
    name: str, place: str, tmp_path: Path
) -> None:
    path = tmp_path / "blank.ttl"
    path.write_text(BLANKS, "utf-8")
    source = read_source("blank.ttl", path)
    [blank] = [q.subject for q in source.quads if q.object == Literal(name)]
    assert isinstance(blank, BlankNode)
    marks = source.marks({blank})
    assert f"blank.ttl:{place}" in [str(m.position) for m in marks if m.object]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        (
            "two.ttl",
            b"@prefix ex: <urn:ex:> .\nex:a ex:b ;; oops .\nex:c ex:d foo:e .\n",
            ["two.ttl:2:", "two.ttl:3:11: found The prefix foo: has not been declared"],
        ),
        ("bad.jsonld", b'{"@id": "urn:a" "b"}', ["bad.jsonld:1:"]),
        (
            "far.jsonld",
            b'{\n "@context": "https://schema.org/", "name": "x"}',
            ["far.jsonld:2:2: found a context that would have to be fetched"],
        ),
        ("bad.rdf", b"<a>\n <b>\n</a>", ["bad.rdf:3:3: found "]),
        ("bytes.ttl", b"\xff\xfe\x00", ["bytes.ttl:1:1: found "]),
        (
            "star.ttl",
            b"<urn:a> <urn:b> <<( <urn:c> <urn:d> 1 )>> .",
            ["star.ttl:1:17: found a triple term"],
        ),
    ],
)
def test_every_fault_of_a_file_is_told(
    name: str, data: bytes, told: list[str], tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    source = read_source(name, tmp_path / name)
    assert len(source.faults) == len(told)
    for fault, start in zip(source.faults, told, strict=True):
        assert str(fault).startswith(start)


@pytest.mark.parametrize("opening", [b"[<urn:c> ", b"(", b"<<( <urn:a> <urn:b> "])
def test_what_is_nested_deep_ends_nothing(opening: bytes) -> None:
    closing = {b"[": b"]", b"(": b")", b"<": b" )>>"}[opening[:1]]
    data = b"<urn:a> <urn:b> " + opening * 50_000 + b"1" + closing * 50_000 + b" ."
    source = read_source("-", None, data)
    assert len(source.faults) == (opening[:1] == b"<")


@given(st.text(alphabet="<>[](){}\"'@^.;,:#\\ \nabéx1_-/&", max_size=60))
def test_no_scan_minds_what_it_scans(text: str) -> None:
    for scan in SCANS.values():
        for document in (text, f"{{{text}}}", f"<a:b xmlns:a='urn:'>{text}</a:b>"):
            list(scan(document, "a", BASE, None))
            list(scan(document, "a", BASE, Wanted(frozenset([NamedNode("urn:é")]))))


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False)
        | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "@id",
                        "@type",
                        "@list",
                        "@value",
                        "@graph",
                        "@reverse",
                        "@context",
                        "@language",
                        "@set",
                        "a",
                        "b:c",
                        "",
                    ]
                )
                | st.text(),
                inner,
            )
        ),
    )
)
def test_no_document_of_json_breaks_the_scan(document: object) -> None:
    list(jsonld.scan(json.dumps(document), "a", BASE))


def test_relative_names_are_of_their_file_and_a_byte_order_mark_is_nothing(
    tmp_path: Path,
) -> None:
    data = "\ufeff<#a> <urn:b> <> .".encode()
    (tmp_path / "a.ttl").write_bytes(data)
    [quad] = read_source("a.ttl", tmp_path / "a.ttl").quads
    base = (tmp_path / "a.ttl").resolve().as_uri()
    assert quad.subject == NamedNode(f"{base}#a")
    assert quad.object == NamedNode(base)
