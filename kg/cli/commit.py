"""The commit that a build is of, and its time: what makes two builds of it equal."""

import datetime
import subprocess
from pathlib import Path

from kg.cli.clock import now
from kg.publishing.manifest import INPUTS, Stamp

UNKNOWN = "unknown"


def stamp(project: Path) -> Stamp:
    """Stamp a build with the commit and its time, or with now when the files differ.

    Two builds of one commit are stamped alike. Where files of the release are changed
    or git knows nothing of them, the build is of no commit.
    """
    commit = _git(project, "log", "-1", "--format=%H %ct")
    changes = _git(project, "status", "--porcelain", "--", *INPUTS)
    if commit is None or changes is None:
        return Stamp(now(), UNKNOWN)
    name, _space, seconds = commit.partition(" ")
    if changes:
        return Stamp(now(), f"{name} with changes")
    return Stamp(datetime.datetime.fromtimestamp(int(seconds), datetime.UTC), name)


def _git(project: Path, *arguments: str) -> str | None:
    """Return what git prints, or None where there is no git or no commit."""
    command = ["git", "-C", str(project), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, arguments of ours
            command, capture_output=True, text=True, check=True
        )
    except (FileNotFoundError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()
