"""The base of things: what can be one, and files that speak of the usual one."""

import pytest

from kg.errors import SetupError
from kg.rdf.namespaces import BASE, own_base
from kg.rdf.rebasing import with_own_base
from kg.settings import base_iri

USUAL = "https://w3id.org/hrsolidarity/"
OTHER = "https://data.example.org/graph/"


def test_without_a_setting_it_is_the_usual_one() -> None:
    assert base_iri({}) == base_iri({"KG_BASE_IRI": USUAL}) == BASE == USUAL


@pytest.mark.parametrize(
    "base",
    [
        OTHER,
        "http://127.0.0.1:8000/",
        "https://w3id.org/our-graph/",
        "https://xn--bcher-kva.example/~us/v1.0/",
    ],
)
def test_a_base_is_an_address_of_its_own(base: str) -> None:
    assert own_base(base_iri({"KG_BASE_IRI": base})) == base


EXPECTED = (
    "an http or https address in ascii that ends with `/` and is apart from terms"
)


@pytest.mark.parametrize(
    "base",
    [
        pytest.param("", id="nothing"),
        pytest.param("data.example.org/graph/", id="no-scheme"),
        pytest.param("urn:graph:", id="no-address"),
        pytest.param("https:///graph/", id="no-host"),
        pytest.param("https://data.example.org/graph", id="no-slash-at-its-end"),
        pytest.param("https://data.example.org/graph#", id="fragment"),
        pytest.param("https://data.example.org/?graph=/", id="query"),
        pytest.param("https://data.example.org/our graph/", id="space"),
        pytest.param("https://data.example.org/graph/\n", id="line-feed"),
        pytest.param("https://data.example.org/a/../graph/", id="dots"),
        pytest.param("https://data.example.org//graph/", id="empty-segment"),
        pytest.param("https://data.example.org/gr%C3%A4f/", id="percent"),
        pytest.param("https://data.example.org/gräf/", id="not-ascii"),
        pytest.param("https://Data.example.org/graph/", id="capital"),
        pytest.param("https://us@data.example.org/graph/", id="user"),
        pytest.param('https://data.example.org/"><x>/', id="markup"),
        pytest.param(f"{USUAL}ontology/", id="of-terms"),
        pytest.param(f"{USUAL}graph/", id="below-the-usual"),
        pytest.param("https://w3id.org/", id="above-the-usual"),
        pytest.param("http://w3id.org/hrsolidarity/", id="the-usual-by-http"),
    ],
)
def test_what_can_be_no_base_is_refused(base: str) -> None:
    with pytest.raises(SetupError) as refused:
        base_iri({"KG_BASE_IRI": base})
    assert str(refused.value) == f"KG_BASE_IRI: found {base!r}; expected {EXPECTED}"


@pytest.mark.parametrize(
    ("base", "space"),
    [
        ("http://schema.org/", "http://schema.org/"),
        ("http://purl.org/dc/terms/our/", "http://purl.org/dc/terms/"),
        ("http://www.w3.org/", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ],
)
def test_nothing_of_ours_is_named_among_the_terms_of_others(
    base: str, space: str
) -> None:
    with pytest.raises(SetupError) as refused:
        own_base(base)
    assert str(refused.value) == (
        f"KG_BASE_IRI: found {base!r}; expected a base apart from {space}, where "
        "others name terms"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"PREFIX ev: <{USUAL}id/event/>", f"PREFIX ev: <{OTHER}id/event/>", id="id"
        ),
        pytest.param(
            f'STRSTARTS(STR(?g), "{USUAL}graph/source/")',
            f'STRSTARTS(STR(?g), "{OTHER}graph/source/")',
            id="text",
        ),
        pytest.param(
            '"^https://w3id[.]org/hrsolidarity/id/person/[a-z]+$"',
            '"^https://data[.]example[.]org/graph/id/person/[a-z]+$"',
            id="pattern",
        ),
        *(
            pytest.param(f"<{USUAL}{term}>", f"<{USUAL}{term}>", id=term or "bare")
            for term in (
                *("", "ontology", "ontology#Event", "ontology/1.2", "shapes"),
                *("shapes#PersonShape-key", "vocab/", "vocab/role/supporter"),
            )
        ),
        pytest.param("<https://w3id.org/dpv#>", "<https://w3id.org/dpv#>", id="other"),
    ],
)
def test_what_a_file_says_of_things_it_says_of_ours(text: str, expected: str) -> None:
    assert with_own_base(text, OTHER) == expected
    assert with_own_base(text, USUAL) == text
    assert with_own_base(expected, OTHER) == expected
