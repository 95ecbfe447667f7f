"""RDF of others: read in any syntax, kept as it is, mapped, refused where need be."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse, serialize

from kg.errors import InputError, InputErrors
from kg.mapping.bulk import Mapped
from kg.mapping.codes import Codes
from kg.mapping.names import Named, Names
from kg.pipeline.foreign import map_rdf
from kg.rdf.iri import expand, graph, mint
from kg.rdf.ontology import read_ontology
from kg.rdf.statement import Statement

ROOT = Path(__file__).parents[2]
NAME = "data/sources/ngo/list"
SOURCE = """key: list
kind: rdf
language: en
label: {{en: A list}}
material: report
title: unknown
author: unknown
publisher: unknown
published: unknown
url: unknown
revision: 1
text: raw
sha256: {sha256}
access: public
retrieved: {{on: 2026-11-23, how: By hand.}}
rights: {{status: Not known}}
"""
TURTLE = """@prefix : <http://ngo.example/> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

:vigil a schema:Event ;
    schema:name "Vigil"@en ;
    :kind :wake ;
    :when [ :day "2011-01-16" ; :hour [ :from 18 ] ] .

:wake a skos:Concept ;
    skos:prefLabel "veillée"@fr .
"""
ALIGNMENT = """@prefix : <http://ngo.example/> .
@prefix et: <https://w3id.org/hrsolidarity/vocab/event-type/> .
@prefix hs: <https://w3id.org/hrsolidarity/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix schema: <http://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

