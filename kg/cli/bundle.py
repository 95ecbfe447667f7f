"""`kg bundle`: an edition of a release as one file, to be served without a network."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import say, tell
from kg.cli.options import HERE, Project, build_folder, queries_folder
from kg.cli.progress import progress
from kg.cli.release import named_release
from kg.cli.signing import own_key
from kg.publishing.audience import Audience
from kg.publishing.bundle.packing import Origin, pack
from kg.publishing.release import current_release


def bundle(
    audience: Annotated[
        Audience, typer.Option("--audience", help="Whose edition it is made of.")
    ] = Audience.PUBLIC,
    version: Annotated[
        str | None,
        typer.Option(
            "--release",
            help="The version of a release.",
            show_default="the current one",
        ),
    ] = None,
    output: Annotated[
        Path,
        typer.Option(
            "--output", file_okay=False, help="The folder that it is written to."
        ),
    ] = HERE,
    project: Project = HERE,
) -> None:
    """Make one file of a release, that `kg serve FILE` serves without a network.

    It has the public edition, unless another audience is named: then its name says so,
    and only its owner can read it. KG_SIGNING_KEY_FILE signs it. Equal releases give
    equal bytes.

    Examples:
    ```console
    $ kg bundle
    $ kg bundle --output /media/stick
    $ kg bundle --audience partner --release 2026-11-23T12-00-00Z-0123abcd
    ```
    """
    folder = build_folder(project)
    release = named_release(folder, version) if version else current_release(folder)
    origin = Origin(release, audience, queries_folder(project))
    with progress() as step:
        path = pack(origin, output, own_key(), step)
    tell(f"{path.stat().st_size / 1e6:,.1f} MB")
    say(str(path))
