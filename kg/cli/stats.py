"""`kg stats`: what is in the current release, and what became of its sources."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

import orjson
import typer
from rich.table import Table

from kg.cli.accounts import accounts_table, read_accounts, reasons
from kg.cli.console import OUT, say, say_table
from kg.cli.options import HERE, Project, build_folder
from kg.publishing.audience import Audience
from kg.publishing.release import current_release
from kg.rdf.iri import shorten


class Form(StrEnum):
    """How figures are written."""

    TABLE = "table"
    JSON = "json"


def stats(
    project: Project = HERE,
    audience: Annotated[
        Audience, typer.Option("--audience", help="Whose files are counted.")
    ] = Audience.PUBLIC,
    form: Annotated[
        Form, typer.Option("--format", help="How to write it.")
    ] = Form.TABLE,
) -> None:
    """Count what is in the current release: things by kind, triples by graph.

    Of each source it is told how many rows were read, used, ignored (and why) and
    failed, and how many events, agents and claims it tells of.

    Examples:
    ```console
    $ kg stats
    $ kg stats --audience partner --format json
    ```
    """
    release = current_release(build_folder(project))
    manifest = release.manifest(audience)
    accounts = read_accounts(release)
    if form is Form.JSON:
        sources = {key: account.fields() for key, account in accounts.items()}
        told = {**manifest, "sources": sources}
        OUT.print(orjson.dumps(told, option=orjson.OPT_INDENT_2).decode(), markup=False)
        return
    for key in ("version", "time", "commit", "audience"):
        say(f"{key}: {manifest[key]}")
    if accounts:
        OUT.print()
        say_table(accounts_table(accounts))
    for line in reasons(accounts):
        say(line)
    _print_figures("things", manifest["counts"])
    _print_figures("triples by graph", manifest["graphs"])


def _print_figures(title: str, figures: object) -> None:
    table = Table(title, "number", box=None)
    table.columns[1].justify = "right"
    if isinstance(figures, Mapping):
        for name, number in figures.items():
            table.add_row(shorten(name), f"{number:,}")
    OUT.print()
    say_table(table)