schema:Event owl:equivalentClass hs:Event .
schema:name rdfs:subPropertyOf skos:prefLabel .
:kind owl:equivalentProperty hs:eventType .
:wake skos:exactMatch et:vigil .
:hosted owl:inverseOf hs:organiser .
"""
FACTS = graph("source/list/r1")
GIVEN = graph("source/list/r1/given")


@pytest.fixture(scope="module")
def codes() -> Codes:
    return Codes.from_quads(read_ontology(ROOT))


Map = Callable[..., Mapped]


@pytest.fixture
def mapped(tmp_path: Path, codes: Codes) -> Map:
    """Map RDF that is given as text."""

    def map_text(
        text: str | bytes = TURTLE,
        suffix: str = "ttl",
        alignment: str = "",
        more: str = "",
        file: str = "",
    ) -> Mapped:
        folder = tmp_path / NAME
        (folder / "raw").mkdir(parents=True)
        data = text.encode() if isinstance(text, str) else text
        (folder / f"raw/list.{suffix}").write_bytes(data)
        sha256 = hashlib.sha256(data).hexdigest()
        declared = f"files:\n  - {{file: raw/list.{suffix}, sha256: {sha256}{file}}}\n"
        if alignment:
            (folder / "alignments").mkdir()
            (folder / "alignments/ours.ttl").write_text(alignment, "utf-8")
            declared += "alignments: [alignments/ours.ttl]\n"
        (folder / "rdf.yml").write_text(declared + more, "utf-8")
        (folder / "source.yml").write_text(SOURCE.format(sha256=sha256), "utf-8")
        return map_rdf(folder, NAME, _names(), codes)

    return map_text


def _names() -> Names:
    at = InputError("x", "y", "z").where
    named = Named("document", mint("document", "list"), at)  # type: ignore[arg-type]
    return Names({"list": named})


def listed(mapped: Mapped) -> list[Statement]:
    return list(mapped.statements)


def theirs(statements: list[Statement]) -> set[str]:
    return {str(it.quad.triple) for it in statements if it.quad.graph_name == GIVEN}


@pytest.mark.parametrize(
    ("suffix", "syntax"),
    [
        ("ttl", RdfFormat.TURTLE),
        ("nt", RdfFormat.N_TRIPLES),
        ("nq", RdfFormat.N_QUADS),
        ("trig", RdfFormat.TRIG),
        ("rdf", RdfFormat.RDF_XML),
        ("jsonld", RdfFormat.JSON_LD),
    ],
)
def test_every_syntax_says_the_same(
    mapped: Map, suffix: str, syntax: RdfFormat
) -> None:
    written = serialize(parse(TURTLE, format=RdfFormat.TURTLE), format=syntax)
    found = theirs(listed(mapped(written, suffix)))
    words = {word for line in found for word in line.split()}
    assert len(found) == 9
    assert "<http://schema.org/Event>" in words
    assert {word.rpartition("/genid/")[2] for word in words if "/genid/" in word} == {
        "list/0510365707a8407cbc2e91a400977573>",
        "list/55ac8d69711d5ca1568bf0e9633730fe>",
    }


def test_what_is_mapped_stands_apart_from_what_is_given(mapped: Map) -> None:
    result = mapped(alignment=ALIGNMENT)
    statements = listed(result)
    ours = {
        (it.quad.subject, it.quad.predicate, it.quad.object)
        for it in statements
        if it.quad.graph_name == FACTS and it.quad.subject != mint("document", "list")
    }
    wake = expand("http://ngo.example/wake")
    vigil = expand("http://ngo.example/vigil")
    assert {triple[:2] for triple in ours} == {
        (vigil, expand("rdf:type")),
        (vigil, expand("skos:prefLabel")),
        (vigil, expand("hs:eventType")),
        (wake, expand("skos:exactMatch")),
    }
    assert (vigil, expand("hs:eventType"), expand("et:vigil")) in ours
    assert not any("hrsolidarity/ontology" in line for line in theirs(statements))
    account = result.account
    assert (account.read, account.used, account.failed) == (9, 9, 0)
    assert account.cells["aligned: hs:eventType"] == 1


def test_a_property_may_be_said_the_other_way_round(mapped: Map) -> None:
    text = (
        "<http://ngo.example/us> <http://ngo.example/hosted> <http://ngo.example/v> ."
    )
    statements = listed(mapped(text, alignment=ALIGNMENT))
    [found] = [
        it.quad for it in statements if it.quad.predicate.value.endswith("organiser")
    ]
    assert (found.subject, found.object) == (
        expand("http://ngo.example/v"),
        expand("http://ngo.example/us"),
    )


def test_a_statement_stands_where_it_is_written(mapped: Map) -> None:
    [said] = [it for it in listed(mapped()) if "veill" in str(it.quad.object)]
    assert str(said.position) == f"{NAME}/raw/list.ttl:11:20"


def test_a_named_graph_of_theirs_is_one_of_the_source(mapped: Map) -> None:
    text = "{ <urn:a> <urn:p> 3 } <http://ngo.example/g> { <urn:a> <urn:p> 1 } "
    text += "<urn:h> { <urn:a> <urn:p> 2 }"
    more = "graphs: [{graph: 'http://ngo.example/g', name: members}]\n"
    statements = listed(mapped(text, "trig", more=more))
    held = {
        str(it.quad.object): it.quad.graph_name.value.rpartition("/r1")[2]  # type: ignore[union-attr]
        for it in statements
        if it.quad.predicate.value == "urn:p"
    }
    integer = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    assert held == {
        f'"1"{integer}': "/members",
        f'"2"{integer}': f"/{hashlib.sha256(b'urn:h').hexdigest()[:16]}",
        f'"3"{integer}': "/given",
    }
    meta = [it.quad for it in statements if it.quad.graph_name == graph("meta")]
    kinds = [quad for quad in meta if quad.object == expand("hs:ForeignGraph")]
    access = [quad for quad in meta if quad.predicate == expand("hs:access")]
    assert len(kinds) == len(access) == 3
    assert (
        Quad(
            graph("source/list/r1/members"),
            expand("dct:source"),
            expand("http://ngo.example/g"),
            graph("meta"),
        )
        in meta
    )


PEOPLE = """@prefix : <http://ngo.example/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:Activist rdfs:subClassOf foaf:Person .
:a a :Activist ; foaf:name "A. Nother" ; :at [ :street "Storgata 1" ] .
:b a foaf:Organization ; :member :a ; foaf:mbox <mailto:b@ngo.example> ;
    foaf:phone "47 22 00 00 00" ; foaf:name "B" ;
    dct:creator "Xyzzy Nother", "Rafto Foundation" ;
    rdfs:comment "Write to c@ngo.example." .
