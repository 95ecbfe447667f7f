"""Keys lead to what they name, or are told with the nearest that would do."""

import pytest

from kg.errors import DanglingKeyError, Position, UnexpectedValueError
from kg.mapping.names import AGENTS, Named, Names
from kg.rdf.iri import mint

HERE = Position("extract.yml", 9, 16)
NAMES = Names(
    {
        "norwegian-pen": Named(
            "organisation", mint("organisation", "norwegian-pen"), Position("o.yml", 4)
        ),
        "ola": Named("person", mint("person", "b2c3d4f"), Position("p.yml", 2)),
        "oslo": Named("place", mint("place", "oslo"), Position("l.yml", 3)),
    }
)


def test_a_key_leads_to_what_it_names() -> None:
    named = NAMES.find("ola", AGENTS, HERE)
    assert (named.kind, named.local) == ("person", "b2c3d4f")
    assert NAMES.iri("oslo", ["place"], HERE) == mint("place", "oslo")


@pytest.mark.parametrize(
    ("key", "kinds", "message"),
    [
        pytest.param(
            "norwegian-pem",
            AGENTS,
            "found norwegian-pem; expected the key of an organisation or a person or "
            "a group (did you mean norwegian-pen?)",
            id="misspelt",
        ),
        pytest.param(
            "osol",
            ("person",),
            "found osol; expected the key of a person",
            id="like-a-thing-of-another-kind",
        ),
    ],
)
def test_a_key_that_nothing_has_is_told(
    key: str, kinds: tuple[str, ...], message: str
) -> None:
    with pytest.raises(DanglingKeyError) as caught:
        NAMES.find(key, kinds, HERE)
    assert str(caught.value) == f"extract.yml:9:16: {message}"


def test_a_key_of_another_kind_is_told_with_its_place() -> None:
    with pytest.raises(UnexpectedValueError) as caught:
        NAMES.iri("oslo", AGENTS, HERE)
    assert str(caught.value) == (
        "extract.yml:9:16: found oslo, a place (see l.yml:3:1); "
        "expected the key of an organisation or a person or a group"
    )
