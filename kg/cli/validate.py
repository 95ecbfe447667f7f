"""`kg validate`: list what is wrong, with file and line."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import HERE
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


def validate(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATH]...",
            help="Files of RDF, folders of them, or - for standard input, instead of "
            "the sources.",
        ),
    ] = None,
    project: Annotated[
        Path,
        typer.Option(
            "--project",
            "-C",
            file_okay=False,
            help="The project's folder, or one inside it; not looked at when there "
            "are --shapes.",
            show_default="where you are",
        ),
    ] = HERE,
    shapes: Annotated[
        list[Path] | None,
        typer.Option(help="A file of shapes, or a folder of them: any project's."),
    ] = None,
    background: Annotated[
        list[Path] | None,
        typer.Option(help="What the data builds on: rules look at it, too."),
    ] = None,
    level: Annotated[
        Level, typer.Option("--level", help="The least severe findings to list.")
    ] = Level.WARNING,
    form: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar="NAME[=FILE]",
            help="text, lines, json, sarif, junit, github, gitlab, html, turtle or "
            "csv; several at once, when each but one has a file.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(help="The file for a report that names none.", dir_okay=False),
    ] = None,
    fail_on: Annotated[
        Level, typer.Option(help="The least severe findings that make the exit code 1.")
    ] = Level.VIOLATION,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 for any finding listed.")
    ] = False,
    max_warnings: Annotated[
        int | None, typer.Option(help="Warnings that are allowed.", min=0)
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(help="A file of findings that are known: only others count."),
    ] = None,
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Take all findings for known.")
    ] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Take out of the baseline what is fixed.")
    ] = False,
    select: Annotated[
        list[str] | None,
        typer.Option(help="Only these rules: names, * for any letters, or IRIs."),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option(help="Not these rules, written as above.")
    ] = None,
    show: Annotated[
        int | None,
        typer.Option(help="Findings of one rule that are told; 0 for all.", min=0),
    ] = None,
    stats: Annotated[
        bool,
        typer.Option("--stats", help="Tell what each shape looked at, and what none."),
    ] = False,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Tell how each shape is run, its focus nodes, rows and time, instead "
            "of what it finds.",
        ),
    ] = False,
    max_size: Annotated[
        str, typer.Option(help="How much is read at most, such as 2GB.")
    ] = "256MB",
    max_query_seconds: Annotated[
        float,
        typer.Option(
            help="How long a query or another constraint of a rule may take.", min=0.1
        ),
    ] = 300,
    watch: Annotated[
        bool, typer.Option("--watch", help="Validate again whenever a file changes.")
    ] = False,
) -> None:
    """Check the sources against every rule, or any RDF against any shapes.

    Without a path, the sources of the project are checked; with paths alone, these are,
    by the project's rules; with `--shapes`, by those, and no project is needed.
    Nothing is changed.

    Exit codes: 0 nothing that counts was found; 1 there are findings; 2 something
    could not be read: data, shapes, what they import; 3 a fault of this program.

    Examples:
    ```console
    $ kg validate
    $ kg validate --level info --strict
    $ kg validate data --shapes shapes --background ontology.ttl
    $ kg validate data --shapes shapes --format github --format sarif=findings.sarif
    $ kg validate data --shapes shapes --baseline known.json --write-baseline
    $ curl -s https://example.org/data.ttl | kg validate - --shapes shapes.ttl
    ```
    """
    # The engine takes most of a second to import, which other commands do without.
    from kg.cli.deadline import limited_rules
    from kg.cli.reports import read_destinations
    from kg.cli.validation import Request, Validation
    from kg.cli.verdict import Terms

    if explain:
        from kg.cli.explanation import explanation

        arguments = (project, files or [], shapes or [], background or [], max_size)
        with limited_rules(max_query_seconds):
            typer.echo(explanation(*arguments), nl=False)
        return
    fails = level.severity if strict else fail_on.severity
    terms = Terms(
        level=min(level.severity, fails),
        fail_on=fails,
        max_warnings=max_warnings,
        select=select or (),
        ignore=ignore or (),
        baseline=baseline,
        writes=write_baseline,
        prunes=prune,
    )
    request = Request(
        project, files or [], shapes or [], background or [], max_size, stats
    )
    work = Validation(request, terms, read_destinations(form or [], output), show)
    with limited_rules(max_query_seconds):
        code = work.repeat() if watch else work.once()
    if code:
        raise typer.Exit(code)
