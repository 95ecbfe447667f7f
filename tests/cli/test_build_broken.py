"""Whatever is wrong in what a project says: one line, exit code 1, and no release.

Malformed tables have a table of their own (`test_build_tables.py`).
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import EXTRACT, Run
from tests.cli.test_build_tables import FOLDER as CITY
from tests.cli.test_build_tables import HEADER, ROW, register
from tests.pipeline.test_foreign import SOURCE as FOREIGN

PRESS = "data/sources/press/vigil"
NGO = "data/sources/ngo/list"

Break = Callable[[Path], object]


def extract(old: str, new: str) -> Break:
    """Change the extract."""
    assert EXTRACT.count(old) == 1
    return written(f"{PRESS}/extract.yml", EXTRACT.replace(old, new))


def written(name: str, content: str) -> Break:
    """Write a file of the project."""
    return lambda project: (project / name).write_text(content, "utf-8")


def table(name: str, content: bytes, expected: str = "{}") -> Break:
    """Add a register."""
    return lambda project: register(project, name, content, expected)


def rdf(content: str) -> Break:
    """Add RDF of others."""

    def add(project: Path) -> None:
        (project / NGO / "raw").mkdir(parents=True)
        (project / NGO / "raw/list.ttl").write_text(content, "utf-8")
        sha256 = hashlib.sha256(content.encode()).hexdigest()
        declared = f"files:\n  - {{file: raw/list.ttl, sha256: {sha256}}}\n"
        (project / NGO / "rdf.yml").write_text(declared, "utf-8")
        source = FOREIGN.format(sha256=sha256)
        (project / NGO / "source.yml").write_text(source, "utf-8")

    return add


def altered(project: Path) -> None:
    """Change the text of a source, and not its hash."""
    [raw] = (project / PRESS / "raw").iterdir()
    raw.write_bytes(raw.read_bytes() + b"More.")


@pytest.mark.parametrize(
    ("broken", "where", "found"),
    [
        pytest.param(
            extract("events:", "events: ["),
            f"{PRESS}/extract.yml:2:3",
            "'-'; expected the node content",
            id="yaml",
        ),
        pytest.param(
            extract("    participants:", "    partcipants:"),
            f"{PRESS}/extract.yml:8:5",
            "partcipants; expected one of the fields ",
            id="unknown-field",
        ),
        pytest.param(
            extract("2011-01-16", "2011-13-16"),
            f"{PRESS}/extract.yml:6:18",
            "2011-13-16; expected an EDTF date ",
            id="date",
        ),
        pytest.param(
            extract("place: oslo,", "place: osol,"),
            f"{PRESS}/extract.yml:7:20",
            "osol; expected the key of a place",
            id="dangling-key",
        ),
        pytest.param(
            extract("in Oslo}", "in Bergen}"),
            f"{PRESS}/extract.yml:7:33",
            "'in Bergen'; expected words of the text",
            id="quotation",
        ),
        pytest.param(
            altered,
            f"{PRESS}/source.yml:15:9",
            "1e185cb83ff8b0bc24e244e0902f2706e",
            id="hash",
        ),
        pytest.param(
            table("t.csv", f'{HEADER}1,2011-01-16,"A,X\n'.encode()),
            f"{CITY}/raw/t.csv:2:1",
            "the end of the file; expected the mark",
            id="csv",
        ),
        pytest.param(
            table("t.xlsx", b"PK\x03\x04 no workbook"),
            f"{CITY}/raw/t.xlsx:1:1",
            "an archive that is cut off, or broken; ",
            id="xlsx",
        ),
        pytest.param(
            table("t.json", b'[{"Nr": "1"'),
            f"{CITY}/raw/t.json:1:12",
            "a fault: Expecting ',' delimiter; ",
            id="json",
        ),
        pytest.param(
            table("t.csv", (HEADER + ROW).encode(), "{rows: {min: 9}}"),
            f"{CITY}/map.yml:16:18",
            "1 rows; expected at least 9",
            id="floor",
        ),
        pytest.param(
            rdf("<urn:a> <urn:b> <urn:c>\n<urn:d> ;"),
            f"{NGO}/raw/list.ttl:2:1",
            "A dot is expected at the end of statements; ",
            id="rdf",
        ),
        pytest.param(
            written("ontology/more.ttl", "hs:Event a"),
            "ontology/more.ttl:1:1",
            "The prefix hs: has not been declared; ",
            id="ontology",
        ),
        pytest.param(
            written("ontology/shapes/event.ttl", "shape: a"),
            "ontology/shapes/event.ttl:1:1",
            "The prefix shape: has not been declared",
            id="shapes",
        ),
        pytest.param(
            written("queries/x.rq", "SELEC ?a"),
            "queries/x.rq:1:1",
            "no header; expected a title",
            id="query",
        ),
    ],
)
def test_what_is_wrong_is_told_in_one_line_and_nothing_is_released(
    small: Path, run: Run, broken: Break, where: str, found: str
) -> None:
    broken(small)

    outcome = run("build", "-C", small)

    told = [it for it in outcome.err.splitlines() if not it.startswith("- ")]
    assert (outcome.code, len(told)) == (1, 1), told
    assert told[0].removeprefix(f"{small}/").startswith(f"{where}: found {found}")
    assert not (small / "build" / "current").exists()
