"""A malformed table is told in one line, with its place, and nothing is released."""

import hashlib
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.pipeline.test_tables import SOURCE

FOLDER = "data/sources/city/register"
MAP = """\
file: raw/FILE
columns:
  Nr: text
  Tag: {parser: date, patterns: ["%Y-%m-%d"]}
  Titel: text
  Blatt: text
each: {articles: {parallel: [Titel, Blatt], separator: ";"}}
key: Nr
documents:
  article: {each: articles, key: Titel, title: Titel, language: de, publisher: Blatt}
events:
  - types: {constant: vigil}
    label: {en: "Vigil {Nr}"}
    time: Tag
    covered-by: [article]
expected: {}
"""
HEADER = "Nr,Tag,Titel,Blatt\n"
ROW = "1,2011-01-16,A;B,X;Y\n"


@pytest.mark.parametrize(
    ("file", "content", "fault"),
    [
        pytest.param(
            "t.csv", b"", "t.csv:1:1: found an empty file; expected", id="empty"
        ),
        pytest.param(
            "t.csv", HEADER.encode(), "t.csv:1:1: found no rows; expected", id="no-rows"
        ),
        pytest.param(
            "t.csv",
            f"\ufeff{HEADER}{ROW}1,2011-01-17,,\n".replace("\n", "\r\n").encode(),
            "t.csv:3:1: found '1'; expected a key that one row has",
            id="duplicate-key-behind-a-byte-order-mark",
        ),
        pytest.param(
            "t.csv",
            f"{HEADER}1,2011-01-16,Бергенъ,X\n".encode("koi8-r"),
            "t.csv:2:14: found byte 0xe2; expected text in UTF-8, or 'encoding'",
            id="another-encoding",
        ),
        pytest.param(
            "t.csv",
            f"{HEADER}1,16-Jan,A,X\n".encode(),
            "t.csv:2:2: found '16-Jan' in 'Tag'; expected",
            id="spreadsheet-damage",
        ),
        pytest.param(
            "t.csv",
            f"{HEADER}1,2011-01-16,A;B,X\n".encode(),
            "t.csv:2:4: found 1 items in 'Blatt'; expected 2, as in 'Titel'",
            id="parallel-lists",
        ),
        pytest.param(
            "t.csv",
            f"{HEADER}1,2011-01-16,{'x' * 140_000},X\n".encode(),
            "t.csv:2:1: found a cell of more than 131072 characters; expected",
            id="huge-cell",
        ),
        pytest.param(
            "t.csv",
            f"{HEADER[:-1]}{',' * 2_000}\n{ROW}".encode(),
            "t.csv:1:5: found #5; expected a column that map.yml reads or ignores",
            id="wide-and-sparse",
        ),
        pytest.param(
            "t.json",
            b'[{"Nr": "1", "Tag": "2011-01-16", "Titel": [{"a": 1}, 2], "Blatt": ""}]',
            "t.json:1:1: found objects beside values in [0].Titel; expected",
            id="nested-json",
        ),
    ],
)
def test_a_malformed_table_is_told_at_its_place_and_nothing_is_released(
    small: Path, run: Run, file: str, content: bytes, fault: str
) -> None:
    register(small, file, content)

    outcome = run("build", "-C", small)

    told = [it for it in outcome.err.splitlines() if not it.startswith("- ")]
    assert outcome.code == 1
    assert told[0].startswith(f"{FOLDER}/raw/{fault}"), told
    assert len(told) == (1 if "#5" not in fault else 21)
    assert not (small / "build" / "current").exists()


def register(project: Path, file: str, content: bytes, expected: str = "{}") -> None:
    """Add a register to a project, with the assertions that are expected of it."""
    folder = project / FOLDER
    (folder / "raw").mkdir(parents=True)
    (folder / "raw" / file).write_bytes(content)
    source = SOURCE.replace("SHA256", hashlib.sha256(content).hexdigest())
    source = source.replace("register.csv", file)
    (folder / "source.yml").write_text(source, "utf-8")
    written = MAP.replace("FILE", file).replace("{}", expected)
    (folder / "map.yml").write_text(written, "utf-8")
