"""`kg diff`: what lies between two releases, as RDF Patch."""

import sys
from typing import Annotated

import typer
from pyoxigraph import NamedNode

from kg.cli.options import HERE, Project, build_folder
from kg.cli.release import named_release
from kg.errors import SetupError, UnexpectedValueError
from kg.publishing.audience import Audience
from kg.publishing.changes.lines import opened
from kg.publishing.changes.patch import Choice, patch_lines
from kg.publishing.changes.record import DUMP
from kg.publishing.release import CURRENT, Release, current_release
from kg.rdf.iri import expand


def diff(
    old: Annotated[str, typer.Argument(help="The version of a release, or `current`.")],
    new: Annotated[str, typer.Argument(help="That of another.")] = CURRENT,
    entity: Annotated[
        str | None,
        typer.Option(metavar="IRI", help="What is said of one thing, by IRI or CURIE."),
    ] = None,
    graph: Annotated[
        str | None,
        typer.Option(metavar="IRI", help="What one graph says, by IRI or CURIE."),
    ] = None,
    audience: Annotated[
        Audience, typer.Option(help="Whose files are compared.")
    ] = Audience.PUBLIC,
    project: Project = HERE,
) -> None:
    """Write what leads from one release to another, as RDF Patch.

    `D` lines are gone, `A` lines are new.

    Examples:
    ```console
    $ kg diff 2026-11-23T12-00-00Z-0123abcd
    $ kg diff 2026-11-23T12-00-00Z-0123abcd current --entity pl:oslo
    ```
    """
    choice = Choice(_iri("--entity", entity), _iri("--graph", graph))
    sides = [_release(project, version) for version in (old, new)]
    dumps = [it.dumps(audience) / DUMP for it in sides]
    for dump in dumps:
        if not dump.is_file():
            raise SetupError(f"{dump}: the release has no canonical dump")
    with opened(dumps[0]) as before, opened(dumps[1]) as now:
        changed = choice.of(before, now)
        for line in patch_lines(changed, sides[0].version, sides[1].version):
            sys.stdout.buffer.write(line)
    sys.stdout.flush()


def _release(project: Project, version: str) -> Release:
    folder = build_folder(project)
    return (
        current_release(folder)
        if version == CURRENT
        else (named_release(folder, version))
    )


def _iri(option: str, text: str | None) -> NamedNode | None:
    if text is None:
        return None
    try:
        return expand(text)
    except ValueError as error:
        raise UnexpectedValueError(
            option, text, f"an IRI or a CURIE: {error}"
        ) from error
