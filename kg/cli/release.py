"""`kg release`: which releases there are, and which one is served."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import say
from kg.cli.options import HERE, Project, build_folder
from kg.errors import UnexpectedValueError
from kg.publishing.release import (
    CURRENT,
    RELEASES,
    Release,
    current_release,
    find_release,
    finished_releases,
    switch,
)
from kg.rdf.namespaces import BASE

app = typer.Typer(
    no_args_is_help=True, help="List releases; choose which one is served."
)


@app.command("list")
def list_releases(project: Project = HERE) -> None:
    """List the releases, the newest first; `*` marks the current one.

    Examples:
    ```console
    $ kg release list
    ```
    """
    folder = build_folder(project)
    current = current_release(folder)
    for release in reversed(finished_releases(folder)):
        mark = "*" if release.version == current.version else " "
        say(f"{mark} {release.version}")


@app.command("switch")
def switch_release(
    version: Annotated[str, typer.Argument(help="The version of a release.")],
    project: Project = HERE,
) -> None:
    """Make another release the current one, in one step: to go back, or forth again.

    Examples:
    ```console
    $ kg release switch 2026-11-23T12-00-00Z-0123abcd
    ```
    """
    folder = build_folder(project)
    release = named_release(folder, version)
    switch(folder, release)
    say(f"{CURRENT} is {release.version}")


def named_release(folder: Path, version: str) -> Release:
    """Return the release of a version.

    Raises:
        UnexpectedValueError: there is none.
    """
    release = find_release(folder, version)
    if release is None:
        where, paths = f"{folder / RELEASES}", (folder / RELEASES).glob("*")
        known = [it.name for it in paths if find_release(folder, it.name) is not None]
        expected = f"the version of a release whose IRIs begin with {BASE}"
        raise UnexpectedValueError(where, version, expected, known)
    return release
