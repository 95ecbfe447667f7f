"""`kg new`: start a source."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from kg.cli.clock import now
from kg.cli.console import say
from kg.cli.options import HERE, Project
from kg.errors import UnexpectedValueError
from kg.importers.template import NewSource, write_source
from kg.model.records.dialect import Dialect

app = typer.Typer(no_args_is_help=True, help="Start something new: a source.")


@app.callback()
def _new() -> None:
    """Keep `source` a subcommand while it is the only one."""


@app.command("source")
def source(
    name: Annotated[
        str,
        typer.Argument(metavar="PUBLISHER/KEY", help="Two keys; KEY lasts for ever."),
    ],
    text: Annotated[
        Path | None,
        typer.Option(
            "--text", exists=True, dir_okay=False, help="The text, a file in UTF-8."
        ),
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option(
            "--from",
            exists=True,
            dir_okay=False,
            help="A table in place of a text: CSV, TSV, XLSX, JSON or JSONL.",
        ),
    ] = None,
    dialect: Annotated[
        list[str] | None,
        typer.Option(
            "--dialect",
            metavar="FIELD=VALUE",
            help="How the table is written, where that cannot be detected: "
            "delimiter=';', encoding=cp1251, header-row=3, sheet=2022. Repeat it.",
        ),
    ] = None,
    language: Annotated[
        str, typer.Option("--language", help="The tag of the text's language.")
    ] = "en",
    project: Project = HERE,
) -> None:
    """Start a source: its folder, with hash and dates filled in, closed to the public.

    Write next what the text says of itself into `source.yml`, and what it says of the
    world into `extract.yml`; `kg validate` tells what is missing.

    Of a table a first mapping is written to `map.yml`: how the cells of each column may
    be read, guessed from all of them. What could not be guessed is told here, and
    beside its column. Columns that may tell of people are left out until you decide.

    Examples:
    ```console
    $ kg new source hrhf/day-of-solidarity --text ~/article.txt
    $ kg new source viasna/spring-report --text report.txt --language be
    $ kg new source city-of-kiel/assemblies --from kiel.csv --language de
    $ kg new source ngo/actions --from actions.xlsx --dialect sheet=2022
    ```
    """
    publisher, _slash, key = name.partition("/")
    if (text is None) == (table is None):
        raise typer.BadParameter("give either --text or --from")
    today = now().date()
    report: tuple[str, ...] = ()
    if text is not None:
        files = write_source(project, NewSource(publisher, key, text, language), today)
    else:
        # Reading tables takes longer to import than all other commands together.
        from kg.importers.guessing.source import NewTable, write_table_source

        new = NewTable(
            publisher, key, table or Path(), _read_dialect(dialect or []), language
        )
        files, report = write_table_source(project, new, today)
    for path in files:
        say(f"wrote {path.relative_to(project)}")
    for line in report:
        say(line)


def _read_dialect(fields: list[str]) -> Dialect:
    """Read fields of a dialect as a mapping would have them.

    Raises:
        UnexpectedValueError: a field is not one, or its value is not.
    """
    given = dict(field.partition("=")[::2] for field in fields)
    try:
        return Dialect.model_validate(given)
    except ValidationError as error:
        fault = error.errors()[0]
        field = str(fault["loc"][0])
        known = [str(it.alias) for it in Dialect.model_fields.values()]
        if fault["type"] == "extra_forbidden":
            expected = f"one of {', '.join(known)}"
            raise UnexpectedValueError("--dialect", field, expected, known) from error
        found = f"{field}={given[field]}"
        raise UnexpectedValueError("--dialect", found, fault["msg"]) from error
