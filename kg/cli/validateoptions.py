"""What can be asked of `kg validate`: its arguments and options, one type for each."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.validation.finding import Severity


class Level(StrEnum):
    """A severity, as it is given on the command line."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"

    @property
    def severity(self) -> Severity:
        """The severity as the engine has it."""
        return Severity[self.name]


Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH]...",
        help="Files of RDF, folders of them, or - for standard input, instead of "
        "the sources.",
    ),
]
Project = Annotated[
    Path,
    typer.Option(
        "--project",
        "-C",
        file_okay=False,
        help="The project's folder, or one inside it; not looked at when there "
        "are --shapes.",
        show_default="where you are",
    ),
]
Shapes = Annotated[
    list[Path] | None,
    typer.Option(help="A file of shapes, or a folder of them: any project's."),
]
Background = Annotated[
    list[Path] | None,
    typer.Option(help="What the data builds on: rules look at it, too."),
]
Least = Annotated[
    Level, typer.Option("--level", help="The least severe findings to list.")
]
Forms = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        metavar="NAME[=FILE]",
        help="text, lines, json, sarif, junit, github, gitlab, html, turtle or "
        "csv; several at once, when each but one has a file.",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(help="The file for a report that names none.", dir_okay=False),
]
FailOn = Annotated[
    Level, typer.Option(help="The least severe findings that make the exit code 1.")
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Exit with 1 for any finding listed.")
]
MaxWarnings = Annotated[
    int | None, typer.Option(help="Warnings that are allowed.", min=0)
]
Baseline = Annotated[
    Path | None,
    typer.Option(help="A file of findings that are known: only others count."),
]
WriteBaseline = Annotated[
    bool, typer.Option("--write-baseline", help="Take all findings for known.")
]
Prune = Annotated[
    bool, typer.Option("--prune", help="Take out of the baseline what is fixed.")
]
Select = Annotated[
    list[str] | None,
    typer.Option(help="Only these rules: names, * for any letters, or IRIs."),
]
Ignore = Annotated[
    list[str] | None, typer.Option(help="Not these rules, written as above.")
]
Shown = Annotated[
    int | None,
    typer.Option(help="Findings of one rule that are told; 0 for all.", min=0),
]
Stats = Annotated[
    bool,
    typer.Option("--stats", help="Tell what each shape looked at, and what none."),
]
Explain = Annotated[
    bool,
    typer.Option(
        "--explain",
        help="Tell how each shape is run, its focus nodes, rows and time, instead "
        "of what it finds.",
    ),
]
MaxSize = Annotated[str, typer.Option(help="How much is read at most, such as 2GB.")]
MaxQuerySeconds = Annotated[
    float,
    typer.Option(
        help="How long a query or another constraint of a rule may take.", min=0.1
    ),
]
Watch = Annotated[
    bool, typer.Option("--watch", help="Validate again whenever a file changes.")
]
