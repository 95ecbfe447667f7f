"""`kg load`: put a release into a SPARQL engine on the network."""

from typing import Annotated

import typer

from kg.cli.console import say
from kg.cli.options import HERE, Project, build_folder
from kg.cli.progress import progress
from kg.cli.release import named_release
from kg.errors import UnexpectedValueError
from kg.publishing.audience import Audience
from kg.publishing.holding import holding_of
from kg.publishing.release import Release, current_release
from kg.settings import DATASETS, Settings
from kg.store.remote.holding import Holding


def load(
    url: Annotated[
        str,
        typer.Argument(
            help="Where the engine takes graphs, by the Graph Store Protocol."
        ),
    ],
    version: Annotated[
        str | None,
        typer.Option(
            "--release", help="The version of a release.", show_default="the current"
        ),
    ] = None,
    audience: Annotated[
        Audience, typer.Option("--audience", help="Whose build of it.")
    ] = Audience.PUBLIC,
    dataset: Annotated[
        str | None,
        typer.Option(
            "--dataset",
            help="`named` or `whole`: see KG_STORE_DATASET.",
            show_default="KG_STORE_DATASET",
        ),
    ] = None,
    project: Project = HERE,
) -> None:
    """Replace the graphs of an engine by those of a release, for `KG_STORE`.

    Graphs of that name are replaced, others are left alone. A service that reads them
    meanwhile answers with 503: load into a dataset that nobody reads, then switch.

    Examples:
    ```console
    $ kg load http://127.0.0.1:7878/store
    $ kg load http://127.0.0.1:3030/kg/data --audience partner
    ```
    """
    folder = build_folder(project)
    release = current_release(folder)
    if version is not None:
        release = named_release(folder, version)
    chosen = dataset or Settings.from_environment().store_dataset
    if chosen not in DATASETS:
        raise UnexpectedValueError("--dataset", chosen, "named or whole", DATASETS)
    holding = holding_of(release, audience, chosen)
    size = _deliver(release, audience, url, holding)
    say(f"release {release.version} ({audience}): {size} bytes; now ask kg doctor")


def _deliver(release: Release, audience: Audience, url: str, holding: Holding) -> int:
    """Load every graph; return how many bytes there were."""
    # Its client takes as long to load as all the rest of the command.
    from kg.store.remote.delivery import deliver

    size = 0
    with progress() as step:
        for done in deliver(release.store(audience), url, holding):
            step(done.graph or "the default graph")
            size += done.size
    return size
