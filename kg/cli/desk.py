"""What a reviewer of a draft needs: the source, its text, the keys of the project."""

from pathlib import Path

from kg.cli.walkthrough import Desk
from kg.errors import SetupError, UnexpectedValueError
from kg.importers.decoding import read_text
from kg.importers.drafts import DRAFT, read_draft
from kg.importers.project import read_project
from kg.importers.record import read_record
from kg.model.records.draft import Draft
from kg.model.records.source import Source
from kg.model.text import SourceText


def open_desk(project: Path, path: Path) -> tuple[Desk, Draft]:
    """Open the draft of a source: the file, or the folder that it is in.

    Raises:
        SetupError: it is not the draft of a source of this project.
        UnexpectedValueError: the text has changed since the suggestions were made.
        InputErrors: faults of the project; they are to be mended first.
    """
    folder = path if path.is_dir() else path.parent
    name = folder_name(project, folder)
    draft_name = f"{name}/{DRAFT}"
    if not (folder / DRAFT).is_file():
        raise SetupError(f"{draft_name}: no draft here; kg ingest makes one")
    draft = read_draft(folder / DRAFT, draft_name)
    text = source_text(folder, name)
    if not draft.fits(text):
        expected = f"{text.sha256}: make new suggestions with kg ingest again"
        raise UnexpectedValueError(draft.at("sha256"), draft.sha256, expected)
    keys = {key: kind for kind, key, _at in read_project(project).keyed()}
    return Desk(folder, name, text, keys), draft


def source_text(folder: Path, name: str) -> SourceText:
    """Read the text of a source."""
    source = read_record(folder / "source.yml", f"{name}/source.yml", Source)
    path = folder / source.text
    return SourceText.from_text(read_text(path, f"{name}/{source.text}"))


def folder_name(project: Path, folder: Path) -> str:
    """Call a folder by its path from the project's root.

    Raises:
        SetupError: it is not in the project.
    """
    try:
        return folder.relative_to(project).as_posix()
    except ValueError as error:
        raise SetupError(f"{folder}: not in the project {project}") from error
