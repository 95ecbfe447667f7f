"""`kg identity`: find what may be one thing, take in what others found, or undo."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import say, tell
from kg.cli.options import HERE, Project, build_folder

app = typer.Typer()


@app.callback(invoke_without_command=True)
def identity(
    context: typer.Context,
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
    if context.invoked_subcommand is not None:
        return
    from kg.importers.ledger import remove

    if undo is not None:
        say(f"taken out of {remove(project, undo)}; kg build undoes it")
        return
    from kg.pipeline.identity.found import find  # loads the store's engine
    from kg.pipeline.identity.received import NAME
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


@app.command("import")
def import_decisions(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="A table in CSV; without one, what stands in the inbox.",
        ),
    ] = None,
    partner: Annotated[
        str | None,
        typer.Option("--partner", help="Whose decisions the table has."),
    ] = None,
    space: Annotated[
        str | None,
        typer.Option("--space", help="How the IRIs of their records begin."),
    ] = None,
    project: Project = HERE,
) -> None:
    """Put what others decided among what waits for `kg review --identity`.

    A table has the columns id (their key or IRI), entity (our IRI), judgment (same or
    matched, different, none) and on (a day), and may have name and by: what OpenRefine
    exports once its columns are called so. Nothing is merged or linked by it; what was
    decided on here does not come again.

    Examples:
    ```console
    $ kg identity import
    $ kg identity import matched.csv --partner ngo --space https://ngo.example/data/
    ```
    """
    from kg.cli.inbox.opening import open_inbox
    from kg.contributing.decisions import Decisions
    from kg.importers.decoding import read_text
    from kg.pipeline.identity.found import judged_pairs
    from kg.pipeline.identity.reading import read_things  # loads the store's engine
    from kg.pipeline.identity.received import NAME, receive
    from kg.pipeline.identity.sent import Sender, read_table
    from kg.publishing.audience import Audience
    from kg.publishing.release import current_release
    from kg.store.givers import make_giver
    from kg.store.oxigraph import OxigraphStore

    if file is None:
        decisions = Decisions(open_inbox(project).folder).all()
    else:
        giver = make_giver("kg identity import", partner, space)
        sender = Sender(giver.partner, giver.namespace)
        decisions = read_table(read_text(file, file.name), file.name, sender)
    release = current_release(build_folder(project))
    store = OxigraphStore(release.store(Audience.PARTNER))
    judged = judged_pairs(project)
    received = receive(project, release.version, read_things(store), decisions, judged)
    say(f"{received.new} new in {NAME}; {received.judged} had been decided on here")
    tell("next: kg review --identity")
