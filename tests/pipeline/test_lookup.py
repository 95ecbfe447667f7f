"""Lines are looked up by their terms, and give what a store of them gives."""

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from kg.pipeline.lookup import INDEX, Lookup
from kg.pipeline.marks import LINES
from kg.publishing.lines import write_sorted

TEXT = """
<urn:a> <urn:p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> <urn:g> .
<urn:a> <urn:p> "say \\"1\\" <urn:a> twice"@en <urn:g> .
<urn:a> <urn:q> <urn:b> <urn:g> .
<urn:ab> <urn:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <urn:g> .
<urn:ab> <urn:q> <urn:b> <urn:h> .
<urn:b> <urn:p> "1" <urn:h> .
<urn:b> <urn:p> " <urn:q> " <urn:h> .
"""
QUADS = list(parse(TEXT.encode(), format=RdfFormat.N_QUADS))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_sorted(QUADS, tmp_path / LINES)
    return tmp_path


def as_stored(quads: list[Quad]) -> set[Quad]:
    store = Store()
    store.extend(quads)
    return set(store)


def test_what_is_asked_is_found_as_in_a_store(folder: Path) -> None:
    store, lookup = Store(), Lookup(folder)
    store.extend(QUADS)
    subjects = {quad.subject for quad in QUADS} | {NamedNode("urn:none")}
    values = {quad.object for quad in QUADS} | {NamedNode("urn:none")}
    predicates = {quad.predicate for quad in QUADS}
    for asked in product({None, *subjects}, {None, *predicates}, {None, *values}):
        found = list(lookup.quads_for_pattern(*asked))
        assert as_stored(found) == set(store.quads_for_pattern(*asked)), asked
        assert set(found) <= set(QUADS)  # as they are written


@pytest.mark.parametrize(
    "damage", [lambda _it: b"", lambda it: it[:-1], lambda it: it[:-8] + bytes(8)]
)
def test_an_index_that_is_damaged_is_made_again(
    folder: Path, damage: Callable[[bytes], bytes]
) -> None:
    assert len(list(Lookup(folder).quads_for_pattern(None, None, None))) == len(QUADS)
    index = folder / INDEX
    whole = index.read_bytes()
    index.write_bytes(damage(whole))
    found = Lookup(folder).quads_for_pattern(None, None, NamedNode("urn:b"))
    assert {str(quad.subject) for quad in found} == {"<urn:a>", "<urn:ab>"}
    assert index.read_bytes() == whole


def test_an_index_of_other_lines_is_made_again(folder: Path) -> None:
    Lookup(folder)
    write_sorted(QUADS[:3], folder / LINES)
    found = Lookup(folder).quads_for_pattern(None, None, NamedNode("urn:b"))
    assert [str(quad.subject) for quad in found] == ["<urn:a>"]


def test_no_lines_have_nothing(tmp_path: Path) -> None:
    (tmp_path / LINES).touch()
    assert not list(Lookup(tmp_path).quads_for_pattern(None, None, None))
