"""`kg build`: build a release and make it the current one."""

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.accounts import account_lines, read_accounts
from kg.cli.commit import stamp
from kg.cli.console import say, tell
from kg.cli.options import HERE, Project, build_folder
from kg.cli.progress import progress
from kg.cli.signing import own_key
from kg.errors import InputError, InputErrors, KgError, SetupError
from kg.publishing.manifest import hash_inputs
from kg.publishing.release import Release, current_release


class UnfitSourcesError(KgError):
    """What the files of the project say cannot be released as it is."""

    exit_code = 1


def build(
    project: Project = HERE,
    time: Annotated[
        datetime.datetime | None,
        typer.Option(
            "--time",
            formats=["%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d"],
            help="The time that the release is given, in UTC.",
            show_default="of the commit; now, when files are changed",
        ),
    ] = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help="Build although nothing has changed, and take nothing from before.",
        ),
    ] = False,
    from_workspace: Annotated[
        Path | None,
        typer.Option(
            "--from-workspace",
            file_okay=False,
            help="Add the graphs of the workspace in this folder.",
        ),
    ] = None,
) -> None:
    """Build a release of all sources, check it, and make it the one that is served.

    Nothing is built when the current release is of the same files. A violation of a
    rule, or a file that is not in order, stops the build: every fault is listed with
    its file and line, and the current release stays.

    Exit codes: 0 the release is there; 1 something in the project's data or rules is
    wrong; 2 something asked for cannot be done, such as writing the release.

    Examples:
    ```console
    $ kg build
    $ kg build --force --time 2026-11-23T12:00:00Z
    $ kg build --from-workspace ../work
    ```
    """
    folder = build_folder(project)
    current = _current(folder)
    asked = force or time is not None or from_workspace is not None
    if current and not asked and _is_fresh(current, project):
        tell(f"release {current.version} is up to date")
        return
    given = replace(stamp(project), key=own_key(), anew=force)
    if time is not None:
        given = replace(given, time=time.replace(tzinfo=datetime.UTC))
    from kg import pipeline  # takes most of a second, which other commands do without

    try:
        with progress() as step:
            release = pipeline.build(project, folder, given, step, from_workspace)
    except (InputError, InputErrors) as error:
        raise UnfitSourcesError(str(error)) from error
    for line in account_lines(read_accounts(release)):
        tell(line)
    say(release.version)


def _current(folder: Path) -> Release | None:
    try:
        return current_release(folder)
    except SetupError:
        return None


def _is_fresh(release: Release, project: Path) -> bool:
    return release.manifest().get("inputs") == hash_inputs(project)
