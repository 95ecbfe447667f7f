"""`kg new source --from`: a first mapping that can be read, and what is to decide."""

import json
import re
from pathlib import Path

import pytest

from kg.importers.record import read_record
from kg.model.records.source import Source
from kg.model.records.tables.map import TableMap
from tests.cli.conftest import Run

FOLDER = "data/sources/city/assemblies"
REGISTER = """\
No;Datum;Ort;Thema;Teilnehmer;Kontaktperson
a1;16.01.22;Markt;Frieden;ca. 30;x
a2;23.01.22-25.01.22;Markt;Klima;1.000;y
a3;16.02.22;;Weltfrauentag;wechselnd;z
a4;16.03.22;Bahnhof;"Frieden, jetzt";20-30;z
a5;16.04.22;Bahnhof;Gegen Krieg;?;z
a6;16.05.22;Bahnhof;Gegen Hunger;5;z
"""
MAP = """\
# yaml-language-server: $schema=../../../../docs/schemas/map.schema.json
# A first mapping, guessed: look at every line. What it means is told in docs/adding.md.
file: raw/table.csv
columns:
  No: text
  Datum:
    parser: date
    patterns: ['%d.%m.%y']
    ranges: ['-']
    latest-year: 2027
  Ort: text
  Thema: text
  # 1 cell is not read: 'wechselnd' (1)
  Teilnehmer:
    parser: count
    absent:
      not stated: ['?']
    thousands: .
ignored:
- columns: [Kontaktperson]
  because: 'may tell of people: whether it is read is to be decided, see docs/policy.md'
key: No
quotation: {template: '{No} {Datum} {Ort} {Thema} {Teilnehmer}'}
# Their kind is to be said: a notation of ontology/vocabularies/event-type.ttl.
# How places, organisers and lookups are written is shown in docs/adding.md.
events:
- types: {constant: to-decide}
  label: {en: 'Line {#} of the table, {#date}', nb: 'Linje {#} i tabellen, {#date}'}
  time: Datum
  claims:
  - {property: participant-count, quantity: Teilnehmer, unit: person}
expected:
  rows: {min: 6}
"""


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "Register of 2022.CSV"
    path.write_bytes(REGISTER.encode("cp1252"))
    return path


def test_writes_a_mapping_that_can_be_read(
    project: Path, register: Path, run: Run
) -> None:
    outcome = run("new", "source", "city/assemblies", "--from", register, "-C", project)
    assert outcome.code == 0, outcome.err
    assert outcome.out == (
        f"wrote {FOLDER}/source.yml\n"
        f"wrote {FOLDER}/map.yml\n"
        f"wrote {FOLDER}/raw/table.csv\n"
        "encoding utf-8, detected\n"
        "cells parted by semicolon, detected\n"
        "6 rows\n"
        "No: text\n"
        "Datum: date\n"
        "Ort: text\n"
        "Thema: text\n"
        "Teilnehmer: count\n"
        "Teilnehmer: to decide: 1 cell is not read: 'wechselnd' (1)\n"
        "Kontaktperson: ignored, may tell of people: whether it is read is to be "
        "decided, see docs/policy.md\n"
    )
    written = (project / FOLDER / "map.yml").read_text("utf-8")
    assert re.sub(r"latest-year: \d{4}", "latest-year: 2027", written) == MAP
    mapping = read_record(project / FOLDER / "map.yml", "map.yml", TableMap)
    assert list(mapping.columns) == ["No", "Datum", "Ort", "Thema", "Teilnehmer"]
    source = read_record(project / FOLDER / "source.yml", "source.yml", Source)
    assert (source.kind, source.text, source.access, source.rights.quotations) == (
        "table",
        "raw/table.csv",
        "restricted",
        "restricted",
    )
    # sha256sum of the file, byte for byte
    assert source.sha256 == (
        "7b492b0256330cbbe4b74abb3c9af90f6af39efb95909cb05a94c3d385c654b2"
    )
    assert (project / FOLDER / "raw/table.csv").read_bytes() == register.read_bytes()


