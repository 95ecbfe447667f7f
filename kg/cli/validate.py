"""`kg validate`: list what is wrong, with file and line."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from pyoxigraph import NamedNode

from kg import pipeline
from kg.cli.commit import stamp
from kg.cli.console import tell
from kg.cli.options import HERE, Project
from kg.cli.progress import progress
from kg.rdf.namespaces import BASE
from kg.rdf.ontology import read_ontology
from kg.validation.engine import Background, validate_files
from kg.validation.finding import Finding, Severity, worst
from kg.validation.report import summary, write_json, write_text, write_turtle
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


class Form(StrEnum):
    """How findings are written."""

    LINES = "lines"
    TEXT = "text"
    JSON = "json"
    TURTLE = "turtle"


_REPORT = NamedNode(f"{BASE}report")
_WRITERS: dict[Form, Callable[[list[Finding]], str]] = {
    Form.LINES: lambda findings: "".join(f"{finding}\n" for finding in findings),
    Form.TEXT: write_text,
    Form.JSON: write_json,
    Form.TURTLE: lambda findings: write_turtle(findings, _REPORT),
}


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
    form: Annotated[
        Form,
        typer.Option("--format", help="One line each, by rule, or as data."),
    ] = Form.LINES,
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
    $ kg validate --format json > report.json
    $ kg validate their-export.ttl
    ```
    """
    with progress() as step:
        if files:
            findings = _of_files(project, files, step)
        else:
            findings = _of_project(project, step)
    listed = [it for it in findings if it.severity >= level.severity]
    typer.echo(_WRITERS[form](listed), nl=False)
    tell(f"found: {summary(findings)}")
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
