"""A validation as it was asked for: done once, or again whenever a file changes."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import typer

from kg import pipeline
from kg.cli import findings
from kg.cli.options import find_project
from kg.cli.reports import Destination, write_reports
from kg.cli.verdict import Terms, check_terms, counted, exit_code
from kg.cli.watching import look_at, wait_for_change
from kg.errors import SetupError
from kg.validation.reports.forms import Wish
from kg.validation.reports.report import Report
from kg.validation.sources import STDIN, read_size
from kg.validation.standalone import Job

SOURCES = ("data", "ontology", pipeline.QUERIES)


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be validated, as it is written on the command line."""

    project: Path
    paths: Sequence[str]
    shapes: Sequence[Path]
    background: Sequence[Path]
    max_size: str
    counted: bool

    def job(self) -> Job:
        """Read the job.

        Raises:
            typer.BadParameter: the size is none, or there is nothing to validate.
        """
        try:
            largest = read_size(self.max_size)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error
        if (self.shapes or self.background) and not self.paths:
            raise typer.BadParameter("name the files to validate: kg validate PATH…")
        return Job(
            self.paths,
            self.shapes,
            self.background,
            largest,
            self.counted,
            sys.stdin.buffer if STDIN in self.paths else None,
        )

    def report(self) -> Report:
        """Validate.

        Raises:
            SetupError: there are no shapes, and no project to take them from.
        """
        job = self.job()
        if self.shapes:
            return findings.report_of_others(job)
        project = self._find_project()
        if not self.paths:
            return findings.report_of_project(project, counted=self.counted)
        return findings.report_of_files(project, job)

    def _find_project(self) -> Path:
        try:
            return find_project(self.project.resolve())
        except SetupError as error:
            advice = "for other data, name its shapes: kg validate PATH --shapes FILE"
            raise SetupError(f"{error}; {advice}") from error

    def files(self) -> list[Path]:
        """List the files and folders that the report is made of."""
        if self.paths:
            named = (Path(path) for path in self.paths if path != STDIN)
            return [*named, *self.shapes, *self.background]
        project = self._find_project()
        return [project / name for name in SOURCES]


@dataclass(frozen=True, slots=True)
class Validation:
    """A request, what counts in it, and where its reports go."""

    request: Request
    terms: Terms
    destinations: Sequence[Destination]
    shown: int | None

    def once(self) -> int:
        """Validate, write the reports and return the exit code.

        Raises:
            typer.BadParameter: options contradict each other.
        """
        check_terms(self.terms)
        report = counted(self.request.report(), self.terms)
        wish = Wish(self.terms.fail_on, self.shown)
        write_reports(report, self.destinations, wish)
        return exit_code(report, self.terms)

    def repeat(self) -> NoReturn:
        """Validate again whenever a file changes, until interrupted.

        Raises:
            typer.BadParameter: standard input is to be watched.
        """
        if STDIN in self.request.paths:
            raise typer.BadParameter(
                "--watch needs files; standard input never changes"
            )
        while True:
            before = look_at(self.request.files())
            self.once()
            wait_for_change(self.request.files(), before)
