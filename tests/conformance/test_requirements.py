"""Every requirement that is met names tests that there are."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.conformance.requirements import REQUIREMENTS

ROOT = Path(__file__).parents[2]


@cache
def functions(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return frozenset(
        it.name
        for it in ast.walk(tree)
        if isinstance(it, ast.FunctionDef | ast.AsyncFunctionDef)
    )


@pytest.mark.parametrize("requirement", REQUIREMENTS.met)
def test_a_requirement_has_tests(requirement: str) -> None:
    tests = REQUIREMENTS.met[requirement]
    assert tests
    for test in tests:
        file, _, name = test.partition("::")
        assert name.startswith("test_")
        assert name in functions(file), test


def test_what_is_missing_is_said() -> None:
    assert all(REQUIREMENTS.missing.values())
    assert not REQUIREMENTS.met.keys() & REQUIREMENTS.missing.keys()
