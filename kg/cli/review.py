"""`kg review`: decide on what is suggested; nothing else puts it into the data."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.clock import now
from kg.cli.console import say, tell
from kg.cli.options import HERE, Project


def review(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            exists=True,
            help="A draft.yml, or the folder of the source that has it.",
        ),
    ] = None,
    project: Project = HERE,
    identity: Annotated[
        bool,
        typer.Option("--identity", help="Decide on the pairs of kg identity instead."),
    ] = False,
    by: Annotated[
        str,
        typer.Option("--by", metavar="KEY", help="The organisation that decides."),
    ] = "solidarity-graph-editors",
) -> None:
    """Walk through suggestions: accept, edit, reject or skip each, or quit.

    What is accepted is written into `extract.yml`, with its quotation; what is rejected
    is kept with your reason and not suggested again. Each decision is written down at
    once: start again, and you go on where you were. Answers may come from a pipe.

    Examples:
    ```console
    $ kg review data/sources/hrhf/day-of-solidarity/draft.yml
    $ yes s | kg review data/sources/hrhf/day-of-solidarity
    $ kg review --identity
    ```
    """
    if identity:
        _review_pairs(project, by)
        return
    if file is None:
        expected = "a FILE, or --identity"
        raise typer.BadParameter(expected, param_hint="'FILE'")
    from kg.cli.desk import open_desk  # reads the whole project
    from kg.cli.walkthrough import Walkthrough, count_states

    desk, draft = open_desk(project, file.resolve())
    draft = Walkthrough(desk, draft, _ask, say).run()
    counts = count_states(draft)
    say("")
    say(", ".join(f"{count} {state}" for state, count in counts.items()))
    if counts["accepted"]:
        tell("next: kg mint, then kg validate")


def _review_pairs(project: Path, by: str) -> None:
    from kg.cli.pairs import PairReview, Reviewer  # reads the whole project

    sitting = PairReview(project, Reviewer(by, now().date()), _ask, say)
    waiting = sitting.run()
    say("")
    say(f"{sitting.decided} decided, {waiting} wait")
    if sitting.decided:
        tell("next: kg validate, then kg build")


def _ask(question: str) -> str | None:
    """Ask in a terminal or a pipe; None at the end of the answers."""
    typer.echo(question, nl=False)
    answer = sys.stdin.readline()
    if not sys.stdin.isatty():
        typer.echo(answer.rstrip("\n"))
    return answer or None
