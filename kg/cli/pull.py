"""`kg pull`: a copy of what somebody publishes, brought up to date."""

import time
from pathlib import Path
from typing import Annotated

import httpx
import typer

from kg.cli.clock import now
from kg.cli.console import say, tell
from kg.cli.signing import read_public_key
from kg.publishing.mirror.fetching import Fetcher
from kg.publishing.mirror.pulling import Pulled, pull
from kg.publishing.mirror.state import GRAPH

_SECONDS = 60.0
_AGENT = "kg-pull (+https://w3id.org/hrsolidarity/)"


def pull_release(
    url: Annotated[
        str, typer.Argument(metavar="URL", help="The address of the service.")
    ],
    folder: Annotated[
        Path, typer.Argument(file_okay=False, help="Where the copy is kept.")
    ],
    key_file: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False, exists=True, help="A file with the key of a partner."
        ),
    ] = None,
    public_key: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False,
            exists=True,
            help="The file of the public key that every release has to be signed by, "
            "in this pull and in later ones.",
        ),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Say nothing when all went well.")
    ] = False,
) -> None:
    """Bring a copy of a published graph up to date.

    The first time it fetches the whole, from then on what has changed. Checksums and
    the chain of releases are verified; the copy is then byte for byte the publisher's
    canonical dump. Run it as often as you like, and again after any interruption.

    Examples:
    ```console
    $ kg pull https://example.org mirror
    $ kg pull https://example.org mirror --key-file partner.key --quiet
    $ kg pull https://example.org mirror --public-key publisher.pub
    ```
    """
    headers = {"User-Agent": _AGENT}
    if key_file is not None:
        headers["Authorization"] = f"Bearer {key_file.read_text('utf-8').strip()}"
    pinned = None if public_key is None else read_public_key(public_key)
    with httpx.Client(timeout=_SECONDS, headers=headers) as client:
        fetcher = Fetcher(client, time.sleep, now)
        pulled = pull(url, folder, fetcher, _silent if quiet else tell, pinned)
    if not quiet:
        say(f"{folder / GRAPH}: release {pulled.version}, {_how(pulled)}")


def _silent(_step: str) -> None:
    """Tell nothing."""


def _how(pulled: Pulled) -> str:
    bytes_moved = f"{pulled.moved:,} bytes".replace(",", "\u202f")
    if pulled.steps is None:
        return f"fetched whole ({bytes_moved})"
    if not pulled.steps:
        return f"nothing new ({bytes_moved})"
    noun = "release" if pulled.steps == 1 else "releases"
    return f"{pulled.steps} {noun} followed ({bytes_moved})"
