"""The ledger of identities: what is added can be taken out, and leaves no trace."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DanglingKeyError, DuplicateKeyError, InputErrors
from kg.importers.ledger import add, added, remove, removed

HEAD = "# Places that were looked at.\n\nidentities:\n"
HAND = """  - key: oslo-in-wikidata
    thing: oslo
    same-as: http://www.wikidata.org/entity/Q585
    certainty: confirmed
    by: solidarity-graph-editors
    on: 2026-11-23
    reason: {en: The capital.}  # as everybody knows
"""


def entry(key: str, reason: str = "Looked at.") -> dict[str, object]:
    return {
        "key": key,
        "thing": "https://w3id.org/hrsolidarity/id/place/oslo",
        "not-same": "http://www.wikidata.org/entity/Q1",
        "certainty": "likely",
        "by": "solidarity-graph-editors",
        "on": "2026-11-23",
        "reason": {"en": reason},
    }


keys = st.from_regex(r"[a-z]{1,6}(-[a-z0-9]{1,4})?", fullmatch=True)
reasons = st.text(st.characters(min_codepoint=32, max_codepoint=0x4FF), min_size=1)


@given(st.lists(keys, min_size=1, max_size=4, unique=True), reasons, st.booleans())
def test_what_is_added_and_taken_out_leaves_no_trace(
    names: list[str], reason: str, by_hand: bool
) -> None:
    text = start = HEAD + (HAND if by_hand else "")
    texts = []
    for name in names:
        texts.append(text)
        text = added(text, entry(name, reason))
    for name, before in zip(reversed(names), reversed(texts), strict=True):
        text = removed(text, name)
        assert text == before
    assert text == start


def test_one_in_the_middle_is_taken_out_alone() -> None:
    text = added(added(HEAD + HAND, entry("second")), entry("third"))
    assert removed(text, "second") == added(HEAD + HAND, entry("third"))
    assert removed(text, "oslo-in-wikidata").startswith(f"{HEAD}  - key: second\n")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    folder = tmp_path / "data/identity"
    folder.mkdir(parents=True)
    (folder / "places.yml").write_text(HEAD + HAND, "utf-8")
    return tmp_path


def test_a_judgement_is_written_at_the_end(ledger: Path) -> None:
    add(ledger, "places.yml", entry("second"))
    text = (ledger / "data/identity/places.yml").read_text("utf-8")
    assert text.startswith(HEAD + HAND)
    assert "  - key: second\n    thing: https://w3id.org/" in text


def test_a_file_begins_with_its_first_judgement_and_ends_with_its_last(
    ledger: Path,
) -> None:
    add(ledger, "events.yml", entry("first"))
    assert (ledger / "data/identity/events.yml").is_file()
    assert remove(ledger, "first") == "data/identity/events.yml"
    assert not (ledger / "data/identity/events.yml").exists()


def test_a_key_is_given_once(ledger: Path) -> None:
    with pytest.raises(DuplicateKeyError, match="oslo-in-wikidata"):
        add(ledger, "places.yml", entry("oslo-in-wikidata"))


def test_what_is_no_judgement_is_not_written(ledger: Path) -> None:
    before = (ledger / "data/identity/places.yml").read_bytes()
    with pytest.raises(InputErrors, match="one of 'same-as'"):
        add(ledger, "places.yml", {**entry("second"), "same-as": "http://x.example/"})
    assert (ledger / "data/identity/places.yml").read_bytes() == before
    assert len(list((ledger / "data/identity").iterdir())) == 1


def test_a_key_that_nothing_has_is_told(ledger: Path) -> None:
    with pytest.raises(DanglingKeyError, match="did you mean oslo-in-wikidata"):
        remove(ledger, "oslo-in-wikidat")
