"""Blank nodes are named by what is said with them, and by nothing else."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from kg.mapping.foreign.blanks import DIGITS, blank_names

PREFIX = "@prefix : <urn:x:> . "


def read(text: str) -> list[Quad]:
    return list(parse(PREFIX + text, format=RdfFormat.TRIG, rename_blank_nodes=True))


def skolemised(quads: list[Quad]) -> set[str]:
    """Write quads with the names of their blank nodes."""
    names = blank_names(quads)
    return {
        " ".join(
            names[part] if isinstance(part, BlankNode) else str(part) for part in quad
        )
        for quad in quads
    }


SAME = [
    pytest.param(":a :p [ :q 1 ] .", "_:z :q 1 . :a :p _:z .", id="label"),
    pytest.param(
        ":a :p [ :q 1 ], [ :q 2 ] .", ":a :p [ :q 2 ], [ :q 1 ] .", id="order"
    ),
    pytest.param("[] :p [] . [] :p [] .", "_:x :p _:y . _:v :p _:w .", id="twins"),
    pytest.param("_:a :p _:b . _:b :p _:a .", "_:b :p _:a . _:a :p _:b .", id="ring"),
    pytest.param("_:g { :a :p 1 }", "_:h { :a :p 1 }", id="graph"),
    pytest.param(":a :p [ :q [], [], [] ] .", ":a :p [ :q [], [], [] ] .", id="leaves"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_graph_gets_the_same_names(one: str, other: str) -> None:
    assert skolemised(read(one)) == skolemised(read(other))


DIFFERENT = [
    pytest.param(":a :p [ :q 1 ] .", ":a :p [ :q 2 ] .", id="value"),
    pytest.param(":a :p [ :q 1 ] .", ":b :p [ :q 1 ] .", id="subject"),
    pytest.param("[ :q 1 ] :p :a .", ":a :p [ :q 1 ] .", id="direction"),
    pytest.param(":g { :a :p [] }", ":h { :a :p [] }", id="graph"),
    pytest.param("_:a :p _:b .", "_:a :p _:a .", id="loop"),
    pytest.param(
        "_:a :p _:b . _:b :p _:a . _:c :p _:d . _:d :p _:c .",
        "_:a :p _:b . _:b :p _:c . _:c :p _:d . _:d :p _:a .",
        id="rings-of-two-and-of-four",
    ),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_another_graph_gets_other_names(one: str, other: str) -> None:
    assert skolemised(read(one)) != skolemised(read(other))


@pytest.mark.parametrize(
    "text",
    [
        ":a :p [], [], [] .",
        ":a :p ( 1 1 1 1 ) .",
        "_:a :p _:b . _:b :p _:c . _:c :p _:a .",
        ":a :p [ :q [], [] ], [ :q [], [] ] .",
    ],
)
def test_every_node_has_a_name_of_its_own(text: str) -> None:
    quads = read(text)
    names = blank_names(quads)
    ends = [end for quad in quads for end in (quad.subject, quad.object)]
    assert set(names) == {end for end in ends if isinstance(end, BlankNode)}
    assert len(set(names.values())) == len(names)
    assert {len(name) for name in names.values()} == {DIGITS}


def test_what_is_added_elsewhere_renames_nothing() -> None:
    before = read(":a :p [ :q 1 ; :r [ :s 2 ] ] . :l :m ( 1 2 3 ) .")
    added = read(":b :p [ :q 5 ; :r [ :s 6 ] ] . [] :p [] .")
    assert skolemised(before) < skolemised(before + added)


nodes = st.integers(0, 5).map(lambda number: BlankNode(f"n{number}"))
terms = st.one_of(nodes, st.sampled_from([NamedNode("urn:a"), NamedNode("urn:b")]))
predicates = st.sampled_from([NamedNode("urn:p"), NamedNode("urn:q")])
graphs = st.lists(st.builds(Quad, terms, predicates, terms), max_size=9)


@given(graphs, st.randoms(use_true_random=False))
def test_labels_and_order_do_not_matter(quads: list[Quad], random: Random) -> None:
    labels = [BlankNode(f"m{number}") for number in range(6)]
    random.shuffle(labels)
    shuffled = [_renamed(quad, labels) for quad in quads]
    random.shuffle(shuffled)
    assert sorted(blank_names(quads).values()) == sorted(blank_names(shuffled).values())


def _renamed(quad: Quad, labels: list[BlankNode]) -> Quad:
    subject, value = (
        labels[int(end.value[1:])] if isinstance(end, BlankNode) else end
        for end in (quad.subject, quad.object)
    )
    assert not isinstance(subject, Literal)
    return Quad(subject, quad.predicate, value)
