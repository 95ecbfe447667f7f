"""Where the command writes: results to standard output, all else to standard error."""

import typer
from rich.console import Console

OUT = Console(highlight=False, markup=False)
"""For tables."""

ERR = Console(highlight=False, markup=False, stderr=True)
"""For progress."""


def say(line: str) -> None:
    """Write a line of what was asked for, as it is: a pipe may read it."""
    typer.echo(line)


def tell(line: str) -> None:
    """Write a line about the work itself, or an error; never wrapped."""
    typer.echo(line, err=True)
