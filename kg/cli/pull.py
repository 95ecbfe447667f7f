"""`kg pull`: a copy of what somebody publishes, brought up to date."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import say, tell
from kg.cli.copying import Bounds, pull
from kg.cli.secret import read_secret
from kg.cli.signing import read_public_key
from kg.publishing.mirror.state import Mirror
from kg.publishing.mirror.wishes import Wishes, silent

_MIB = 1 << 20


def pull_release(
    url: Annotated[
        str,
        typer.Argument(
            metavar="URL",
            help="The address of a service of ours, of an event stream (LDES), of a "
            "catalogue (DCAT) or of a dump.",
        ),
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
    one_file: Annotated[
        bool | None,
        typer.Option(
            "--one-file/--pieces",
            help="Whether the graph of a service of ours is kept as one file, too, in "
            "this pull and in later ones. If nothing is said the first time: up to "
            "256 MiB.",
            show_default=False,
        ),
    ] = None,
    dataset: Annotated[
        str, typer.Option(help="The IRI or the title of the dataset of a catalogue.")
    ] = "",
    host: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="A host that may be in a private network, as that of URL may.",
        ),
    ] = None,
    contexts: Annotated[
        bool,
        typer.Option(
            "--contexts", help="Fetch contexts of JSON-LD that are elsewhere."
        ),
    ] = False,
    most_mb: Annotated[
        int, typer.Option(min=1, help="How many MiB a dump may have, as it is sent.")
    ] = 16_384,
    most_pages: Annotated[
        int, typer.Option(min=1, help="How many pages a stream may have.")
    ] = 100_000,
    most_minutes: Annotated[
        float,
        typer.Option(min=0, help="When to stop, to go on the next time; 0 for never."),
    ] = 0.0,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help="Read all of the copy first, and fetch anew what is damaged.",
        ),
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Say nothing when all went well.")
    ] = False,
) -> None:
    """Bring a copy of a published graph up to date.

    The first time it finds out what is at the address, and fetches the whole; from then
    on what has changed since. Of a service of ours, checksums and the chain of releases
    are verified, and the copy is byte for byte the publisher's canonical dump. Of an
    event stream it has the latest version of each thing; of a catalogue, one dataset.
    Run it as often as you like, and again after any interruption.

    Examples:
    ```console
    $ kg pull https://example.org mirror
    $ kg pull https://example.org mirror --key-file partner.key --quiet
    $ kg pull https://example.org mirror --public-key publisher.pub
    $ kg pull https://example.org mirror --one-file
    $ kg pull https://data.example.org/catalog.ttl buildings --dataset Buildings
    ```
    """
    key = "" if key_file is None else read_secret(key_file)
    wishes = Wishes(
        told=silent if quiet else tell,
        check=check,
        pinned=None if public_key is None else read_public_key(public_key),
        one_file=one_file,
        dataset=dataset,
        contexts=contexts,
        most_pages=most_pages,
        most_bytes=most_mb * _MIB,
    )
    pulled = pull(url, folder, wishes, Bounds(host or (), most_minutes), key)
    if not quiet:
        moved = f"{pulled.moved:,} bytes".replace(",", "\u202f")
        say(f"{Mirror(folder).graph}: {pulled.line} ({moved})")