def test_reads_the_table_as_it_is_declared(
    project: Path, register: Path, run: Run
) -> None:
    register.write_bytes("a\tb\nГорад\t1\n".encode("cp1251"))  # noqa: RUF001
    declared = ("--dialect", "encoding=cp1251", "--dialect", "delimiter=\t")
    outcome = run(
        "new", "source", "city/assemblies", "--from", register, *declared, "-C", project
    )
    assert outcome.code == 0, outcome.err
    mapping = read_record(project / FOLDER / "map.yml", "map.yml", TableMap)
    assert (mapping.dialect.encoding, mapping.dialect.delimiter) == ("cp1251", "\t")


def test_writes_down_where_it_found_records(
    project: Path, tmp_path: Path, run: Run
) -> None:
    table = tmp_path / "answer.json"
    rows = [{"No": f"a{n}", "Datum": f"2022-01-{n:02}"} for n in range(1, 7)]
    answer = {"meta": {"found": 6}, "response": {"docs": rows}}
    table.write_text(json.dumps(answer), "utf-8")
    outcome = run("new", "source", "city/assemblies", "--from", table, "-C", project)
    assert outcome.code == 0, outcome.err
    assert "records at response.docs[*], detected" in outcome.out
    written = (project / FOLDER / "map.yml").read_text("utf-8")
    assert "dialect: {records: 'response.docs[*]'}\n" in written
    read_record(project / FOLDER / "map.yml", "map.yml", TableMap)


def test_says_that_two_columns_may_be_the_day_of_the_event(
    project: Path, register: Path, run: Run
) -> None:
    """When a city was told is not when people came."""
    table = REGISTER.replace("Ort;", "Gemeldet;").replace("Markt", "01.01.22")
    table = table.replace("Bahnhof", "02.01.22").replace(";;", ";03.01.22;")
    register.write_bytes(table.encode())
    outcome = run("new", "source", "city/assemblies", "--from", register, "-C", project)

    assert "to decide: the day of the event may be Datum or Gemeldet" in outcome.out
    written = (project / FOLDER / "map.yml").read_text("utf-8")
    assert "# To decide: the day of the event may be Datum or Gemeldet.\n" in written


def test_finds_the_header_below_titles(project: Path, register: Path, run: Run) -> None:
    titled = f"Assemblies of 2022;;;;;\nas of 1 May;;;;;\n\n{REGISTER}"
    register.write_bytes(titled.encode())
    outcome = run("new", "source", "city/assemblies", "--from", register, "-C", project)
    assert outcome.code == 0, outcome.err
    assert "line 4 is taken for the header: the first hardly names" in outcome.out
    mapping = read_record(project / FOLDER / "map.yml", "map.yml", TableMap)
    assert mapping.dialect.header_row == 4
    assert list(mapping.columns) == ["No", "Datum", "Ort", "Thema", "Teilnehmer"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(
            ["--dialect", "delimeter=;"],
            "--dialect: found delimeter; expected one of format, encoding, delimiter, "
            "quote, header-row, columns, sheet, merged, short-rows, records (did you "
            "mean delimiter?)\n",
            id="no-such-field",
        ),
        pytest.param(
            ["--dialect", "header-row=x"],
            "--dialect: found header-row=x; expected ",
            id="no-such-value",
        ),
        pytest.param(
            ["--dialect", "delimiter=,"],
            ":5:1: found 2 cells; expected 1",
            id="wrong-value",
        ),
    ],
)
def test_says_what_it_cannot_read_and_writes_nothing(
    arguments: list[str], told: str, project: Path, register: Path, run: Run
) -> None:
    outcome = run(
        "new", "source", "city/x", "--from", register, *arguments, "-C", project
    )
    assert outcome.code == 2
    assert told in outcome.err
    assert list((project / "data").iterdir()) == []


def test_wants_a_text_or_a_table(project: Path, run: Run) -> None:
    outcome = run("new", "source", "city/x", "-C", project)
    assert outcome.code == 2
    assert "give either --text or --from" in outcome.err
