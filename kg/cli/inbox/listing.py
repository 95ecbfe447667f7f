"""`kg inbox list`: what waits for a decision."""

from typing import Annotated

import typer
from rich.table import Table

from kg.cli.console import say_table, tell
from kg.cli.inbox.opening import open_inbox
from kg.cli.options import HERE, Project
from kg.contributing.submission import State, Submission

_COLUMNS = ("partner", "graph", "revision", "state", "received", "statements", "found")


def list_waiting(
    project: Project = HERE,
    everything: Annotated[
        bool, typer.Option("--all", help="What has been decided on, too.")
    ] = False,
) -> None:
    """List the graphs that wait, by partner.

    Examples:
    ```console
    $ kg inbox list
    $ kg inbox list --all
    ```
    """
    given = open_inbox(project).all()
    waiting = [it for it in given if it.state is State.WAITING]
    table = Table(*_COLUMNS, box=None)
    for submission in given if everything else waiting:
        table.add_row(*_row(submission))
    if table.row_count:
        say_table(table)
    tell(f"{len(waiting)} of {len(given)} graphs wait")


def _row(submission: Submission) -> tuple[str, ...]:
    return (
        submission.partner,
        plain(submission.graph),
        str(submission.revision),
        submission.state,
        submission.received,
        str(submission.statements),
        findings(submission),
    )


def plain(text: str) -> str:
    """Write what strangers have written so that it cannot command a terminal."""
    return "".join(it if it.isprintable() else f"\\u{ord(it):04X}" for it in text)


def findings(submission: Submission) -> str:
    """Say in a few words what was found in a graph."""
    counts = {**submission.findings, "withheld": sum(submission.withheld.values())}
    return ", ".join(f"{number} {what}" for what, number in counts.items() if number)
