"""docs/validating.md shows what happens: its files, its command, its Python."""

import re
import textwrap
from pathlib import Path

import pytest

from kg import validate
from tests.cli.conftest import Run

PAGE = (Path(__file__).parents[2] / "docs" / "validating.md").read_text("utf-8")


def block(language: str, start: str) -> str:
    """The first block of a language that comes after some words."""
    behind = PAGE.partition(start)[2]
    found = re.search(rf"^( *)```{language}\n(.*?)^\1```", behind, re.S | re.M)
    assert found is not None
    return textwrap.dedent(found[2])


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Someone who does what the page says, in a folder of their own."""
    monkeypatch.chdir(tmp_path)
    for name in ("shapes.ttl", "people.ttl"):
        Path(name).write_text(block("turtle", f"`{name}`:"), "utf-8")


@pytest.mark.usefixtures("reader")
def test_the_command_says_what_the_page_shows(run: Run) -> None:
    command, _newline, shown = block("console", "3. Validate:").partition("\n")
    assert command.startswith("$ kg ")
    outcome = run(*command.removeprefix("$ kg ").split())
    assert outcome.out == shown
    assert outcome.code == 1


@pytest.mark.usefixtures("reader")
def test_python_says_what_the_command_says() -> None:
    report = validate(["people.ttl"], ["shapes.ttl"])
    assert [
        (str(it.finding.position), it.rule.id, it.suggestion) for it in report.results
    ] == [
        (
            "people.ttl:4:50",
            "PersonShape.ex:born",
            'write "2011-01-16"^^xsd:date',
        ),
        (
            "people.ttl:5:1",
            "PersonShape.foaf:name",
            "it has foaf:nmae: is foaf:name meant?",
        ),
    ]
    assert report.faults == ()
    assert not report.conforms
