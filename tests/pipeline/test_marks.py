"""Each line of a stage has its mark: where it was first stated."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import Position
from kg.pipeline import marks
from kg.pipeline.marks import LINES, read_entries, statements_about, write_marked
from kg.rdf.iri import graph, mint
from kg.rdf.statement import Statement
from kg.rdf.terms import HS, SKOS

OSLO, BERGEN, NORWAY = (mint("place", key) for key in ("oslo", "bergen", "norway"))
ONE, TWO = graph("source/one/r1"), graph("source/two/r1")
RAW, MAP = "data/sources/one/raw/rows.csv", "data/sources/one/map.yml"


def named(place: NamedNode, name: str, line: int, file: str = RAW) -> Statement:
    text = Literal(name, language="en")
    return Statement(Quad(place, SKOS.prefLabel, text, ONE), Position(file, line, 3))


STATEMENTS = [
    named(OSLO, 'Oslo, "the city" .', 2),
    Statement(Quad(OSLO, HS.within, NORWAY, ONE), Position(MAP, 7)),
    named(BERGEN, "Bergen", 3),
    named(OSLO, 'Oslo, "the city" .', 4),
    Statement(Quad(BERGEN, HS.within, NORWAY, TWO), Position(RAW, 3, 9)),
    named(NORWAY, "Norway", 70_000, MAP),
]


@pytest.mark.parametrize("at_once", [2, 50_000])
def test_lines_are_sorted_and_each_has_the_mark_of_its_first_statement(
    at_once: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks, "AT_ONCE", at_once)
    write_marked(STATEMENTS, tmp_path)
    lines = (tmp_path / LINES).read_bytes().splitlines()
    assert lines == sorted({f"{it.quad} .".encode() for it in STATEMENTS})
    terms = {str(it).encode() for it in (OSLO, BERGEN, NORWAY)}
    assert statements_about(tmp_path, terms) == [*STATEMENTS[:3], *STATEMENTS[4:]]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "files.txt",
        "graph.nq",
        "marks.bin",
    ]


def test_what_names_a_thing_is_about_it_and_each_graph_has_its_first_line(
    tmp_path: Path,
) -> None:
    write_marked(STATEMENTS, tmp_path)
    assert statements_about(tmp_path, {str(BERGEN).encode()}) == [
        STATEMENTS[0],
        STATEMENTS[2],
        STATEMENTS[4],
    ]
    assert statements_about(tmp_path, {b'"Norway"@en'}) == [
        STATEMENTS[0],
        STATEMENTS[4],
        STATEMENTS[5],
    ]


def test_marks_go_with_the_quads_that_they_are_of(tmp_path: Path) -> None:
    write_marked(STATEMENTS, tmp_path)
    quads = [it.quad for it in sorted(STATEMENTS, key=lambda it: str(it.quad))]
    entries = list(read_entries(tmp_path, dict.fromkeys(quads)))
    turns = [int.from_bytes(mark[:4], "big") for _quad, mark in entries]
    assert turns == [2, 4, 5, 0, 1]
