"""IRIs are minted from keys, shortened for people, and read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf.iri import expand, mint, shorten
from kg.rdf.namespaces import KINDS, PREFIXES

KEYS = st.from_regex(r"[a-z0-9]{1,8}([-.][a-z0-9]{1,8}){0,4}", fullmatch=True)


@given(kind=st.sampled_from(sorted(KINDS.values())), key=KEYS)
def test_what_is_minted_is_shortened_and_read_back(kind: str, key: str) -> None:
    iri = mint(kind, key)
    prefix = next(p for p, k in KINDS.items() if k == kind)
    assert shorten(iri.value) == f"{prefix}:{key}"
    assert expand(shorten(iri.value)) == iri


@given(
    prefix=st.sampled_from(sorted(PREFIXES)), local=st.text("abcXYZ019-_.", max_size=9)
)
def test_shortening_loses_nothing(prefix: str, local: str) -> None:
    iri = PREFIXES[prefix] + local
    assert expand(shorten(iri)).value == iri


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        ("https://w3id.org/hrsolidarity/id/event/march", "ev:march"),
        ("https://w3id.org/hrsolidarity/vocab/role/victim", "ro:victim"),
        ("https://w3id.org/hrsolidarity/graph/source/a/r1", "graph:source/a/r1"),
        ("http://www.wikidata.org/entity/Q20", "http://www.wikidata.org/entity/Q20"),
    ],
)
def test_the_longest_namespace_that_fits_is_taken(iri: str, short: str) -> None:
    assert shorten(iri) == short
    assert expand(short).value == iri


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("event", "March"),
        ("event", "march in oslo"),
        ("event", ""),
        ("event", "-march"),
        ("event", "march..oslo"),
        ("event", "../person/x"),
        ("event", "марш"),
        ("riot", "march"),
    ],
)
def test_what_could_not_stand_in_an_iri_is_not_minted(kind: str, key: str) -> None:
    with pytest.raises(ValueError, match="is not a k"):
        mint(kind, key)


@pytest.mark.parametrize("curie", ["march", "nobody:march", ":march", ""])
def test_a_prefix_of_nobody_is_not_read(curie: str) -> None:
    with pytest.raises(ValueError, match="has no prefix of the project's list"):
        expand(curie)
