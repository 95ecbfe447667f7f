"""The shape of the code: layers, names, docstrings, one prefix list, clean locks."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from kg.rdf.namespaces import PREFIXES

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "kg").rglob("*.py"))
TURTLE = sorted((ROOT / "ontology").rglob("*.ttl"))
QUERIES = sorted((ROOT / "queries").rglob("*.rq"))

EMPTY_NAMES = {
    "base",
    "common",
    "data",
    "handle",
    "handler",
    "helper",
    "helpers",
    "manager",
    "misc",
    "processor",
    "util",
    "utils",
}
"""Names that say nothing about what is in a file."""

NAMED_ALL_THE_SAME = {"kg/model/records/base.py"}
"""What all records share is a base; the folder says of what."""


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_contracts_between_layers_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_says_what_it_is_about(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))

    assert docstring
    assert len(docstring.splitlines()[0]) > len("short")


def test_no_file_has_an_empty_name() -> None:
    found = {name(path) for path in MODULES if path.stem in EMPTY_NAMES}

    assert found == NAMED_ALL_THE_SAME


@pytest.mark.parametrize("path", [*TURTLE, *QUERIES], ids=name)
def test_a_prefix_means_the_same_everywhere(path: Path) -> None:
    declared = re.findall(
        r"^\s*@?prefix\s+([\w-]*):\s*<([^>]*)>",
        path.read_text("utf-8"),
        re.IGNORECASE | re.MULTILINE,
    )

    assert declared
    assert {it for it in declared if PREFIXES.get(it[0]) != it[1]} == set()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_no_registry_and_hashes_everything(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    packages = re.findall(r"^[a-z0-9]\S*==\S+", text, re.MULTILINE)

    assert "://" not in text
    assert not re.search(r"^-", text, re.MULTILINE)
    assert len(packages) > 30
    assert len(re.findall(r"^\S.*\\\n +--hash=", text, re.MULTILINE)) == len(packages)


def test_the_two_locks_agree() -> None:
    service, all_of_it = (
        dict(
            re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE)
        )
        for lock in ("requirements.lock", "requirements-dev.lock")
    )

    assert service.items() <= all_of_it.items()


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))

    assert citation["version"] == project["version"]
    assert citation["license"] == project["license"]


@pytest.mark.parametrize("script", ["check", "pre-commit", "run"])
def test_a_script_can_be_run_by_a_plain_shell(script: str) -> None:
    path = ROOT / ".ci" / script

    assert path.stat().st_mode & 0o111 == 0o111
    assert path.read_text("utf-8").startswith("#!/bin/sh\n")
    subprocess.run(["/bin/sh", "-n", path], check=True)


def test_the_locks_have_everything_that_is_needed() -> None:
    content = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = content["dependency-groups"]
    needed = {
        "requirements.lock": [*content["project"]["dependencies"], *groups["build"]],
        "requirements-dev.lock": [it for it in groups["dev"] if isinstance(it, str)],
    }

    for lock, requirements in needed.items():
        locked = re.findall(r"^([a-z0-9-]+)==", (ROOT / lock).read_text(), re.MULTILINE)
        names = {re.split(r"[^\w-]", it, maxsplit=1)[0].lower() for it in requirements}
        assert names - set(locked) == set(), f"run make lock: {lock} is stale"