"""


def test_people_are_withheld_and_counted(mapped: Map) -> None:
    result = mapped(PEOPLE)
    found = theirs(listed(result))
    assert {line.split()[1].rpartition("/")[2].strip(">") for line in found} == {
        "22-rdf-syntax-ns#type",
        "creator",
        "name",
        "rdf-schema#subClassOf",
    }
    assert not any("Nother" in line or "Storgata" in line for line in found)
    assert result.account.ignored == {
        "about a person": 5,
        "may be the name of a person": 1,
        "would lead to a person": 3,
    }


def test_what_is_left_out_is_counted_by_its_reason(mapped: Map) -> None:
    more = """omit:
  - {property: 'http://ngo.example/when', reason: Times are not checked.}
  - {class: 'http://www.w3.org/2004/02/skos/core#Concept', reason: A draft.}
"""
    result = mapped(more=more)
    assert len(theirs(listed(result))) == 6
    assert result.account.ignored == {"Times are not checked.": 1, "A draft.": 2}


CONTEXT = '{"@context": "https://schema.org", "@id": "urn:a", "name": "A"}'
BASE = "https://w3id.org/hrsolidarity/"
REFUSED = [
    pytest.param(
        {"text": "<urn:a> <urn:b> .", "suffix": "nt"},
        "raw/list.nt:1:",
        "expected",
        id="syntax",
    ),
    pytest.param(
        {"text": CONTEXT, "suffix": "jsonld"},
        "raw/list.jsonld:1:2: found a context that would have to be fetched",
        "one in the file",
        id="context-of-the-web",
    ),
    pytest.param(
        {"text": "<<<urn:a> <urn:b> <urn:c>>> <urn:p> 1 ."},
        "raw/list.ttl:1:1",
        "",
        id="triple-term",
    ),
    pytest.param(
        {"text": f"<urn:a> <{BASE}ontology#about> <urn:b> ."},
        "raw/list.ttl:1:56: found hs:about",
        "terms of theirs",
        id="our-property",
    ),
    pytest.param(
        {"text": f"<{BASE}id/place/oslo> <urn:p> 1 ."},
        "found pl:oslo",
        "terms of theirs",
        id="our-thing",
    ),
    pytest.param(
        {"text": f"<urn:a> a <{BASE}ontology#Event> ."},
        "found hs:Event",
        "terms of theirs",
        id="our-class",
    ),
    pytest.param(
        {"text": f"<{BASE}graph/meta> {{ <urn:a> <urn:p> 1 }}", "suffix": "trig"},
        "found graph:meta",
        "terms of theirs",
        id="our-graph",
    ),
    pytest.param(
        {"text": "<#a> <urn:p> 1 ."}, "a relative IRI", "'base' in rdf.yml", id="base"
    ),
    pytest.param(
        {"more": "omit: [{property: 'urn:x', reason: None.}]\n"},
        "rdf.yml",
        "a web address",
        id="omission-of-no-address",
    ),
    pytest.param(
        {"more": "omit: [{property: 'http://x.example/', reason: None.}]\n"},
        "rdf.yml:3:19: found an omission of nothing",
        "leaves out",
        id="idle-omission",
    ),
    pytest.param(
        {"more": "at-least: 1000\n"}, "found 9 statements", "at least 1000", id="shrunk"
    ),
    pytest.param(
        {"file": ", syntax: n3"}, "found n3", "one of turtle, trig", id="unknown-syntax"
    ),
]


MISALIGNED = {
    "undeclared": (
        *("hs:Event ", "hs:Evnt "),
        *("alignments/ours.ttl:9:34: found hs:Evnt", "did you mean hs:Event"),
    ),
    "unknown-code": (
        *("et:vigil", "et:vigils"),
        *("found vigils", "a notation of event-type (did you mean vigil"),
    ),
    "people": ("hs:Event ", "hs:Person ", "found hs:Person", "no people"),
    "identity": (
        *("owl:inverseOf", "owl:sameAs"),
        *("found owl:sameAs", "a link of an alignment"),
    ),
}
"""What stands in the alignment, what is put there, what is found and expected."""

REFUSED += [
    pytest.param({"alignment": ALIGNMENT.replace(old, new)}, found, expected, id=name)
    for name, (old, new, found, expected) in MISALIGNED.items()
]


@pytest.mark.parametrize(("given", "found", "expected"), REFUSED)
def test_what_cannot_be_used_is_told_in_one_line(
    mapped: Map, given: dict[str, str], found: str, expected: str
) -> None:
    with pytest.raises((InputErrors, InputError)) as error:
        listed(mapped(**given))
    [line] = str(error.value).splitlines()
    assert line.startswith(NAME)
    assert found in line
    assert expected in line


def test_a_file_that_nobody_reads_is_told(mapped: Map, tmp_path: Path) -> None:
    mapped()
    (tmp_path / NAME / "raw/more.ttl").write_text("", "utf-8")
    with pytest.raises(InputErrors, match=r"more\.ttl:1:1: found a file nobody reads"):
        map_rdf(tmp_path / NAME, NAME, _names(), Codes({}, {}, {}))


def test_a_relative_iri_may_have_its_base(mapped: Map) -> None:
    given = mapped("<#a> <urn:p> 1 .", file=", base: 'http://ngo.example/list'")
    [line] = theirs(listed(given))
    assert line.startswith("<http://ngo.example/list#a>")


def test_a_changed_file_is_told_with_its_hash(mapped: Map, tmp_path: Path) -> None:
    mapped()
    path = tmp_path / NAME / "raw/list.ttl"
    path.write_text("", "utf-8")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    with pytest.raises(InputErrors, match=f"expected {empty}: a changed file"):
        map_rdf(tmp_path / NAME, NAME, _names(), Codes({}, {}, {}))


@pytest.fixture(scope="module")
def goals(codes: Codes) -> Mapped:
    name = "data/sources/un/un-sdg-kos"
    at = InputError("x", "y", "z").where
    iri = mint("document", "un-sdg-kos")
    names = Names({"un-sdg-kos": Named("document", iri, at)})  # type: ignore[arg-type]
    return map_rdf(ROOT / name, name, names, codes)


def test_the_thesaurus_of_the_goals_is_kept_whole(goals: Mapped) -> None:
    statements = listed(goals)
    account = goals.account
    assert (account.read, account.used, account.ignored) == (9194, 9194, {})
    assert account.things["skos:Concept"] == 418
    nodes = {it.quad.subject for it in statements if "/genid/" in str(it.quad.subject)}
    assert len(nodes) == 19
    matches = [it for it in statements if "relatedMatch" in str(it.quad.predicate)]
    assert len(matches) == 8
    assert {it.quad.graph_name for it in matches} == {graph("source/un-sdg-kos/r1")}


HS = "https://w3id.org/hrsolidarity/ontology#"
OURS = f"""@prefix hs: <{HS}> .
@prefix ot: <{BASE}vocab/org-type/> .
<http://ngo.example/us> a hs:Organisation ; hs:orgType ot:ngo ; <urn:p> 1 .
"""


def test_others_may_speak_in_our_terms_where_it_is_said(mapped: Map) -> None:
    statements = listed(mapped(OURS, more="our-terms: true\n"))
    us = expand("http://ngo.example/us")
    facts = {
        (it.quad.predicate, it.quad.object)
        for it in statements
        if it.quad.graph_name == FACTS and it.quad.subject == us
    }
    assert facts == {
        (expand("rdf:type"), expand("hs:Organisation")),
        (expand("hs:orgType"), expand("ot:ngo")),
    }
    assert len(theirs(statements)) == 3


@pytest.mark.parametrize(
    "text",
    [
        f"<urn:a> a <{HS}Judgement> .",
        f"<urn:a> <{HS}access> <{BASE}vocab/access/public> .",
        f"<urn:a> <{HS}riskLevel> <{BASE}vocab/risk/public-role> .",
        f"<urn:a> <{HS}possiblySame> <urn:b> .",
        f"<urn:a> <{HS}undeclared> <urn:b> .",
        f"<{BASE}id/place/oslo> <{HS}within> <urn:b> .",
        f"<{HS}place> <urn:p> 1 .",
        f'<urn:a> <urn:p> "1"^^<{HS}place> .',
        f"<urn:a> <{BASE}vocab/access/public> <urn:b> .",
        f"<urn:a> <http://www.w3.org/2002/07/owl#sameAs> <{BASE}id/place/oslo> .",
    ],
)
def test_some_terms_are_ours_alone(mapped: Map, text: str) -> None:
    with pytest.raises(InputErrors, match=r"list\.ttl:1"):
        listed(mapped(text, more="our-terms: true\n"))
