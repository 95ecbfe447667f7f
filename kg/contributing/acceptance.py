"""Accepting: a graph that a partner gave becomes a source of the project.

It is closed to all until a curator opens it. Files are written in an order in which a
run that is broken off leaves what no build takes, and what the next run completes.
"""

import datetime
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from kg.contributing.submission import Submission
from kg.errors import DuplicateKeyError, UnexpectedValueError
from kg.importers.article.naming import slug
from kg.importers.marked import read_marked
from kg.importers.project import read_project
from kg.importers.record import read_record
from kg.importers.template import SCHEMAS
from kg.importers.yamltext import write_yaml
from kg.model.records.base import EXPECTED, KEY_PATTERN, UNKNOWN, Record
from kg.model.records.rdf import ForeignRdf
from kg.model.records.source import Source
from kg.rdf.formats import by_name

SOURCE = "source.yml"
RDF = "rdf.yml"
_HEAD = "# yaml-language-server: $schema={schemas}/{schema}.schema.json\n# {remark}\n\n"
_REMARKS = {
    SOURCE: "A graph that a partner gave: kg inbox accept wrote this; look it over.",
    RDF: "What was given, by whom, and who accepted it; no release has this.",
}
_UNKNOWN_RIGHTS = "unknown: facts and short quotations only"
_SLUG = 60
_DRAFT = ".new"

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What a curator says of a graph that is accepted.

    What is None stays as it was said when an earlier revision was accepted; without
    one, nobody may see anything of it.
    """

    curator: str
    on: datetime.date
    reason: str
    access: str | None = None
    key: str | None = None
    label: str | None = None
    language: str | None = None
    licence: str | None = None
    rights: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a graph goes: the folder of the source, and its key."""

    project: Path
    partner: str
    key: str

    @property
    def name(self) -> str:
        """The folder, from the project's root."""
        return f"data/sources/{self.partner}/{self.key}"

    @property
    def folder(self) -> Path:
        """The folder."""
        return self.project / self.name

    def fields(self, file: str) -> Fields:
        """Read what a file says already; nothing where there is none."""
        path = self.folder / file
        if not path.is_file():
            return {}
        content = read_marked(path, f"{self.name}/{file}")
        return dict(content) if isinstance(content, Mapping) else {}


def find_place(project: Path, submission: Submission, key: str | None) -> Place:
    """Say where a graph goes: to where it went before, else to a new source.

    Raises:
        UnexpectedValueError: the key is none.
        DuplicateKeyError: it is that of something else.
        InputErrors: faults of the project; they are to be mended first.
    """
    if key is not None and not re.fullmatch(KEY_PATTERN, key):
        raise UnexpectedValueError("--key", repr(key), EXPECTED[KEY_PATTERN])
    place = Place(project, submission.partner, key or _key(submission))
    given = place.fields(RDF).get("contribution")
    if isinstance(given, Mapping) and given.get("graph") == submission.graph:
        return place
    _clear(place.folder)
    taken = {known for _kind, known, _at in read_project(project).keyed()}
    if place.key in taken or place.folder.exists():
        expected = "a key that names nothing else: say --key"
        raise DuplicateKeyError(place.name, place.key, expected)
    return place


def _clear(folder: Path) -> None:
    """Remove what a run left that was broken off before it had said whose it is."""
    files = [path.name for path in folder.rglob("*") if path.is_file()]
    if all(name.startswith(".") and name.endswith(_DRAFT) for name in files):
        shutil.rmtree(folder, ignore_errors=True)


def _key(submission: Submission) -> str:
    parts = urlsplit(submission.graph)
    name = slug(f"{parts.path} {parts.query} {parts.fragment}", _SLUG) or "graph"
    return f"{submission.partner}-{name}"


def write_source(
    place: Place, submission: Submission, content: bytes, said: Acceptance
) -> str:
    """Make a graph a source of the project; return who may see it there.

    Raises:
        InputErrors: what would be written is no source; nothing has been changed.
    """
    file = f"raw/graph.{_suffix(submission.written)}"
    before = place.fields(RDF)
    source = _source(place, submission, said, file)
    declared = {**before, **_declared(submission, said, file)}
    files = {
        RDF: _text(place, RDF, declared, ForeignRdf).encode(),  # first: it says whose
        file: content,
        SOURCE: _text(place, SOURCE, source, Source).encode(),
    }
    for name, said_there in files.items():
        _replace(place.folder / name, said_there)
    for old in (place.folder / "raw").glob("graph.*"):
        if old.name != Path(file).name:
            old.unlink()
    return str(source["access"])


def _suffix(written: str) -> str:
    found = by_name(written)
    if found is None:
        raise ValueError(f"{written!r} is not the name of a format")
    return found.suffix


def _source(
    place: Place, submission: Submission, said: Acceptance, file: str
) -> Fields:
    before = place.fields(SOURCE) or _closed(place, submission)
    revision = int(before["revision"])
    changed = before.get("sha256", submission.sha256) != submission.sha256
    access = said.access or before["access"]
    return {
        **before,
        "language": said.language or before["language"],
        "label": before["label"] if said.label is None else {"en": said.label},
        "revision": revision + changed,
        "text": file,
        "sha256": submission.sha256,
        "access": access,
        "retrieved": _retrieved(submission, said),
        "rights": _rights(before["rights"], said, access),
    }


def _closed(place: Place, submission: Submission) -> Fields:
    """Begin a source that nobody may see."""
    return {
        "key": place.key,
        "kind": "rdf",
        "language": "en",
        "label": {"en": f"Data given by {submission.partner}: {submission.graph}"},
        "material": "data-set",
        "title": UNKNOWN,
        "author": UNKNOWN,
        "publisher": submission.partner,
        "published": UNKNOWN,
        "url": submission.graph,
        "revision": 1,
        "access": "restricted",
        "rights": {"status": _UNKNOWN_RIGHTS},
    }


def _retrieved(submission: Submission, said: Acceptance) -> Fields:
    """Say how the graph came here: who decided is nobody's business outside."""
    how = (
        f"Given by {submission.partner} itself, revision {submission.revision} of the "
        f"graph; looked at and accepted on {said.on.isoformat()}."
    )
    day = submission.received.partition("T")[0]
    return {"on": day, "how": how, "url": submission.graph}


def _rights(before: Fields, said: Acceptance, access: str) -> Fields:
    given = {"licence": said.licence, "status": said.rights}
    stated = {name: value for name, value in given.items() if value is not None}
    return {**before, **stated, "quotations": access}


def _declared(submission: Submission, said: Acceptance, file: str) -> Fields:
    return {
        "files": [
            {"file": file, "sha256": submission.sha256, "base": submission.graph}
        ],
        "our-terms": True,
        "contribution": {
            "graph": submission.graph,
            "partner": submission.partner,
            "key-name": submission.key,
            "revision": submission.revision,
            "received": submission.received,
            "accepted-by": said.curator,
            "accepted-on": said.on.isoformat(),
            "reason": said.reason,
        },
    }


def _text(place: Place, name: str, fields: Fields, model: type[Record]) -> str:
    """Write a file of the source, once it has been read as one."""
    head = _HEAD.format(schemas=SCHEMAS, schema=name[:-4], remark=_REMARKS[name])
    text = head + write_yaml(fields)
    with TemporaryDirectory() as folder:
        draft = Path(folder) / name
        draft.write_text(text, "utf-8")
        read_record(draft, f"{place.name}/{name}", model)
    return text


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}{_DRAFT}")
    draft.write_bytes(content)
    draft.replace(path)
