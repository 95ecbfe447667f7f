"""Copying a dump: fetched when it has changed, verified, and put in order."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar
from urllib.parse import urljoin

from kg.publishing.mirror.dumps.choosing import Choice, choose_dataset, choose_file
from kg.publishing.mirror.dumps.downloading import Arrived, Download, Tags
from kg.publishing.mirror.dumps.sorting import sorted_lines
from kg.publishing.mirror.fetching import NotAnnouncedError, UnreachableError
from kg.publishing.mirror.forms import form_of, form_of_type
from kg.publishing.mirror.reading.documents import Documents
from kg.publishing.mirror.reading.page import Dataset, Sort
from kg.publishing.mirror.reading.reader import UnreadableError
from kg.publishing.mirror.state import Mirror
from kg.publishing.mirror.wishes import Wishes

_ALGORITHM = "checksumalgorithm_"


@dataclass(frozen=True, slots=True)
class DumpState:
    """What a mirror of a dump is a copy of.

    `sort` is that of the document at `url`; `file` is where the dump was, `etag` and
    `modified` which state of it, `sha256` what came.
    """

    KIND: ClassVar[str] = "dump"

    url: str
    dump: str
    sort: str
    file: str
    etag: str
    modified: str
    sha256: str

    @property
    def one_file(self) -> bool:
        """Whether the dump is kept as one file: always."""
        return True


@dataclass(frozen=True, slots=True)
class Copied:
    """What copying a dump has done."""

    file: str
    changed: bool
    moved: int

    @property
    def line(self) -> str:
        """What is told of it."""
        return f"the dump {self.file}" if self.changed else "nothing new"


@dataclass(frozen=True, slots=True)
class _Copying:
    url: str
    mirror: Mirror
    documents: Documents
    wishes: Wishes

    def run(self, sort: Sort) -> Copied:
        state = self.mirror.current(DumpState, self.url)
        if state is not None:
            self.mirror.settle(state)
        choice = self._choice(sort)
        known = state if state is not None and state.file == choice.url else None
        tags = Tags() if known is None else Tags(known.etag, known.modified)
        arrived = self._download(choice, tags)
        if arrived is None and known is not None:
            return Copied(choice.url, changed=False, moved=self._moved)
        if arrived is None:
            raise UnreachableError(f"{choice.url}: found no answer; expected a file")
        return self._take(choice, arrived, sort, known)

    @property
    def _moved(self) -> int:
        return self.documents.fetcher.moved

    def _choice(self, sort: Sort) -> Choice:
        if sort is not Sort.CATALOGUE:
            return Choice(self.url, form_of([self.url]))
        wished = self.wishes.dataset
        dataset = choose_dataset(self._datasets(self.url), wished, self.url)
        choice = choose_file(dataset, self.url)
        self.wishes.told(f"the dataset {dataset.iri} is at {choice.url}")
        return choice

    def _datasets(self, url: str) -> list[Dataset]:
        """List the datasets of a catalogue, page by page until the wished one is there.

        Raises:
            UnreadableError: a page is none of a catalogue.
        """
        datasets: list[Dataset] = []
        read: set[str] = set()
        while url not in read and len(read) < self.wishes.most_pages:
            read.add(url)
            document = self.documents.fetch(url)
            if document is None:
                raise UnreachableError(f"{url}: found nothing; expected a catalogue")
            found = self.documents.read(document)
            if found.sort is not Sort.CATALOGUE:
                message = f"{url}: found {found.sort}; expected {Sort.CATALOGUE}"
                raise UnreadableError(message)
            datasets += found.datasets
            url = urljoin(document.url, found.following)
            if not found.following or self._is_enough(datasets):
                break
        return datasets

    def _is_enough(self, datasets: list[Dataset]) -> bool:
        """Say whether no further page is needed to choose, or to see that none is."""
        wished = self.wishes.dataset
        return any(it.is_called(wished) for it in datasets) if wished else True

    def _download(self, choice: Choice, known: Tags) -> Arrived | None:
        most = self.wishes.most_bytes
        if choice.size > most:
            message = f"{choice.url}: found {choice.size} bytes announced"
            raise NotAnnouncedError(f"{message}; expected {most} at most: --most-mb")
        fetcher, folder = self.documents.fetcher, self.mirror.downloads
        return Download(fetcher, choice.url, folder, most).run(known)

    def _take(
        self, choice: Choice, arrived: Arrived, sort: Sort, known: DumpState | None
    ) -> Copied:
        """Verify what came, and put it in order, unless it is what was there."""
        sha256 = self._verified(choice, arrived)
        if known is not None and known.sha256 == sha256:
            digest = known.dump
        else:
            digest = self.mirror.dumps.keep(self._lines(choice, arrived))
        state = DumpState(
            url=self.url,
            dump=digest,
            sort=sort.value,
            file=choice.url,
            etag=arrived.tags.etag,
            modified=arrived.tags.modified,
            sha256=sha256,
        )
        self.mirror.write(state)
        changed = known is None or known.dump != digest
        return Copied(choice.url, changed=changed, moved=self._moved)

    def _lines(self, choice: Choice, arrived: Arrived) -> Iterator[bytes]:
        form = choice.form or form_of_type(arrived.type) or form_of([arrived.url])
        if form is None:
            found = f"found {arrived.type or 'no media type'}"
            message = (
                f"{choice.url}: {found}; expected RDF, packed by gzip or Zstandard"
            )
            raise UnreadableError(message)
        self.wishes.told(f"reading {form.label}")
        most = self.wishes.most_bytes * self.wishes.expansion
        blocks = self.documents.reader.quads(arrived.path, form, choice.url, most)
        return sorted_lines(blocks, self.mirror.downloads)

    def _verified(self, choice: Choice, arrived: Arrived) -> str:
        """See that a file is what the catalogue says; return its SHA-256.

        Raises:
            NotAnnouncedError: it is another one; it is not kept.
        """
        name = _algorithm(choice.algorithm)
        if choice.checksum and name not in hashlib.algorithms_guaranteed:
            self.wishes.told(
                f"the checksum is by {choice.algorithm}, which is not known here"
            )
            name = ""
        found = digest_of(arrived.path, name) if choice.checksum and name else ""
        if found != choice.checksum.strip().lower() and found:
            arrived.path.unlink()
            message = f"{choice.url}: found the {name} {found}"
            raise NotAnnouncedError(f"{message}; expected {choice.checksum}")
        return digest_of(arrived.path, "sha256")


def _algorithm(word: str) -> str:
    """Name an algorithm of SPDX as Python does: its digest is of a fixed size."""
    name = word.rpartition("#")[2].lower().removeprefix(_ALGORITHM)
    name = name.replace("sha-", "sha").replace("sha3-", "sha3_")
    return "" if name.startswith("shake") else name


def digest_of(path: Path, name: str) -> str:
    """Return a digest of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, name).hexdigest()


def copy_dump(
    url: str,
    folder: Path,
    documents: Documents,
    sort: Sort,
    wishes: Wishes,
) -> Copied:
    """Bring the copy of a dump up to date.

    Raises:
        UnreachableError: it cannot be had just now; what is had stays as it is.
        NotAnnouncedError: it is not what the catalogue says.
        UnreadableError: it is no RDF, or not clear which file is meant.
        SetupError: the folder is a mirror of something else, or being changed.
    """
    mirror = Mirror(folder)
    with mirror.held():
        return _Copying(url, mirror, documents, wishes).run(sort)
