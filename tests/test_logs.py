"""Log lines, for people and for machines."""

import json
import logging
from collections.abc import Iterator

import pytest

from kg.logs import start_logs


@pytest.fixture(autouse=True)
def log() -> Iterator[logging.Logger]:
    log = logging.getLogger("kg")
    before = log.handlers, log.level, log.propagate
    yield log
    log.handlers, log.level, log.propagate = before


def test_a_json_line_has_time_level_logger_message_and_fields(
    capsys: pytest.CaptureFixture[str], log: logging.Logger
) -> None:
    start_logs("INFO", "json")
    log.getChild("store").info("answering from %s", "r1", extra={"fields": {"ms": 1.5}})

    found = json.loads(capsys.readouterr().err)
    assert found.pop("time")[-1] == "Z"
    assert found == {
        "level": "INFO",
        "logger": "kg.store",
        "message": "answering from r1",
        "ms": 1.5,
    }


def test_an_exception_stays_on_the_line(
    capsys: pytest.CaptureFixture[str], log: logging.Logger
) -> None:
    start_logs("INFO", "json")
    try:
        int("x")
    except ValueError:
        log.exception("no number")

    [line] = capsys.readouterr().err.splitlines()
    assert "ValueError: invalid literal" in json.loads(line)["exception"]


def test_text_is_for_people(
    capsys: pytest.CaptureFixture[str], log: logging.Logger
) -> None:
    start_logs("WARNING")
    log.info("unheard")
    log.warning("heard")

    [line] = capsys.readouterr().err.splitlines()
    assert line.endswith("WARNING kg: heard")
