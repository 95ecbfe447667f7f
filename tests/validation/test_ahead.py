"""What two processors do at once is what one does: reading, and asking queries."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import (
    BaseDirection,
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

from kg.errors import UnexpectedValueError
from kg.rdf.terms import XSD
from kg.store.processes import processors
from kg.validation import engine, reading
from kg.validation.ahead import UnfinishedError, ahead
from kg.validation.columns.writing import (
    END_OF_LINE,
    AnyTerm,
    read_term,
    write_quads,
    write_term,
)
from kg.validation.engine import Background, validate
from kg.validation.reading import read_source
from kg.validation.shapes import read_shapes
from kg.validation.source import Source

A, B = NamedNode("urn:a"), NamedNode("urn:b")
TERMS = (
    NamedNode("https://example.org/å?b#c"),
    BlankNode("b1"),
    DefaultGraph(),
    Literal(""),
    Literal('a "b" <c> _:d . \\ @en ^^<e>'),
    Literal("tab\tline\nreturn\rbell\x07 delete\x7f separator\u2028 \ufffe"),
    Literal("нататка", language="be-tarask"),
    Literal("שלום", language="he", direction=BaseDirection.RTL),
    Literal("01", datatype=XSD.integer),
    Literal('"@en', datatype=NamedNode("urn:datatype")),
    Triple(A, B, Literal("a b", language="en")),
    Triple(BlankNode("b2"), B, Triple(A, B, A)),
)
TURTLE = """\
@base <https://example.org/> . @prefix ex: <https://example.org/ns#> .
<a> ex:says "x . y" , "z"@nb-NO , 01 , "1"^^<https://example.org/d> ; a ex:C .
_:b ex:knows [ ex:knows _:b ] , ( 1 2 ) .
"""
TRIG = """\
@prefix ex: <https://example.org/ns#> .
ex:a ex:says "<urn:g>" . ex:g { ex:a ex:says "x" , _:b . _:b ex:says 1 . }
_:g { ex:a ex:says "x" }
"""
JSON = '{"@id": "urn:a", "urn:p": [{"@value": "x", "@language": "nb"}, {"urn:q": 1}]}'


@pytest.fixture
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "may_copy", lambda: True)
    monkeypatch.setattr(reading, "LARGE", 0)
    monkeypatch.setattr(engine, "processors", lambda: (0, 1))
    monkeypatch.setattr(engine, "MANY", 0)


def read(folder: Path, name: str, text: str) -> Source:
    (folder / name).write_text(text, "utf-8")
    return read_source(name, folder / name)


def shape(source: Source) -> list[str]:
    """Write quads with blank nodes named in the order in which they are met."""
    names: dict[str, str] = {}
    terms = (str(term) for quad in source.quads for term in quad)
    return [
        names.setdefault(it, f"_:{len(names)}") if it.startswith("_:") else it
        for it in terms
    ]


FILES = {"a.ttl": (TURTLE, 12), "a.trig": (TRIG, 5), "a.jsonld": (JSON, 3)}


@pytest.mark.parametrize("name", FILES)
def test_reads_ahead_what_one_process_reads(
    tmp_path: Path, request: pytest.FixtureRequest, name: str
) -> None:
    text, quads = FILES[name]
    alone = read(tmp_path, name, text)
    request.getfixturevalue("two_processors")
    beside = read(tmp_path, name, text)
    assert len(beside.quads) == quads
    assert beside.quads.rows.tolist() == alone.quads.rows.tolist()
    assert shape(beside) == shape(alone)
    assert beside.prefixes == alone.prefixes
    assert not beside.faults


@pytest.mark.usefixtures("two_processors")
def test_blank_nodes_of_two_files_never_meet(tmp_path: Path) -> None:
    names = [
        {str(term) for term in read(tmp_path, name, TURTLE).quads.terms(0)}
        for name in ("a.ttl", "b.ttl")
    ]
    assert names[0] & names[1] == {"<https://example.org/a>"}


def test_tells_faults_as_one_process_does(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    text = f"{TURTLE}ex:a ex:b .\nex:c ex:says ex:d .\n"
    alone = read(tmp_path, "a.ttl", text)
    request.getfixturevalue("two_processors")
    beside = read(tmp_path, "a.ttl", text)
    assert [str(it.where) for it in beside.faults] == ["a.ttl:4:11"]
    assert [*map(str, beside.faults)] == [*map(str, alone.faults)]
    assert shape(beside) == shape(alone)


def test_a_copy_that_ends_early_is_noticed() -> None:
    def fails() -> Iterator[int]:
        yield 1
        raise UnexpectedValueError("data", "nothing", "something")

    with ahead(fails) as messages:
        assert next(messages) == 1
        with pytest.raises(UnfinishedError):
            next(messages)


def test_is_of_no_use_with_one_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processors, "processors", lambda: (0,))
    assert not processors.may_copy()


@pytest.mark.parametrize("term", TERMS, ids=str)
def test_a_term_is_read_as_it_is_written(term: AnyTerm) -> None:
    assert read_term(write_term(term)) == term


@pytest.mark.parametrize("term", [it for it in TERMS if it != DefaultGraph()], ids=str)
def test_a_line_has_terms_as_each_is_written(term: Literal) -> None:
    [batch] = write_quads([Quad(A, B, term, A), Quad(A, B, term)])
    line = b" ".join(map(write_term, (A, B, term)))
    assert batch.lines.split(END_OF_LINE) == [line, line, b""]
    assert batch.graphs == ((b"<urn:a>", 1), (b"DEFAULT", 1))


SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <urn:ex:> .
ex:rich a sh:NodeShape ; sh:targetSubjectsOf ex:has ; sh:sparql [ sh:select
    "SELECT $this { $this <urn:ex:has>/<urn:ex:worth> ?n FILTER (?n > 1) }" ] .
ex:owner a sh:NodeShape ; sh:targetSubjectsOf ex:has ; sh:node ex:modest .
ex:modest a sh:NodeShape ; sh:sparql [ sh:select
    "SELECT $this { $this <urn:ex:has> ?a , ?b FILTER (?a != ?b) }" ] .
ex:worth a sh:NodeShape ; sh:targetObjectsOf ex:worth ; sh:maxInclusive 2 .
"""
DATA = """
@prefix ex: <urn:ex:> .
ex:a ex:has [ ex:worth 3 ] . [] ex:has [ ex:worth 2 ] .
ex:b ex:has ex:c , ex:d . ex:c ex:worth 1 .
"""


def test_queries_and_columns_at_once_find_what_they_find_one_by_one(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text(SHAPES, "utf-8")
    shapes = read_shapes(path, house_rules=False)
    quads = list(parse(DATA, RdfFormat.TURTLE))
    alone = validate(quads, shapes, Background())
    request.getfixturevalue("two_processors")
    assert validate(quads, shapes, Background()) == alone
    names = [str(it.shape).rpartition(":")[2] for it in alone]
    assert sorted(names) == ["owner>", "rich>", "rich>", "worth>"]
