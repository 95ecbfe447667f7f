"""The registry gives out identifiers once, and keeps every line it has."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.importers.identifiers import (
    HEADER,
    REGISTRY,
    mint_identifiers,
    read_identifiers,
)

KEYS = st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True)
MISSING = st.sets(st.tuples(st.sampled_from(["claim", "event", "person"]), KEYS))


def write(root: Path, text: str) -> Path:
    path = root / REGISTRY
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return root


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("registry")


@given(first=MISSING, second=MISSING)
def test_what_was_minted_is_read_and_stays(
    folder: Path, first: set[tuple[str, str]], second: set[tuple[str, str]]
) -> None:
    write(folder, f"{HEADER}\n")
    assert len(mint_identifiers(folder, first)) == len(first)
    before = read_identifiers(folder)
    assert set(before) == first
    assert len(mint_identifiers(folder, second)) == len(second - first)
    after = read_identifiers(folder)
    assert set(after) == first | second
    assert before.items() <= after.items()
    assert len(set(after.values())) == len(after)
    assert mint_identifiers(folder, first | second) == []


def test_a_project_without_a_registry_gets_one(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    [line] = mint_identifiers(tmp_path, [("person", "ola")])
    assert re.fullmatch(r"person\tola\t[2-9bcdfghjkmnpqrstvwxz]{7}", line)
    assert (tmp_path / REGISTRY).read_text("utf-8") == f"{HEADER}\n{line}\n"


def test_a_last_line_without_an_end_is_kept_apart(tmp_path: Path) -> None:
    write(tmp_path, f"{HEADER}\nperson\tola\t2345678")
    mint_identifiers(tmp_path, [("person", "kari")])
    assert read_identifiers(tmp_path)["person", "ola"] == "2345678"
    assert len(read_identifiers(tmp_path)) == 2


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "person\tola\t2345678\tx",
            ":2:1: found 'person\\tola\\t2345678\\tx'; expected",
        ),
        (
            "person\tola",
            ":2:1: found 'person\\tola'; expected kind, key and identifier",
        ),
        ("", ":2:1: found ''; expected kind, key and identifier, parted by tabs"),
        ("place\toslo\t2345678", ":2:1: found 'place'; expected one of claim, event"),
        ("person\tOla\t2345678", ":2:8: found 'Ola'; expected a key: lower-case words"),
        ("person\tola\tolanord", ":2:12: found 'olanord'; expected 7 letters of 2345"),
        ("person\tola\t234567", ":2:12: found '234567'; expected 7 letters of 2345678"),
    ],
)
def test_a_line_that_is_none_is_told(tmp_path: Path, line: str, message: str) -> None:
    write(tmp_path, f"{HEADER}\n{line}\n")
    with pytest.raises(InputError) as caught:
        read_identifiers(tmp_path)
    assert str(caught.value).startswith(f"{REGISTRY}{message}")


def test_bytes_that_are_not_text_are_told(tmp_path: Path) -> None:
    write(tmp_path, "").joinpath(REGISTRY).write_bytes(b"kind\nperson\t\xff")
    with pytest.raises(InputError, match=r"identifiers\.tsv:2:8: found byte 0xff"):
        read_identifiers(tmp_path)
