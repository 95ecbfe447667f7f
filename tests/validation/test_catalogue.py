"""The benchmark: what is found in its data is what is wrong; who fails is told."""

import sys
from pathlib import Path

import pytest

from bench.catalogue import FAULTS, write_catalogue
from bench.engines import ENGINES
from bench.validate import VALIDATE, Engine, Found, Run, measure


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("catalogue")
    write_catalogue(folder, 20_000, faulty=0.3)
    return folder


@pytest.mark.parametrize("shapes", ["core", "shapes"])
def test_finds_exactly_the_faults(folder: Path, shapes: str) -> None:
    lines = (folder / f"{shapes}.txt").read_text("utf-8").splitlines()
    truth = {(focus, shape) for focus, shape in map(str.split, lines)}
    kinds = {shape for _focus, shape in truth}
    expected = {it.shape for it in FAULTS if shapes == "shapes" or not it.asks}
    assert {it.replace("{kind}", "event") for it in expected} <= kinds
    found = ENGINES["ours"](folder / "data.ttl", folder / f"{shapes}.ttl")
    assert {(short(focus), short(shape)) for focus, shape in found} == truth


def short(name: str) -> str:
    return name.strip("<>").rpartition("/")[2]


def ran(program: str, patience: float = 60) -> Run:
    engine = Engine("other", (sys.executable, "-c", program))
    return measure(engine, (Path("data"), Path("shapes")), patience)


def test_reads_what_an_engine_prints() -> None:
    assert ran("print('event1 Event-size')").found == {("event1", "Event-size")}


@pytest.mark.parametrize(
    ("program", "patience", "failure"),
    [
        pytest.param("1 / 0", 60, "died: ZeroDivisionError", id="fault"),
        pytest.param("import os; os.abort()", 60, "died: exit code -6", id="signal"),
        pytest.param("import time; time.sleep(60)", 0.2, "more than 0.2 s", id="late"),
    ],
)
def test_tells_how_an_engine_failed(
    program: str, patience: float, failure: str
) -> None:
    run = ran(program, patience)
    assert run.failure.startswith(failure)
    assert run.found == frozenset()


def test_reads_a_report_in_turtle() -> None:
    report = (
        "PREFIX sh: <http://www.w3.org/ns/shacl#> [] sh:result "
        "[ sh:focusNode <urn:x/event1> ; sh:sourceShape <urn:x/Event-size> ] ."
    )
    found: Found = Engine("other", (VALIDATE,)).read(report)
    assert found == {("event1", "Event-size")}
