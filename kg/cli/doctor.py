"""`kg doctor`: whether the service can run here, and what to do where it cannot."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.table import Table

from kg.cli.checkup import EXIT_CODES, Check, fault, ok, worst
from kg.cli.console import say, say_table
from kg.cli.machine import check_machine
from kg.cli.options import HERE, Project
from kg.cli.soundness import check_release
from kg.cli.stats import Form
from kg.errors import SetupError
from kg.settings import Settings, origins


def doctor(
    project: Project = HERE,
    form: Annotated[
        Form, typer.Option("--format", help="How to write it.")
    ] = Form.TABLE,
) -> None:
    """Check machine, settings and release; start a query process and ask it.

    Exit with 0 when all is well, 1 when there are warnings, 2 when there is a fault.

    Examples:
    ```console
    $ kg doctor
    $ kg doctor --format json
    ```
    """
    checks = list(_checks(project))
    if form is Form.JSON:
        _write_json(checks)
    else:
        _print_tables(checks)
    raise typer.Exit(EXIT_CODES[worst(checks)])


def _checks(project: Path) -> Iterator[Check]:
    try:
        settings = Settings.from_environment()
    except SetupError as error:
        yield fault("settings", str(error), "Correct it: docs/settings.md lists all.")
        settings = Settings()
    else:
        given = sum(row.given for row in origins())
        yield ok("settings", f"{given} of the environment, the rest by default")
    yield from check_machine(settings, project / settings.build_dir)
    yield from check_release(project, settings)


def _write_json(checks: list[Check]) -> None:
    found = {
        "level": worst(checks),
        "checks": [asdict(check) for check in checks],
        "settings": [asdict(row) for row in origins()],
    }
    say(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())


def _print_tables(checks: list[Check]) -> None:
    table = Table("check", "level", "found", "what to do", box=None)
    for check in checks:
        table.add_row(check.name, check.level, check.found, check.advice)
    say_table(table)
    say("")
    settings = Table("setting", "value", "from", box=None)
    for row in origins():
        source = "environment" if row.given else "default"
        settings.add_row(row.variable, row.value, source)
    say_table(settings)
