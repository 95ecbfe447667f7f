"""Tables as bulk sources: the files of a folder, read and mapped in one stream."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from kg.errors import (
    DanglingKeyError,
    UnexpectedValueError,
)
from kg.importers.record import read_record
from kg.importers.tables.mapped import RowReader
from kg.importers.tables.reading import open_table
from kg.mapping.bulk import Mapped
from kg.mapping.codes import Codes
from kg.mapping.names import Names
from kg.mapping.provenance import SourceGraphs
from kg.mapping.tables.register import Register
from kg.mapping.tables.scope import TableScope
from kg.model.account import Account
from kg.model.faults import Faults
from kg.model.records.source import Source
from kg.model.records.tables.lookups import Lookup, Lookups, join
from kg.model.records.tables.map import TableMap

MAP = "map.yml"
LOOKUPS = "lookups.yml"
SHARED = "lookups"
"""The folder of `data/` with lookups that several sources use."""

KEPT = 100
"""Faults of a table that are told one by one; the others are counted."""

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class _Folder:
    """A source's folder, and how its files are called in positions."""

    path: Path
    name: str

    def called(self, file: str) -> str:
        return f"{self.name}/{file}"


def map_table(folder: Path, name: str, names: Names, codes: Codes) -> Mapped:
    """Map the table of a folder by its `map.yml`.

    Raises:
        InputErrors: all that is wrong with the mapping, its lookups or the columns of
            the table. What is wrong with its rows is told at the end of the stream.
    """
    at = _Folder(folder, name)
    source = read_record(folder / "source.yml", at.called("source.yml"), Source)
    mapping = read_record(folder / MAP, at.called(MAP), TableMap)
    account, faults = Account(), Faults(limit=KEPT)
    document = names.things[source.key]
    scope = TableScope(
        names,
        codes,
        source,
        mapping,
        _lookups(at, mapping),
        account,
        SourceGraphs.of(document.iri, source),
        document,
    )
    register = Register.of(scope)
    path = _file(at, source, mapping)
    file = at.called(mapping.file)
    table = open_table(path, file, mapping.dialect)
    account.said = table.said
    reader = RowReader(table, mapping, file, scope.tests, account, faults)
    return Mapped(register.statements(reader.rows(), faults), account)


def _file(at: _Folder, source: Source, mapping: TableMap) -> Path:
    """Find the file of the table, and see that it is the one that was mapped.

    Raises:
        UnexpectedValueError: it is not below the folder, or has changed.
    """
    path = (at.path / mapping.file).resolve()
    if not path.is_relative_to(at.path.resolve()) or not path.is_file():
        where, expected = mapping.at("file"), "a file below this folder"
        raise UnexpectedValueError(where, repr(mapping.file), expected)
    if source.text != mapping.file:
        where, expected = source.at("text"), f"{mapping.file}, as map.yml says"
        raise UnexpectedValueError(where, repr(source.text), expected)
    sha256 = _sha256(path)
    if sha256 != source.sha256:
        expected = f"{sha256}: a changed file is a new revision"
        raise UnexpectedValueError(source.at("sha256"), source.sha256, expected)
    return path


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _lookups(at: _Folder, mapping: TableMap) -> dict[str, Lookup]:
    """Read the source's own lookups, then those that it shares.

    Raises:
        DanglingKeyError: a shared file is not there.
    """
    files = []
    if (at.path / LOOKUPS).is_file():
        own = at.called(LOOKUPS)
        files.append(read_record(at.path / LOOKUPS, own, Lookups))
    shared = at.path.parents[2] / SHARED
    for index, key in enumerate(mapping.lookups):
        path, where = shared / f"{key}.yml", mapping.at("lookups", index)
        if not path.is_file():
            known = [it.stem for it in shared.glob("*.yml")]
            expected = f"a file of data/{SHARED}/"
            raise DanglingKeyError(where, key, expected, known)
        files.append(read_record(path, f"data/{SHARED}/{key}.yml", Lookups))
    return join(files)
