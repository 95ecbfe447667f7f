"""What is hidden from an audience is in none of its files, and in none of its texts."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kg.publishing.leaks import find_leaks
from kg.publishing.lines import line_of
from kg.rdf.iri import graph, mint
from kg.rdf.terms import HS, SKOS

PERSON = mint("person", "bcdfghj")
MARCH = mint("event", "march")
OPEN, CLOSED = graph("open"), graph("closed")


def text(subject: NamedNode, predicate: NamedNode, words: str, name: NamedNode) -> Quad:
    return Quad(subject, predicate, Literal(words, language="en"), name)


LABEL = text(MARCH, SKOS.prefLabel, "March in Oslo", OPEN)


@pytest.mark.parametrize(
    ("name", "format_", "expected"),
    [
        ("graph.nq", RdfFormat.N_QUADS, True),
        ("merged.nt", RdfFormat.N_TRIPLES, False),
        ("merged.ttl", RdfFormat.TURTLE, False),
        ("graph.trig", RdfFormat.TRIG, True),
        ("merged.jsonld", RdfFormat.JSON_LD, False),
    ],
)
def test_a_term_that_no_shown_quad_has_is_found_in_every_format(
    tmp_path: Path, name: str, format_: RdfFormat, expected: bool
) -> None:
    secret = text(PERSON, SKOS.note, "seen at the march", CLOSED)
    quads = [LABEL, secret]
    written = quads if expected else [quad.triple for quad in quads]
    with (tmp_path / name).open("wb") as output:
        serialize(written, output, format_)
    leaks = find_leaks(tmp_path, [secret], [line_of(LABEL)])
    assert f'{name}: "seen at the march"' in leaks
    assert f"{name}: {PERSON.value}" in leaks
    assert (f"{name}: {CLOSED.value}" in leaks) is expected


def test_files_of_shown_quads_hold_nothing_else(tmp_path: Path) -> None:
    with (tmp_path / "graph.nq").open("wb") as output:
        serialize([LABEL], output, RdfFormat.N_QUADS)
    with (tmp_path / "merged.nt").open("wb") as output:
        serialize([LABEL.triple], output, RdfFormat.N_TRIPLES)
    (tmp_path / "SHA256SUMS").write_text("not RDF")
    assert find_leaks(tmp_path, [], [line_of(LABEL)]) == []


@pytest.mark.parametrize(
    ("name", "format_", "dump"),
    [
        ("merged.ttl", RdfFormat.TURTLE, "merged.nt"),
        ("graph.trig", RdfFormat.TRIG, "graph.nq"),
        ("merged.jsonld", RdfFormat.JSON_LD, "merged.nt"),
    ],
)
def test_a_term_is_found_beside_a_dump_that_does_not_have_it(
    tmp_path: Path, name: str, format_: RdfFormat, dump: str
) -> None:
    secret = text(PERSON, SKOS.note, "seen at the march", OPEN)
    merged = name.startswith("merged")
    lines = RdfFormat.N_TRIPLES if merged else RdfFormat.N_QUADS
    for file, form, quads in (
        (dump, lines, [LABEL]),
        (name, format_, [LABEL, secret]),
    ):
        with (tmp_path / file).open("wb") as output:
            serialize([it.triple for it in quads] if merged else quads, output, form)
    leaks = find_leaks(tmp_path, [], [line_of(LABEL)])
    assert leaks == [f'{name}: "seen at the march"', *leaks[1:]]
    assert all(leak.startswith(f"{name}: ") for leak in leaks)


@pytest.mark.parametrize(
    ("hidden", "shown", "leaks"),
    [
        pytest.param(
            "Example Person", "a portrait of Example Person", 1, id="quotation"
        ),
        pytest.param(
            "Exàmple PERSON", "example person, jailed", 1, id="case-and-accents"
        ),
        pytest.param("Віктар", "плакат: Віктар", 1, id="cyrillic"),
        pytest.param("Example Person", "examples of a person", 0, id="other-words"),
        pytest.param("Per", "Per and Kari", 0, id="too-short-to-tell"),
        pytest.param("March in Oslo", "a March in Oslo", 0, id="named-in-public-too"),
    ],
)
def test_a_name_that_only_hidden_graphs_give_stands_in_no_shown_text(
    tmp_path: Path, hidden: str, shown: str, leaks: int
) -> None:
    secret = text(PERSON, SKOS.altLabel, hidden, CLOSED)
    quotation = text(MARCH, HS.excerpt, shown, OPEN)
    found = find_leaks(tmp_path, [secret], [line_of(LABEL), line_of(quotation)])
    assert len(found) == leaks
    assert all(MARCH.value in leak for leak in found)
