"""The project of the first source: its content, a release of it, a copy to break.

Sources come and go; what most tests expect is written against the first one
alone, with the project's own ontology and queries.
"""

import datetime
import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

import tests.probes  # noqa: F401 - before anything of ours that is measured
from kg import pipeline
from kg.publishing.manifest import Stamp
from kg.publishing.release import Release, current_release

ROOT = Path(__file__).parents[1]
FIRST = (
    "README.md",
    "authority/organisations.yml",
    "authority/people.yml",
    "authority/places.yml",
    "editorial/norway-release-political-prisoners.yml",
    "graphs.yml",
    "identifiers.tsv",
    "identity/organisations.yml",
    "identity/people.yml",
    "identity/places.yml",
    "quality.toml",
    "sources/hrhf/norway-release-political-prisoners",
)
"""What of `data/` the first source needs."""
STAMP = Stamp(datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC), "0" * 40)

settings.register_profile("here", deadline=None, derandomize=True)
settings.load_profile("here")  # a test that fails does so every time, on any machine


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the conformance suites of the W3C be run by those who have a copy."""
    parser.addoption(
        "--w3c", type=Path, metavar="DIR", help="a copy of w3c/rdf-tests' sparql11"
    )
    parser.addoption(
        "--reconciliation",
        type=Path,
        metavar="DIR",
        help="a copy of reconciliation-api/specs: schemas in 0.1, 0.2 and 1.0-draft",
    )
    parser.addoption(
        "--differential",
        type=int,
        default=120,
        metavar="N",
        help="how many random shapes pySHACL and our own engine are compared by",
    )
    parser.addoption(
        "--turbo", metavar="PYTHON", help="a Python that has pyshacl-turbo"
    )
    parser.addoption(
        "--incremental",
        type=int,
        default=100,
        metavar="N",
        help="how many random changes are validated by themselves and as a whole",
    )


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all processes of a run of tests have in common."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


def make_once(path: Path, make: Callable[[Path], object]) -> Path:
    """Have one process make a folder, and the others wait until it is there."""
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            unfinished = path.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            make(unfinished)
            unfinished.rename(path)
    return path


def copy_first(project: Path) -> None:
    """Make a project of the first source."""
    for folder in ("ontology", "queries"):
        shutil.copytree(ROOT / folder, project / folder)
    for name in FIRST:
        origin, to = ROOT / "data" / name, project / "data" / name
        to.parent.mkdir(parents=True, exist_ok=True)
        if origin.is_dir():
            shutil.copytree(origin, to)
        else:
            shutil.copy(origin, to)


@pytest.fixture(scope="session")
def root(shared: Path) -> Path:
    """The project of the first source, which no test changes."""
    return make_once(shared / "project", copy_first)


@pytest.fixture(scope="session")
def stamp() -> Stamp:
    return STAMP


@pytest.fixture(scope="session")
def content(root: Path) -> pipeline.Content:
    return pipeline.read(root, STAMP)


@pytest.fixture(scope="session")
def release(root: Path, shared: Path) -> Release:
    """A release of the first source, built once for all tests."""

    def make(build: Path) -> None:
        pipeline.build(root, build, STAMP)

    return current_release(make_once(shared / "build", make))


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """The project in a folder of its own, to be changed."""
    project = tmp_path / "project"
    shutil.copytree(root, project)
    return project
