"""`kg new source`: a folder that the build can read, closed until somebody opens it."""

from pathlib import Path

import pytest

from kg.importers.record import read_record
from kg.model.records.extract import Extract
from kg.model.records.source import Source
from tests.cli.conftest import Run

FOLDER = "data/sources/hrhf/day-of-solidarity"
DECOMPOSED = "Cafe\u0301\n"
"""A text that is not in NFC: "Café", the accent apart."""


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "a text: #1.txt"
    path.write_text(DECOMPOSED, "utf-8")
    return path


def test_the_files_are_named_and_readable(project: Path, text: Path, run: Run) -> None:
    outcome = run(
        "new", "source", "hrhf/day-of-solidarity", "--text", text, "-C", project
    )

    assert outcome.code == 0
    assert outcome.out == (
        f"wrote {FOLDER}/source.yml\n"
        f"wrote {FOLDER}/extract.yml\n"
        f"wrote {FOLDER}/raw/article.txt\n"
    )
    read_record(project / FOLDER / "extract.yml", "extract.yml", Extract)
    source = read_record(project / FOLDER / "source.yml", "source.yml", Source)
    assert (source.key, source.access, source.title) == (
        "day-of-solidarity",
        "restricted",
        "unknown",
    )


def test_the_text_is_kept_byte_for_byte(project: Path, text: Path, run: Run) -> None:
    run("new", "source", "hrhf/day-of-solidarity", "--text", text, "-C", project)

    kept = project / FOLDER / "raw" / "article.txt"
    source = read_record(project / FOLDER / "source.yml", "source.yml", Source)

    assert kept.read_text("utf-8") == DECOMPOSED
    # printf 'Caf\xc3\xa9\n' | sha256sum: the hash is that of the text in NFC.
    assert source.sha256 == (
        "ab4ff0780be67e1eef32bd012331f8896311f5fbe326c1d65dc542b99987aca3"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(
            ["HRHF/x"],
            "HRHF/x: found 'HRHF'; expected a key: lower-case words joined by '-'\n",
            id="publisher",
        ),
        pytest.param(
            ["hrhf"],
            "hrhf/: found ''; expected a key: lower-case words joined by '-'\n",
            id="no-key",
        ),
        pytest.param(
            ["../x"],
            "../x: found '..'; expected a key: lower-case words joined by '-'\n",
            id="path",
        ),
        pytest.param(
            ["hrhf/x", "--language", "no"],
            "hrhf/x: found language 'no'; expected one of en, nb, nn, ",
            id="language",
        ),
    ],
)
def test_a_bad_name_writes_nothing(
    arguments: list[str], message: str, project: Path, text: Path, run: Run
) -> None:
    outcome = run("new", "source", *arguments, "--text", text, "-C", project)

    assert outcome.code == 2
    assert outcome.err.startswith(message)
    assert list((project / "data").iterdir()) == []


@pytest.mark.parametrize("publisher", ["hrhf", "viasna"])
def test_a_key_is_never_given_twice(
    publisher: str, project: Path, text: Path, run: Run
) -> None:
    run("new", "source", "hrhf/day-of-solidarity", "--text", text, "-C", project)

    again = f"{publisher}/day-of-solidarity"
    outcome = run("new", "source", again, "--text", text, "-C", project)

    assert (outcome.code, outcome.err) == (
        2,
        f"{FOLDER}: this source is there already\n",
    )


def test_a_text_that_is_not_utf8_is_refused(project: Path, run: Run) -> None:
    text = project / "latin.txt"
    text.write_bytes(b"abc \xe9t\xe9")

    outcome = run("new", "source", "hrhf/x", "--text", text, "-C", project)

    assert outcome.code == 2
    assert (
        outcome.err == f"{text}: found byte 0xe9 at offset 4; expected text in UTF-8\n"
    )
