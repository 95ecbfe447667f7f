"""`kg validate`: list what is wrong, with file and line."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg import pipeline
from kg.cli.commit import stamp
from kg.cli.console import say, tell
from kg.cli.options import HERE, Project
from kg.cli.progress import progress
from kg.rdf.ontology import read_ontology
from kg.validation.engine import Background, validate_files
from kg.validation.finding import Finding, Severity, worst
from kg.validation.shapes import read_shapes

_FINDINGS = 1


class Level(StrEnum):
    """A severity, as it is given on the command line."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"

    @property
    def severity(self) -> Severity:
        """The severity as the engine has it."""
        return Severity[self.name]


def validate(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Files of RDF, or folders of them, instead of the sources."
        ),
    ] = None,
    project: Project = HERE,
    level: Annotated[
        Level, typer.Option("--level", help="The least severe findings to list.")
    ] = Level.WARNING,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 for any finding listed.")
    ] = False,
) -> None:
    """Check the sources against every rule, and write nothing.

    Each finding is one line: file, line and column, severity, rule, what is wrong, and
    with which thing. Without `--strict`, only a violation makes the exit code 1.

    Examples:
    ```console
    $ kg validate
    $ kg validate --level info --strict
    $ kg validate their-export.ttl
    ```
    """
    with progress() as step:
        if files:
            findings = _of_files(project, files, step)
        else:
            findings = _of_project(project, step)
    listed = [it for it in findings if it.severity >= level.severity]
    for finding in listed:
        say(str(finding))
    tell(_summary(findings))
    gravest = worst(listed)
    if gravest is not None and (strict or gravest is Severity.VIOLATION):
        raise typer.Exit(_FINDINGS)


def _of_files(project: Path, files: list[Path], step: pipeline.Step) -> list[Finding]:
    step("validating")
    shapes = read_shapes(project / pipeline.SHAPES)
    return validate_files(files, shapes, Background(read_ontology(project)))


def _of_project(project: Path, step: pipeline.Step) -> list[Finding]:
    content = pipeline.read(project, stamp(project), step)
    return pipeline.check(project, content, step)


def _summary(findings: Iterable[Finding]) -> str:
    found = [finding.severity for finding in findings]
    counts = (
        f"{found.count(severity)} {severity.name.lower()}"
        for severity in sorted(Severity, reverse=True)
    )
    return "findings: " + ", ".join(counts)
