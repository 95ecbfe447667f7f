"""`kg inbox key`: a key for a partner who gives graphs."""

from typing import Annotated

import typer

from kg.cli.console import say, tell
from kg.store.givers import make_giver
from kg.store.keys import Right, make_key


def new_key(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="What the key is called here.")
    ],
    partner: Annotated[
        str,
        typer.Option("--partner", help="Whose key it is: a word for folders and keys."),
    ],
    namespace: Annotated[
        str,
        typer.Option("--namespace", help="How the names of all its graphs begin."),
    ],
) -> None:
    """Make a key for a partner: tell it once, and write its entry for the file of keys.

    A partner may have several keys; what one of them gave, each of them may withdraw.
    KG_KEYS_FILE names the file; a running service reads it again when it has changed.

    Examples:
    ```console
    $ kg inbox key ngo-2026 --partner ngo --namespace https://ngo.example/ >> keys.toml
    ```
    """
    giver = make_giver("kg inbox key", partner, namespace)
    made = make_key(name, (Right.CONTRIBUTE,), giver)
    tell(f"The key of {name}, which is shown this once:\n{made.secret}")
    say(f"{made.lines}\n")
