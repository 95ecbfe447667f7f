"""`kg new`: start a source."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.clock import now
from kg.cli.console import say
from kg.cli.options import HERE, Project
from kg.importers.template import NewSource, write_source

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
        Path,
        typer.Option(
            "--text", exists=True, dir_okay=False, help="The text, a file in UTF-8."
        ),
    ],
    language: Annotated[
        str, typer.Option("--language", help="The tag of the text's language.")
    ] = "en",
    project: Project = HERE,
) -> None:
    """Start a source: its folder, with hash and dates filled in, closed to the public.

    Write next what the text says of itself into `source.yml`, and what it says of the
    world into `extract.yml`; `kg validate` tells what is missing.

    Examples:
    ```console
    $ kg new source hrhf/day-of-solidarity --text ~/article.txt
    $ kg new source viasna/spring-report --text report.txt --language be
    ```
    """
    publisher, _slash, key = name.partition("/")
    new = NewSource(publisher, key, text, language)
    for path in write_source(project, new, now().date()):
        say(f"wrote {path.relative_to(project)}")
