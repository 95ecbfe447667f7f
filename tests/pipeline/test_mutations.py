"""A fault in the first source stops the build at its line and column, and alone.

The faults are in the tables of `mutations/`; what no table can tell is below them.
"""

import shutil
from pathlib import Path

import pytest

from kg import pipeline
from kg.errors import InputErrors
from kg.publishing.manifest import Stamp
from kg.validation.finding import Finding, Severity
from tests.pipeline.mutation import Mutation, read_mutations

MUTATIONS = read_mutations()
SEVERITIES = {"breaks": Severity.VIOLATION, "warns": Severity.WARNING}

Told = list[tuple[str, str, str]]
"""Name, place and message of everything that is told."""


@pytest.fixture(scope="module")
def project(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project that a test changes and puts back."""
    project = tmp_path_factory.mktemp("mutations")
    for folder in ("ontology", "data"):
        shutil.copytree(root / folder, project / folder)
    return project


@pytest.fixture(scope="module")
def before(project: Path, content: pipeline.Content) -> set[tuple[str, str]]:
    """What is found in the project as it is."""
    return {identity(finding) for finding in pipeline.check(project, content)}


def identity(finding: Finding) -> tuple[str, str]:
    return finding.name, str(finding.focus)


def errors(project: Path, stamp: Stamp) -> Told:
    with pytest.raises(InputErrors) as caught:
        pipeline.read(project, stamp)
    return [
        (type(it).__name__, str(it.where), str(it).removeprefix(f"{it.where}: "))
        for it in caught.value.errors
    ]


def cases(*ways: str) -> list[object]:
    return [pytest.param(it, id=it.id) for it in MUTATIONS if it.how in ways]


@pytest.mark.parametrize("mutation", cases("raises"))
def test_what_cannot_be_read_is_told_at_its_place(
    mutation: Mutation, project: Path, stamp: Stamp
) -> None:
    with mutation.applied(project) as place:
        told = errors(project, stamp)
    assert [(name, where) for name, where, _said in told] == [
        (mutation.told, str(place))
    ], told
    assert told[0][2].startswith(mutation.says)


@pytest.mark.parametrize("mutation", cases("breaks", "warns"))
def test_what_breaks_a_rule_is_told_at_its_place(
    mutation: Mutation, project: Path, stamp: Stamp, before: set[tuple[str, str]]
) -> None:
    with mutation.applied(project) as place:
        content = pipeline.read(project, stamp)
        findings = pipeline.check(project, content)
    new = [it for it in findings if identity(it) not in before]
    told = [it for it in new if it.name == mutation.told]
    assert [(str(it.position), it.severity) for it in told] == [
        (str(place), SEVERITIES[mutation.how])
    ], "\n".join(map(str, new))
    assert told[0].message.startswith(mutation.says)
    assert {it.name for it in new} == {mutation.told, *mutation.beside}


def test_there_are_many_mutations_and_each_has_a_name() -> None:
    assert len({it.id for it in MUTATIONS}) == len(MUTATIONS) >= 60
