"""A new source that is a table: its folder, with a first mapping."""

import datetime
import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from kg.importers.guessing.draft import draft_map
from kg.importers.guessing.header import find_header
from kg.importers.tables.reading import open_table
from kg.importers.template import Said, closed_source, new_folder
from kg.model.records.dialect import Dialect


@dataclass(frozen=True, slots=True)
class NewTable:
    """What is known of a table before anybody has read it.

    Attributes:
        publisher: the folder of its publisher.
        key: the key of the document, for ever.
        file: the table.
        dialect: what was declared of how it is written.
        language: the tag of the language it is written in.
    """

    publisher: str
    key: str
    file: Path
    dialect: Dialect
    language: str


def write_table_source(
    root: Path, new: NewTable, today: datetime.date
) -> tuple[list[Path], tuple[str, ...]]:
    """Write the folder of a new source that is a table.

    Returns:
        Its files, and a report of what was guessed and what is to be decided.

    Raises:
        UnexpectedValueError: publisher or key is not a key, or the language not in use.
        SetupError: the source is there already.
        InputError: the file is no table, or a row of it is malformed.
    """
    folder = new_folder(root, new.publisher, new.key, new.language)
    dialect, found = find_header(new.file, str(new.file), new.dialect)
    table = open_table(new.file, str(new.file), dialect)
    raw = f"raw/table{new.file.suffix.lower()}"
    declared = dialect.model_copy(update=table.detected)
    draft = draft_map(raw, table, declared, today.year + 1)
    with new.file.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    said = Said("table", "register", raw, sha256)
    source = closed_source(new.publisher, new.key, new.language, said, today)
    (folder / "raw").mkdir(parents=True)
    shutil.copyfile(new.file, folder / raw)
    (folder / "source.yml").write_text(source, "utf-8")
    (folder / "map.yml").write_text(draft.text, "utf-8")
    files = [folder / name for name in ("source.yml", "map.yml", raw)]
    return files, (*found, *table.said, *draft.report)
