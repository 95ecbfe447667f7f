"""The files for operators name what there is, and agree with each other."""

import configparser
import re
from pathlib import Path

import pytest

from kg.settings import Settings, describe

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "docs" / "deploy"
UNIT = DEPLOY / "solidarity-graph.service"


def unit() -> dict[str, dict[str, list[str]]]:
    """Read the unit: every key with its values, since keys may come again."""
    sections: dict[str, dict[str, list[str]]] = {}
    section: dict[str, list[str]] = {}
    for line in UNIT.read_text("utf-8").splitlines():
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), {})
        elif line and not line.startswith("#"):
            key, equals, value = line.partition("=")
            assert equals, line
            section.setdefault(key, []).append(value)
    return sections


def given() -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in unit()["Service"]["Environment"])


def test_the_unit_has_the_sections_of_a_service() -> None:
    strict = configparser.ConfigParser(strict=False, interpolation=None)
    strict.read(UNIT, "utf-8")
    assert strict.sections() == ["Unit", "Service", "Install"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        pytest.param("KillMode", "mixed", id="queries-are-not-ended-first"),
        pytest.param("NoNewPrivileges", "yes", id="no-new-privileges"),
        pytest.param("ProtectSystem", "strict", id="nothing-is-written"),
        pytest.param("CapabilityBoundingSet", "", id="no-capabilities"),
        pytest.param(
            "SystemCallFilter", "@system-service seccomp", id="workers-filter-calls"
        ),
    ],
)
def test_the_service_is_hardened(key: str, value: str) -> None:
    assert unit()["Service"][key] == [value]


def test_the_settings_of_the_unit_can_be_used_and_leave_time_to_end() -> None:
    settings = Settings.from_environment(given())
    [stop] = unit()["Service"]["TimeoutStopSec"]
    [files] = unit()["Service"]["LimitNOFILE"]

    assert settings.closing_seconds < int(stop)
    assert settings.connections + 128 < int(files)


@pytest.mark.parametrize(
    "path",
    [*sorted(DEPLOY.iterdir()), ROOT / "docs" / "operating.md"],
    ids=lambda path: path.name,
)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    named = set(re.findall(r"\bKG_[A-Z_]*[A-Z]", path.read_text("utf-8")))
    assert named
    assert named <= {row.variable for row in describe()}


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_a_proxy_waits_longer_than_a_query_may_take(name: str) -> None:
    text = (DEPLOY / name).read_text("utf-8")
    [seconds] = re.findall(
        r"(?:proxy_read_timeout|response_header_timeout) (\d+)s", text
    )
    [idle] = re.findall(r"    keepalive_timeout (\d+)s;   #|keepalive (\d+)s", text)
    defaults = Settings()

    assert int(seconds) > defaults.query_seconds + defaults.queue_seconds
    assert int("".join(idle)) < defaults.idle_seconds


def test_the_container_has_what_serving_takes() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    copied = set(re.findall(r"^COPY (\w+) \1$", text, re.MULTILINE))
    variables = dict(re.findall(r"\b(KG_[A-Z_]+)=(\S+)", text))

    assert copied == {"kg", "ontology", "data", "queries"}
    assert Settings.from_environment(variables).host == "0.0.0.0"  # noqa: S104
