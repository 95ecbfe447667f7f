"""Where reports go: forms by name, each to standard output or to a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from kg.cli.console import tell
from kg.errors import nearest
from kg.validation.reports.forms import FORMS, Wish
from kg.validation.reports.report import Report

TOLD = ("text", "lines")
"""Forms that tell faults where people look."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A form, and the file it goes to; None is standard output."""

    form: str
    file: Path | None


def read_destinations(wishes: Sequence[str], output: Path | None) -> list[Destination]:
    """Read `NAME` and `NAME=FILE`; without any, text is meant.

    Raises:
        typer.BadParameter: there is no such form, or two go to one place.
    """
    found = [_read(wish, output) for wish in wishes or ("text",)]
    files = [destination.file for destination in found]
    if len(set(files)) < len(files):
        raise typer.BadParameter(
            "two reports go to one place; write --format NAME=FILE"
        )
    return found


def _read(wish: str, output: Path | None) -> Destination:
    name, _equals, file = wish.partition("=")
    if name not in FORMS:
        near = nearest(name, FORMS)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise typer.BadParameter(
            f"there is no form {name!r}{hint} There are {', '.join(FORMS)}."
        )
    return Destination(name, Path(file) if file else output)


def write_reports(
    report: Report, destinations: Sequence[Destination], wish: Wish
) -> None:
    """Write a report in every form asked for; faults are told in any case."""
    for destination in destinations:
        written = FORMS[destination.form](report, wish)
        if destination.file is None:
            typer.echo(written, nl=False)
        else:
            destination.file.write_text(written, "utf-8", newline="")
    told = any(d.form in TOLD and d.file is None for d in destinations)
    for fault in () if told else report.faults:
        tell(str(fault))
    _tell_idleness(report)


def _tell_idleness(report: Report) -> None:
    """Warn of a validation that looked at nothing: it says nothing of the data."""
    coverage = report.coverage
    if coverage is not None and coverage.statements and not coverage.nodes:
        tell("Warning: no shape looked at anything in the data; nothing was checked")
        for seen in coverage.idle[:5]:
            tell(f"  {report.names.term(seen.shape)}: {seen.hint}")
