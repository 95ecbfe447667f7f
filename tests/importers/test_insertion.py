"""A record is added to an extract, and every other letter of it stays."""

from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError, InputErrors
from kg.importers.insertion import insert
from kg.importers.yamltext import write_yaml

EXTRACT = """\
# by hand
events:
  - key: vigil   # one
    type: vigil
    label: {en: Vigil}
    quote: >-
      PEN held
      a vigil
    time: unknown
    place: unknown

  # the second
  - key: march
    type: march
    label: {en: March}
    quote: a march
    time: unknown
    place: unknown
    participants:
      - {agent: pen, role: organiser, quote: PEN}
      # and nobody else

mentions:
  - {names: pen, quote: PEN}
# the end
"""
OSLO: dict[str, Any] = {"names": "oslo", "quote": {"exact": "Oslo", "nth": 2}}
SUPPORTER: dict[str, Any] = {"agent": "pen", "role": "supporter", "quote": "PEN"}


def added(text: str, section: str, record: dict[str, Any], path: Path) -> str:
    path.write_text(text, "utf-8")
    insert(path, "extract.yml", section, record)
    return path.read_text("utf-8")


@pytest.mark.parametrize(
    ("section", "record", "line", "addition"),
    [
        pytest.param(
            "mentions",
            OSLO,
            25,
            "  - names: oslo\n    quote: {exact: Oslo, nth: 2}\n",
            id="at-the-end-of-a-list",
        ),
        pytest.param(
            "participants",
            {"event": "march", **SUPPORTER},
            21,
            "      - {agent: pen, role: supporter, quote: PEN}\n",
            id="in-a-list-of-an-event",
        ),
        pytest.param(
            "participants",
            {"event": "vigil", **SUPPORTER},
            11,
            "    participants:\n      - {agent: pen, role: supporter, quote: PEN}\n",
            id="in-an-event-without-the-list",
        ),
        pytest.param(
            "times",
            {"key": "then", "edtf": "2011", "quote": "in 2011"},
            26,
            "\ntimes:\n  - {key: then, edtf: '2011', quote: in 2011}\n",
            id="in-a-list-that-is-not-there",
        ),
    ],
)
def test_only_the_record_is_added(
    section: str, record: dict[str, Any], line: int, addition: str, tmp_path: Path
) -> None:
    lines = EXTRACT.splitlines(keepends=True)
    expected = "".join([*lines[: line - 1], addition, *lines[line - 1 :]])

    assert added(EXTRACT, section, record, tmp_path / "extract.yml") == expected


@pytest.mark.parametrize(
    "text", ["events: []\n", "", "# nothing yet", "events: []   # none\n"]
)
def test_an_empty_list_gets_its_first_item(text: str, tmp_path: Path) -> None:
    after = added(text, "mentions", OSLO, tmp_path / "extract.yml")

    assert after.startswith(text.rstrip("\n"))
    assert after.endswith(
        "mentions:\n  - names: oslo\n    quote: {exact: Oslo, nth: 2}\n"
    )


def test_an_empty_list_in_brackets_becomes_a_block(tmp_path: Path) -> None:
    after = added("mentions: []\nevents: []\n", "mentions", OSLO, tmp_path / "x.yml")

    assert after == (
        "mentions:\n  - names: oslo\n    quote: {exact: Oslo, nth: 2}\nevents: []\n"
    )


def test_the_same_record_is_added_once(tmp_path: Path) -> None:
    path = tmp_path / "extract.yml"
    once = added(EXTRACT, "mentions", OSLO, path)

    assert added(once, "mentions", OSLO, path) == once


@pytest.mark.parametrize(
    ("text", "section", "record", "told"),
    [
        pytest.param(
            "mentions: [{names: pen, quote: PEN}]\n",
            "mentions",
            OSLO,
            "extract.yml:1:11: found a list in brackets; expected it written over",
            id="in-brackets",
        ),
        pytest.param(
            EXTRACT,
            "participants",
            {"event": "vigli", **SUPPORTER},
            "found vigli; expected an event of this extract (did you mean vigil?)",
            id="no-such-event",
        ),
        pytest.param(
            EXTRACT,
            "participants",
            {"event": "march", "agent": "pen", "role": "organiser", "quote": "of PEN"},
            "extract.yml:20: found pen as organiser, who is there already",
            id="twice-in-a-role",
        ),
        pytest.param(
            EXTRACT,
            "mentions",
            {"names": "oslo", "colour": "red", "quote": "Oslo"},
            "found colour; expected",
            id="unknown-field",
        ),
        pytest.param("events: [", "mentions", OSLO, "extract.yml:", id="no-yaml"),
    ],
)
def test_what_cannot_be_added_leaves_the_file_as_it_was(
    text: str, section: str, record: dict[str, Any], told: str, tmp_path: Path
) -> None:
    path = tmp_path / "extract.yml"

    with pytest.raises((InputError, InputErrors)) as caught:
        added(text, section, record, path)

    assert told in str(caught.value)
    assert path.read_text("utf-8") == text
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"edtf": "2011-01-16", "nth": 2}, "{edtf: 2011-01-16, nth: 2}\n"),
        ({"is": True, "says": "no"}, "{is: true, says: no}\n"),
        (
            {
                "verbatim": "25",
                "exactly": "25",
                "edtf": "2011",
                "is": True,
                "x": "true",
            },
            "{verbatim: '25', exactly: 25, edtf: '2011', is: true, x: 'true'}\n",
        ),
        ({"quote": "null"}, "{quote: 'null'}\n"),
        ({"quote": "- a: b # c"}, "{quote: '- a: b # c'}\n"),
        ({"quote": "– ø, і"}, "{quote: '– ø, і'}\n"),  # noqa: RUF001 - as printed
    ],
)
def test_yaml_is_written_as_people_write_it(value: object, text: str) -> None:
    assert write_yaml(value) == text
