"""`kg identity`: find what may be one thing in several sources, or undo a judgement."""

from typing import Annotated

import typer

from kg.cli.console import say, tell
from kg.cli.options import HERE, Project, build_folder


def identity(
    project: Project = HERE,
    least: Annotated[
        float,
        typer.Option(
            "--least", min=0.0, max=1.0, help="The probability a pair must have."
        ),
    ] = 0.5,
    undo: Annotated[
        str | None,
        typer.Option(
            "--undo", metavar="KEY", help="Take a judgement out of the ledger instead."
        ),
    ] = None,
) -> None:
    """Look through the current release for pairs of things that may be one.

    They are written to `data/identity/candidates.yml` with what speaks for and against
    each, and decided on by `kg review --identity`. Nothing is merged before a person
    says so, and people never are. A pair that was decided on, also one that is not the
    same, does not come again, unless its judgement is undone.

    Examples:
    ```console
    $ kg identity
    $ kg identity --least 0.8
    $ kg identity --undo pair-kbj35h8m8wvn
    ```
    """
    from kg.importers.ledger import remove

    if undo is not None:
        say(f"taken out of {remove(project, undo)}; kg build undoes it")
        return
    from kg.pipeline.identity.found import NAME, find  # loads the store's engine
    from kg.publishing.audience import Audience
    from kg.publishing.release import current_release
    from kg.store.oxigraph import OxigraphStore

    release = current_release(build_folder(project))
    store = OxigraphStore(release.store(Audience.PARTNER))
    found = find(project, store, release.version, least)
    for candidate in found[:_SHOWN]:
        labels = f"{candidate.one.label} · {candidate.other.label}"
        say(f"{candidate.score:.2f} {candidate.one.kind}: {labels}")
    if len(found) > _SHOWN:
        say(f"… and {len(found) - _SHOWN} more")
    tell(f"{len(found)} pairs in {NAME}; next: kg review --identity")


_SHOWN = 20
