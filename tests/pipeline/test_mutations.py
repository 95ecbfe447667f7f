"""A fault in the first source stops the build at its line and column, and alone.

The faults are in the tables of `mutations/`; what no table can tell is below them.
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from kg import pipeline
from kg.cli.findings import report_of_content, report_of_faults
from kg.errors import InputError, InputErrors, KgError, Position
from kg.publishing.manifest import Stamp
from kg.validation.finding import Finding, Severity
from kg.validation.reports.forms import FORMS, Wish
from tests.pipeline.mutation import Mutation, read_mutations

MUTATIONS = read_mutations()
SHOWN = ("text", "html", "sarif")
GRADES = {
    "raises": "Fault",
    "breaks": "Violation",
    "warns": "Warning",
    "informs": "Info",
}
GRAVITY = {
    Severity.VIOLATION: "breaks",
    Severity.WARNING: "warns",
    Severity.INFO: "informs",
}


@dataclass(frozen=True, slots=True)
class Told:
    """An error or a finding, as it is told."""

    name: str
    place: str
    says: str
    gravity: str


@pytest.fixture(scope="module")
def project(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project that a test changes and puts back."""
    project = tmp_path_factory.mktemp("mutations")
    for folder in ("ontology", "data", "queries"):
        shutil.copytree(root / folder, project / folder)
    return project


@pytest.fixture(scope="module")
def rules(project: Path, content: pipeline.Content) -> pipeline.Rules:
    """The rules as they are, for the mutations that leave them alone."""
    return pipeline.Rules.read(project, content.ontology)


@pytest.fixture(scope="module")
def before(rules: pipeline.Rules, content: pipeline.Content) -> set[tuple[str, str]]:
    """What is found in the project as it is: rules and things."""
    return {identity(it) for it in rules.findings(content)}


def cases() -> list[ParameterSet]:
    """List the mutations; those that only validation finds take longer."""
    return [
        pytest.param(it, id=it.id, marks=() if it.how == "raises" else pytest.mark.slow)
        for it in MUTATIONS
    ]


def identity(finding: Finding) -> tuple[str, str]:
    return finding.name, str(finding.focus)


def errors(error: KgError, project: Path) -> list[Told]:
    told = []
    for it in error.errors if isinstance(error, InputErrors) else (error,):
        assert isinstance(it, InputError)
        place = str(it.where)
        says = str(it).removeprefix(f"{place}: ")
        inside = place.removeprefix(f"{project.as_posix()}/")
        told.append(Told(type(it).__name__, inside, says, "raises"))
    return told


def findings(found: list[Finding], before: set[tuple[str, str]]) -> list[Told]:
    return [
        Told(it.name, str(it.position), it.message, GRAVITY[it.severity])
        for it in found
        if identity(it) not in before
    ]


@pytest.mark.parametrize("mutation", cases())
def test_a_mutation_is_told_at_its_place(
    mutation: Mutation,
    project: Path,
    stamp: Stamp,
    rules: pipeline.Rules,
    before: set[tuple[str, str]],
) -> None:
    with mutation.applied(project) as place:
        try:
            content = pipeline.read(project, stamp)
            if mutation.is_of_rules:
                rules = pipeline.Rules.read(project, content.ontology)
            report = report_of_content(project, content, rules, lambda _node: None)
            told = findings(report.findings, before)
        except KgError as error:
            report = report_of_faults(project, error)
            told = errors(error, project)
        reports = {form: FORMS[form](report, Wish(shown=0)) for form in SHOWN}
    right = [
        it
        for it in told
        if (it.name, it.place, it.gravity) == (mutation.told, str(place), mutation.how)
    ]
    assert right, told
    assert right[0].says.startswith(mutation.says)
    assert {it.name for it in told if it not in right} == set(mutation.beside)
    assert_shown(mutation, place, reports)


def assert_shown(mutation: Mutation, place: Position, reports: dict[str, str]) -> None:
    """Every form of report shows the mutation at its place, under its name."""
    grade, name = GRADES[mutation.how], mutation.told.removesuffix("Error")
    line = f"{place}: {grade} {name}: "
    assert any(it.startswith(line) for it in reports["text"].splitlines()), line
    article = f'<p class="place">{place}</p>'
    assert article in reports["html"]
    [run] = json.loads(reports["sarif"])["runs"]
    [invocation] = run["invocations"]
    told = [
        (location["physicalLocation"], it.get("ruleId", it.get("descriptor")))
        for it in (*run["results"], *invocation["toolExecutionNotifications"])
        for location in it.get("locations", ())
    ]
    physical = {
        "artifactLocation": {"uri": place.path},
        "region": {"startLine": place.line, "startColumn": place.column},
    }
    assert (physical, {"id": name} if grade == "Fault" else name) in told


def test_there_are_many_mutations_and_each_has_a_name() -> None:
    assert len({it.id for it in MUTATIONS}) == len(MUTATIONS) >= 60
