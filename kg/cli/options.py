"""Options that several subcommands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from typer.models import OptionInfo

from kg.errors import SetupError
from kg.settings import Settings

_MARKS = ("ontology", "data", "queries")


def find_project(start: Path) -> Path:
    """Find the project's root: the folder itself or the nearest one above it.

    Raises:
        SetupError: no folder up to the root of the file system is a project.
    """
    for folder in (start, *start.parents):
        if all((folder / mark).is_dir() for mark in _MARKS):
            return folder
    raise SetupError(
        f"{start}: found no project; expected a folder, here or above, with "
        f"{', '.join(_MARKS[:-1])} and {_MARKS[-1]}"
    )


def _project(folder: Path) -> Path:
    return find_project(folder.resolve())


def _option(callback: Callable[[Path], Path] | None) -> OptionInfo:
    option: OptionInfo = typer.Option(
        "--project",
        "-C",
        callback=callback,
        file_okay=False,
        help="The project's folder, or one inside it.",
        show_default="where you are",
    )
    return option


Project = Annotated[Path, _option(_project)]
"""The root of the project, found from where the user stands."""

Start = Annotated[Path, _option(None)]
"""Where a project is looked for, if one is needed."""

HERE = Path()
"""The default of `Project`."""


def build_folder(project: Path) -> Path:
    """Return where the releases of a project are, as the settings say."""
    return project / Settings.from_environment().build_dir


def queries_folder(project: Path) -> Path:
    """Return where the catalogue of queries is, as the settings say."""
    return project / Settings.from_environment().queries_dir
