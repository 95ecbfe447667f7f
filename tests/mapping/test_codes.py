"""Codes come from the vocabularies, and say what class an event has."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import Position, UnexpectedValueError
from kg.mapping.codes import Codes
from kg.rdf.iri import concept
from kg.rdf.terms import HS, SKOS

HERE = Position("extract.yml", 3, 11)


def notation(scheme: str, code: str) -> Quad:
    return Quad(concept(scheme, code), SKOS.notation, Literal(code))


def broader(code: str, top: str) -> Quad:
    return Quad(concept("event-type", code), SKOS.broader, concept("event-type", top))


QUADS = [
    *(notation("event-type", c) for c in ("action", "march", "parade", "idle", "odd")),
    notation("role", "organiser"),
    Quad(concept("event-type", "action"), HS.eventClass, HS.CivicAction),
    Quad(concept("event-type", "idle"), HS.eventClass, HS.Situation),
    broader("march", "action"),
    broader("parade", "march"),
    broader("odd", "odder"),
    broader("odder", "odd"),
    Quad(concept("role", "organiser"), HS.shortcut, HS.organiser),
]


@pytest.fixture(scope="module")
def codes() -> Codes:
    return Codes.from_quads(QUADS)


def test_a_code_names_its_concept(codes: Codes) -> None:
    named = codes.concept("event-type", "march", HERE)
    assert named.value.endswith("/vocab/event-type/march")


@pytest.mark.parametrize(
    ("scheme", "code", "near"),
    [
        ("event-type", "marhc", ["march"]),
        ("event-type", "organiser", []),
        ("role", "march", []),
        ("colour", "red", []),
    ],
)
def test_a_code_of_no_such_list_is_told(
    codes: Codes, scheme: str, code: str, near: list[str]
) -> None:
    with pytest.raises(UnexpectedValueError) as caught:
        codes.concept(scheme, code, HERE)
    told = caught.value
    assert (told.where, told.found, told.near) == (HERE, code, near)
    assert told.expected == f"a notation of {scheme}"


@pytest.mark.parametrize(
    ("code", "class_"),
    [
        ("action", HS.CivicAction),
        ("march", HS.CivicAction),
        ("parade", HS.CivicAction),
        ("idle", HS.Situation),
    ],
)
def test_a_narrower_type_has_the_class_of_the_broader(
    codes: Codes, code: str, class_: NamedNode
) -> None:
    assert codes.event_class(concept("event-type", code), HERE) == class_


def test_a_type_that_leads_to_no_class_is_told(codes: Codes) -> None:
    with pytest.raises(UnexpectedValueError, match="expected an event type with a"):
        codes.event_class(concept("event-type", "odd"), HERE)


def test_a_role_has_its_shortcut(codes: Codes) -> None:
    assert codes.shortcuts == {concept("role", "organiser"): HS.organiser}


def test_a_second_notation_for_other_systems_is_no_code() -> None:
    other = NamedNode("https://example.org/numbers")
    quad = Quad(concept("role", "x"), SKOS.notation, Literal("7", datatype=other))
    assert Codes.from_quads([quad]).schemes == {}
