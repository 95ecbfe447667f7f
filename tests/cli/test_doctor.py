"""`kg doctor`: what it looks at, what it says, and how it exits."""

import datetime
import json
import resource
import socket
from pathlib import Path

import pytest

from kg.cli.checkup import Check, Level, fault, ok, warning, worst
from kg.cli.machine import (
    check_clock,
    check_disk,
    check_files,
    check_memory,
    check_port,
    check_python,
    check_system,
)
from kg.settings import Settings, origins
from tests.cli.conftest import Run

SMALL = Settings(workers=2, slow_workers=2, worker_memory_mb=512, connections=800)
NOON = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("check", "level"),
    [
        pytest.param(check_python((3, 11, 7)), Level.OK, id="python"),
        pytest.param(check_python((3, 10, 9)), Level.FAULT, id="old-python"),
        pytest.param(check_system("Linux", "x86_64"), Level.OK, id="linux"),
        pytest.param(check_system("Darwin", "arm64"), Level.WARNING, id="macos"),
        pytest.param(check_memory(SMALL, 4672), Level.OK, id="memory"),
        pytest.param(check_memory(SMALL, 4671), Level.WARNING, id="little-memory"),
        pytest.param(check_memory(SMALL, None), Level.OK, id="unknown-memory"),
        pytest.param(check_disk(2048), Level.OK, id="disk"),
        pytest.param(check_disk(2047), Level.WARNING, id="little-disk"),
        pytest.param(check_disk(99), Level.FAULT, id="no-disk"),
        pytest.param(check_files(SMALL, 928), Level.OK, id="files"),
        pytest.param(check_files(SMALL, 927), Level.WARNING, id="few-files"),
        pytest.param(
            check_files(SMALL, resource.RLIM_INFINITY), Level.OK, id="any-files"
        ),
        pytest.param(check_clock(NOON, NOON), Level.OK, id="clock"),
        pytest.param(
            check_clock(NOON, NOON + datetime.timedelta(1)), Level.WARNING, id="slow"
        ),
    ],
)
def test_each_check_knows_well_from_doubtful_and_broken(
    check: Check, level: Level
) -> None:
    assert check.level is level
    assert bool(check.advice) is (level is not Level.OK)


def test_a_port_that_is_taken_is_a_warning() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert check_port("127.0.0.1", port).level is Level.WARNING
    assert check_port("127.0.0.1", port).level is Level.OK


def test_the_worst_of_all_decides() -> None:
    assert worst([ok("a", ""), warning("b", "", ""), ok("c", "")]) is Level.WARNING
    assert worst([fault("a", "", ""), warning("b", "", "")]) is Level.FAULT


def levels(out: str) -> dict[str, str]:
    return {check["name"]: check["level"] for check in json.loads(out)["checks"]}


@pytest.fixture
def _quiet_port(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        monkeypatch.setenv("KG_PORT", str(listener.getsockname()[1]))


@pytest.mark.slow
@pytest.mark.usefixtures("_quiet_port")
def test_a_sound_release_is_asked_something_and_settings_are_listed(
    released: Path, run: Run
) -> None:
    outcome = run("doctor", "-C", released, "--format", "json")

    found = json.loads(outcome.out)
    names = ("settings", "port", "release", "files", "store", "queries")
    assert {levels(outcome.out)[name] for name in names} == {"ok"}
    assert outcome.code in (0, 1)  # the machine of the tests may have little memory
    [port] = [row for row in found["settings"] if row["variable"] == "KG_PORT"]
    assert port["given"] is True


@pytest.mark.usefixtures("_quiet_port")
def test_a_changed_file_is_a_fault_that_names_it(released: Path, run: Run) -> None:
    dumps = (released / "build" / "current").resolve() / "public" / "dumps"
    (dumps / "graph.nq").write_text("changed", "utf-8")
    (dumps / "merged.ttl").unlink()

    outcome = run("doctor", "-C", released)

    assert outcome.code == 2
    assert "missing or changed: graph.nq, merged.ttl" in outcome.out


@pytest.mark.usefixtures("_quiet_port")
def test_a_store_that_does_not_open_is_a_fault(released: Path, run: Run) -> None:
    (released / "build/current/public/store/CURRENT").unlink()

    outcome = run("doctor", "-C", released, "--format", "json")

    assert outcome.code == 2
    found = levels(outcome.out)
    assert (found["store"], found["queries"]) == ("fault", "fault")


def test_no_release_is_a_fault_with_a_remedy(project: Path, run: Run) -> None:
    outcome = run("doctor", "-C", project)

    assert outcome.code == 2
    assert "Run kg build." in outcome.out


def test_a_bad_setting_is_one_fault_beside_the_other_checks(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_WORKERS", "many")

    outcome = run("doctor", "-C", project, "--format", "json")

    assert outcome.code == 2
    assert levels(outcome.out)["settings"] == "fault"
    assert levels(outcome.out)["python"] == "ok"


def test_passwords_in_addresses_are_not_told() -> None:
    given = {"KG_STORE": "https://user:secret@engine.example/sparql"}
    [row] = [row for row in origins(given) if row.variable == "KG_STORE"]

    assert (row.value, row.given) == ("https://engine.example/sparql", True)
