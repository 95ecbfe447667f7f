"""The project itself: its content, a release of it, a copy to break."""

import datetime
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from kg import pipeline
from kg.publishing.manifest import Stamp
from kg.publishing.release import Release

ROOT = Path(__file__).parents[1]
STAMP = Stamp(datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC), "0" * 40)

settings.register_profile("here", deadline=None, derandomize=True)
settings.load_profile("here")  # a test that fails does so every time, on any machine


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the conformance suites of the W3C be run by those who have a copy."""
    parser.addoption(
        "--w3c", type=Path, metavar="DIR", help="a copy of w3c/rdf-tests' sparql11"
    )
    parser.addoption(
        "--differential",
        type=int,
        default=120,
        metavar="N",
        help="how many random shapes pySHACL and our own engine are compared by",
    )


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def stamp() -> Stamp:
    return STAMP


@pytest.fixture(scope="session")
def content() -> pipeline.Content:
    return pipeline.read(ROOT, STAMP)


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of the project as it is, built once for all tests."""
    return pipeline.build(ROOT, tmp_path_factory.mktemp("build"), STAMP)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project's sources in a folder of their own, to be changed."""
    project = tmp_path / "project"
    for folder in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / folder, project / folder)
    return project
