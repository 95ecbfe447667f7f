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


def test_a_module_says_what_it_is_about() -> None:
    silent = {path for path in MODULES if len(first_line(path)) <= len("short")}

    assert {name(path) for path in silent} == set()


def first_line(path: Path) -> str:
    """The first line of what a module says of itself."""
    said = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return said.partition("\n")[0]


def test_no_file_has_an_empty_name() -> None:
    found = {name(path) for path in MODULES if path.stem in EMPTY_NAMES}

    assert found == NAMED_ALL_THE_SAME


def test_a_prefix_means_the_same_everywhere() -> None:
    declared = {name(path): prefixes(path) for path in (*TURTLE, *QUERIES)}
    others = {
        (file, prefix, space)
        for file, pairs in declared.items()
        for prefix, space in pairs
        if PREFIXES.get(prefix) != space
    }

    assert [file for file, pairs in declared.items() if not pairs] == []
    assert others == set()


def prefixes(path: Path) -> list[tuple[str, str]]:
    """The prefixes that a file declares, and what they stand for."""
    declaration = r"^\s*@?prefix\s+([\w-]*):\s*<([^>]*)>"
    text = path.read_text("utf-8")
    return re.findall(declaration, text, re.IGNORECASE | re.MULTILINE)


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
