"""The bytes of a dump are searched for what must not be in it."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.publishing.leaks import find_leaks
from kg.rdf.iri import graph, mint
from kg.rdf.terms import HS, SKOS

PERSON = mint("person", "k3v9t2")
SHOWN = [
    Quad(
        mint("event", "march"),
        SKOS.prefLabel,
        Literal("March in Oslo, 2010"),
        graph("a"),
    )
]


@pytest.mark.parametrize(
    ("hidden", "text", "leaks"),
    [
        pytest.param(
            Quad(PERSON, SKOS.prefLabel, Literal("Example Person"), graph("b")),
            'x "Example Person" y',
            ["dump.nt: Example Person"],
            id="name",
        ),
        pytest.param(
            Quad(PERSON, HS.friendOf, PERSON, graph("b")),
            f"<{PERSON.value}>",
            [f"dump.nt: {PERSON.value}"],
            id="iri",
        ),
        pytest.param(
            Quad(PERSON, SKOS.prefLabel, Literal("Example Person"), graph("b")),
            "nothing of it",
            [],
            id="clean",
        ),
        pytest.param(
            Quad(PERSON, SKOS.note, Literal("March in Oslo"), graph("b")),
            "March in Oslo, 2010",
            [],
            id="part-of-what-may-be-seen",
        ),
        pytest.param(
            Quad(PERSON, SKOS.note, Literal("2010"), graph("b")),
            "2010",
            [],
            id="too-short-to-tell",
        ),
    ],
)
def test_hidden_texts_are_found_in_bytes(
    tmp_path: Path, hidden: Quad, text: str, leaks: list[str]
) -> None:
    (tmp_path / "dump.nt").write_text(text, "utf-8")
    assert find_leaks(tmp_path, [hidden], SHOWN) == leaks


def test_a_hidden_graph_is_found_by_its_name(tmp_path: Path) -> None:
    name = NamedNode(f"{graph('a').value}/quotations")
    (tmp_path / "dump.nq").write_text(f"<{name.value}>", "utf-8")
    hidden = [Quad(PERSON, SKOS.note, Literal("x"), name)]
    assert find_leaks(tmp_path, hidden, SHOWN) == [f"dump.nq: {name.value}"]
