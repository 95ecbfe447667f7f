"""`kg validate`: list what is wrong, with file and line."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import tell
from kg.cli.options import HERE, Project
from kg.validation.finding import Severity, worst
from kg.validation.reports.counts import summary

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
    from kg.cli import findings  # most of a second, which other commands do without

    if files:
        found = findings.find_in_files(project, files)
    else:
        found = findings.find_in_project(project)
    listed = [it for it in found if it.severity >= level.severity]
    typer.echo(findings.WRITERS[form](listed), nl=False)
    tell(f"found: {summary(found)}")
    gravest = worst(listed)
    if gravest is not None and (strict or gravest is Severity.VIOLATION):
        raise typer.Exit(_FINDINGS)
