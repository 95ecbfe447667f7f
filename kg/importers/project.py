"""Reading the whole of `data/` into a corpus."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

from kg.errors import (
    MissingFieldError,
    Position,
    SetupError,
    UnexpectedValueError,
    UnknownFieldError,
)
from kg.importers.decoding import read_text
from kg.importers.drafts import DRAFT
from kg.importers.identifiers import read_identifiers
from kg.importers.ledger import CANDIDATES
from kg.importers.record import read_record
from kg.model.corpus import BulkSource, Corpus, Document
from kg.model.faults import Faults
from kg.model.records.authority import Authority, Graphs
from kg.model.records.base import Record
from kg.model.records.extract import Extract
from kg.model.records.judgement import Identities, Judgements
from kg.model.records.source import Source
from kg.model.text import SourceText

Model = TypeVar("Model", bound=Record)

DATA = {
    "README.md",
    "authority",
    "editorial",
    "graphs.yml",
    "identifiers.tsv",
    "identity",
    "lookups",
    "quality.toml",
    "sources",
}
"""What `data/` may hold."""

EXTRACT = "extract.yml"

BULK: dict[str, set[str]] = {"map.yml": {"lookups.yml"}, "rdf.yml": {"alignments"}}
"""Files that say how a bulk source is mapped, each with those that may go with it."""


def read_project(root: Path) -> Corpus:
    """Read all that curators wrote below a project's root.

    Raises:
        SetupError: there is no `data/` here.
        InputErrors: all faults found, each with file, line and column.
    """
    if not (root / "data").is_dir():
        raise SetupError(f"{root}: no data/ here; run kg in the project's root")
    reader = _Reader(root)
    corpus = reader.read()
    reader.faults.raise_any()
    return corpus


class _Reader:
    def __init__(self, root: Path) -> None:
        self._root = root
        self.faults = Faults()

    def read(self) -> Corpus:
        self._refuse_others(self._root / "data", DATA)
        graphs = self._read(self._root / "data/graphs.yml", Graphs)
        return Corpus(
            documents=tuple(self._documents()),
            authorities=tuple(self._folder("authority", Authority)),
            judgements=tuple(
                judgement
                for record in self._folder("editorial", Judgements)
                for judgement in record.judgements
            ),
            identities=tuple(
                identity
                for record in self._folder("identity", Identities)
                for identity in record.identities
            ),
            graphs=graphs.graphs if graphs else (),
            bulk=tuple(self._bulk_sources()),
            identifiers=self.faults.catch(lambda: read_identifiers(self._root)) or {},
        )

    def _name(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()

    def _read(self, path: Path, model: type[Model]) -> Model | None:
        name = self._name(path)
        if not path.is_file():
            self.faults.add(MissingFieldError(Position(name), "no file", "this file"))
            return None
        return self.faults.catch(lambda: read_record(path, name, model))

    def _folder(self, folder: str, model: type[Model]) -> Iterator[Model]:
        for path in sorted((self._root / "data" / folder).glob("*")):
            if folder == "identity" and path.name == CANDIDATES:
                continue
            if path.suffix != ".yml":
                self._refuse(path, "a file *.yml")
                continue
            record = self._read(path, model)
            if record is not None:
                yield record

    def _refuse(self, path: Path, expected: str) -> None:
        where = Position(self._name(path))
        self.faults.add(UnknownFieldError(where, "a file nobody reads", expected))

    def _documents(self) -> Iterator[Document]:
        for folder in self._sources():
            if _bulk_files(folder):
                continue
            self._refuse_others(folder, {"source.yml", "raw", EXTRACT, DRAFT})
            source = self._read(folder / "source.yml", Source)
            extract = self._read(folder / EXTRACT, Extract)
            if source is None:
                continue
            text = self.faults.catch(partial(self._text, source, folder))
            if text is not None and extract is not None:
                yield Document(source, text, extract)

    def _bulk_sources(self) -> Iterator[BulkSource]:
        for folder in self._sources():
            for by in _bulk_files(folder)[:1]:
                self._refuse_others(folder, {"source.yml", "raw", by, *BULK[by]})
                source = self._read(folder / "source.yml", Source)
                if source is not None:
                    self.faults.catch(partial(_check_key, source, folder))
                    yield BulkSource(source, folder, self._name(folder), by)

    def _sources(self) -> Iterator[Path]:
        return self._folders(self._root / "data/sources", "publishers")

    def _folders(self, folder: Path, of: str) -> Iterator[Path]:
        """Yield the folders of documents: `<publisher>/<key>/`, and nothing else."""
        for path in sorted(folder.glob("*")):
            if not path.is_dir():
                self._refuse(path, f"folders of {of}")
            elif of == "publishers":
                yield from self._folders(path, "documents")
            else:
                yield path

    def _refuse_others(self, folder: Path, known: set[str]) -> None:
        for path in sorted(folder.glob("*")):
            if path.name not in known:
                self._refuse(path, f"one of {', '.join(sorted(known))}")

    def _text(self, source: Source, folder: Path) -> SourceText:
        _check_key(source, folder)
        path = (folder / source.text).resolve()
        if not path.is_relative_to(folder.resolve()) or not path.is_file():
            expected = "a file below this folder"
            raise UnexpectedValueError(source.at("text"), repr(source.text), expected)
        text = SourceText.from_text(read_text(path, self._name(folder / source.text)))
        if text.sha256 != source.sha256:
            expected = f"{text.sha256}: a changed text is a new revision"
            raise UnexpectedValueError(source.at("sha256"), source.sha256, expected)
        return text


def _bulk_files(folder: Path) -> list[str]:
    """List the files of a folder that say how a bulk source is mapped."""
    return [name for name in BULK if (folder / name).is_file()]


def _check_key(source: Source, folder: Path) -> None:
    if source.key != folder.name:
        expected = f"the folder's name, {folder.name!r}"
        raise UnexpectedValueError(source.at("key"), repr(source.key), expected)
