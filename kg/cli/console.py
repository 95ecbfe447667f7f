"""Where the command writes: results to standard output, all else to standard error."""

import typer
from rich.console import Console
from rich.table import Table

OUT = Console(highlight=False, markup=False)
"""For tables."""

ERR = Console(highlight=False, markup=False, stderr=True)
"""For progress."""


_WIDEST = 100_000
"""Columns that a table may take where there is no terminal to fit into."""


def say_table(table: Table) -> None:
    """Write a table: folded into the width of a terminal, whole into a pipe."""
    for column in table.columns:
        column.overflow = "fold"
    if OUT.is_terminal:
        OUT.print(table)
        return
    wide = OUT.measure(table, options=OUT.options.update_width(_WIDEST))
    pipe = Console(file=OUT.file, width=wide.maximum, highlight=False, markup=False)
    pipe.print(table)


def say(line: str) -> None:
    """Write a line of what was asked for, as it is: a pipe may read it."""
    typer.echo(line)


def tell(line: str) -> None:
    """Write a line about the work itself, or an error; never wrapped."""
    typer.echo(line, err=True)
