"""Names that registers have are suggested less surely than those with an entry."""

from pathlib import Path

import pytest

from kg.cli.lexicon import read_registered
from kg.importers.suggestions.lexicon import EventKinds, Lexicon
from kg.importers.suggestions.registered import registered_name
from kg.importers.suggestions.suggest import Known, suggest
from kg.model.text import SourceText

KINDS = EventKinds({}, frozenset(), frozenset())
BASE = "https://w3id.org/hrsolidarity"
LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
LINES = f"""\
<{BASE}/id/organisation/bbb> {LABEL} "Grünes Tal"@de <{BASE}/graph/source/city/r1> .
<{BASE}/id/organisation/pen> {LABEL} "Norsk PEN"@nb <{BASE}/graph/authority> .
<{BASE}/id/person/ccc> {LABEL} "Petra Muster"@de <{BASE}/graph/source/city/r1> .
<{BASE}/id/place/ddd> {LABEL} "Nicaragua"@en <{BASE}/graph/source/codes/r1> .
<{BASE}/id/place/eee> {LABEL} "SK"@en <{BASE}/graph/source/codes/r1> .
"""


def lexicon(folder: Path) -> Lexicon | None:
    dumps = folder / "current/public/dumps"
    dumps.mkdir(parents=True)
    (folder / "current/manifest.json").write_text("{}")
    (dumps / "graph.nq").write_text(LINES, "utf-8")
    return read_registered(folder)


def test_names_of_registers_are_those_that_all_may_read(tmp_path: Path) -> None:
    registered = lexicon(tmp_path)

    assert registered is not None
    assert [(it.kind, it.spelling) for it in registered.names] == [
        ("organisation", "Grünes Tal"),
        ("place", "Nicaragua"),
    ]


def test_before_the_first_build_registers_have_no_names(tmp_path: Path) -> None:
    assert read_registered(tmp_path) is None


def test_a_name_of_a_register_is_asked_about(tmp_path: Path) -> None:
    text = SourceText.from_text("Am Montag kam das Grünes Tal, spät.")
    known = Known(registered=lexicon(tmp_path))
    [found] = suggest(text, "de", "s", Lexicon((), KINDS), known)

    assert (found.kind, found.exact, found.confidence) == (
        *("organisation", "Grünes Tal"),
        60,
    )
    assert found.why == "a register names an organisation so; it has no entry yet"
    assert found.record == {"names": "?", "quote": "Grünes Tal"}


@pytest.mark.parametrize("spelling", ["SK", "verein", "500", ""])
def test_what_could_be_any_word_is_no_name(spelling: str) -> None:
    assert registered_name("organisation", "de", spelling) is None
