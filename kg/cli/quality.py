"""`kg quality`: how good a release is, alone or beside another."""

from typing import Annotated

import typer
from rich.table import Table

from kg.cli.console import OUT, say, say_table
from kg.cli.options import HERE, Project, build_folder
from kg.cli.release import named_release
from kg.cli.stats import Form
from kg.errors import SetupError
from kg.publishing.audience import Audience
from kg.publishing.quality import Measurement, Quality
from kg.publishing.release import Release, current_release


def quality(
    against: Annotated[
        str | None,
        typer.Option("--against", metavar="VERSION", help="A release to compare with."),
    ] = None,
    project: Project = HERE,
    audience: Annotated[
        Audience, typer.Option("--audience", help="Whose build is measured.")
    ] = Audience.PUBLIC,
    form: Annotated[
        Form, typer.Option("--format", help="How to write it.")
    ] = Form.TABLE,
) -> None:
    """Show how good the current release is.

    It has the shares that were measured, and what the rules found.

    With `--against` only what differs from another release is shown. What a release
    must reach stands in `data/quality.toml`; `kg build` sees to it.

    Examples:
    ```console
    $ kg quality
    $ kg quality --audience partner --format json
    ```
    """
    folder = build_folder(project)
    measured = _read(current_release(folder), audience)
    before = None
    if against is not None:
        before = _read(named_release(folder, against), audience)
    if form is Form.JSON:
        OUT.print(measured.json().decode(), end="")
        return
    say(f"version: {measured.version}")
    if before is not None:
        say(f"against: {before.version}")
    say_table(_shares(measured, before))
    OUT.print()
    say_table(_findings(measured, before))


def _read(release: Release, audience: Audience) -> Quality:
    found = Quality.read(release.path / audience.value)
    if found is None:
        raise SetupError(
            f"{release.path}: found no measurements; expected a release built since "
            "quality is measured"
        )
    return found


def _shares(measured: Quality, before: Quality | None) -> Table:
    table = Table("measure", "of", "good", "all", "%", box=None)
    if before is not None:
        table.add_column("before")
    earlier = {(it.metric, it.of): it for it in before.measurements} if before else {}
    for item in measured.measurements:
        old = earlier.get((item.metric, item.of))
        if before is None:
            table.add_row(*_cells(item))
        elif old is None or (old.good, old.all) != (item.good, item.all):
            table.add_row(*_cells(item), _percent(old))
    for column in table.columns[2:]:
        column.justify = "right"
    return table


def _cells(item: Measurement) -> tuple[str, ...]:
    return (item.metric, item.of, str(item.good), str(item.all), _percent(item))


def _percent(item: Measurement | None) -> str:
    return "-" if item is None else f"{100 * item.share:.1f}"


def _findings(measured: Quality, before: Quality | None) -> Table:
    table = Table("rule", "severity", "findings", box=None)
    if before is not None:
        table.add_column("before")
    now, then = _counts(measured), _counts(before) if before else {}
    for key in sorted(now.keys() | then.keys()):
        number, old = now.get(key, 0), then.get(key, 0)
        if before is None:
            table.add_row(*key, str(number))
        elif number != old:
            table.add_row(*key, str(number), str(old))
    for column in table.columns[2:]:
        column.justify = "right"
    return table


def _counts(measured: Quality) -> dict[tuple[str, str], int]:
    return {
        (rule, severity): number
        for rule, by_severity in measured.found.items()
        for severity, number in by_severity.items()
    }
