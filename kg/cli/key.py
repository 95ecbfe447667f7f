"""`kg key`: keys for those who may do more than strangers may."""

from typing import Annotated

import typer

from kg.cli import signing
from kg.cli.console import say, tell
from kg.store.keys import Right, make_key

app = typer.Typer(
    help="Keys for those who may do more than strangers may.", no_args_is_help=True
)


app.add_typer(signing.app, name="signing")


@app.callback()
def keys() -> None:
    """Make keys; KG_KEYS_FILE names the file that has their hashes."""


@app.command("new")
def new(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="What its holder is called here.")
    ],
    read: Annotated[
        bool, typer.Option("--read", help="Let its holder read a workspace.")
    ] = False,
    write: Annotated[
        bool,
        typer.Option("--write", help="Let its holder read and write a workspace."),
    ] = False,
) -> None:
    """Make a key: tell it once, and write its entry for the file of keys.

    The key is for its holder, who sends it as `Authorization: Bearer KEY`. The entry
    has its hash alone; seconds_per_minute, burst and queries may be added to it. A
    running service reads the file again when it has changed.

    Examples:
    ```console
    $ kg key new oslo-archive >> keys.toml
    $ kg key new editor --write >> keys.toml
    ```
    """
    rights = {Right.READ: read, Right.WRITE: write}
    made = make_key(name, tuple(right for right, given in rights.items() if given))
    tell(f"The key of {name}, which is shown this once:\n{made.secret}")
    say(f"{made.lines}\n")
