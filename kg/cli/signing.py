"""`kg key signing`: keys that releases are signed with."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import say, tell
from kg.publishing.signing import PublicKey, SecretKey
from kg.settings import Settings

app = typer.Typer(help="Keys that releases are signed with.", no_args_is_help=True)


@app.callback()
def signing() -> None:
    """Make keys; KG_SIGNING_KEY_FILE names the file of the one that is used."""


@app.command("new")
def new(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", dir_okay=False, help="Where the secret key is to be."
        ),
    ],
) -> None:
    """Make a key: its secret part in a file, its public part printed.

    Only its owner can read the file, which has no password; minisign reads both.
    Give the public key to those who keep copies, by another way than the service.

    Examples:
    ```console
    $ kg key signing new signing.key > signing.pub
    $ KG_SIGNING_KEY_FILE=signing.key kg build
    ```
    """
    key = SecretKey.make()
    key.write(file)
    tell(f"{file}: the secret key; keep a copy where nobody else comes")
    say(key.public.file.rstrip("\n"))


def own_key() -> SecretKey | None:
    """Read the key that is signed with, if the settings name one."""
    path = Settings.from_environment().signing_key_file
    return None if path is None else SecretKey.read(path)


def read_public_key(path: Path) -> PublicKey:
    """Read the file of a public key."""
    return PublicKey.read(path.read_text("utf-8"), str(path))
