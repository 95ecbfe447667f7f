"""A new source: its folder, with everything filled in that can be known beforehand."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import SetupError, SyntaxFaultError, UnexpectedValueError
from kg.model.records.base import KEY_PATTERN, LANGUAGES
from kg.model.text import SourceText

SCHEMAS = "../../../../docs/schemas"
TEXT = "raw/article.txt"
_SOURCE = """\
# yaml-language-server: $schema={schemas}/source.schema.json
# What the {kind} itself says; where it says nothing: unknown. See docs/adding.md.
key: {key}
kind: {kind}
language: {language}
material: {material}  # a notation of ontology/vocabularies/source-material.ttl
label: {{en: "{key}, by {publisher}"}}  # what we call it, for people
title: unknown
author: unknown
publisher: unknown
published: unknown
url: unknown
revision: 1
text: {text}
sha256: {sha256}
access: restricted  # until somebody has weighed who is named: see docs/policy.md
retrieved:
  on: {today}
  how: not stated
rights:
  status: "unknown: facts and short quotations only"
  quotations: restricted  # public or partner opens its words, where the facts are open
"""
EMPTY_EXTRACT = """\
# yaml-language-server: $schema={schemas}/extract.schema.json
# What the text says, each fact with the words that bear it. See docs/adding.md.
events: []
"""


@dataclass(frozen=True, slots=True)
class NewSource:
    """What is known of a source before anybody has read it.

    Attributes:
        publisher: the folder of its publisher.
        key: the key of the document, for ever.
        text: the file with its text, in UTF-8.
        language: the tag of the language it is written in.
    """

    publisher: str
    key: str
    text: Path
    language: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a new source is, and which file it is.

    Attributes:
        kind: `article` or `table`.
        material: the notation that is likeliest.
        text: its file, below its folder.
    """

    kind: str
    material: str
    text: str
    sha256: str


def closed_source(
    publisher: str, key: str, language: str, said: Said, today: datetime.date
) -> str:
    """Write the `source.yml` of a source that nobody has read: closed to everybody."""
    return _SOURCE.format(
        schemas=SCHEMAS,
        key=key,
        publisher=publisher,
        language=language,
        kind=said.kind,
        material=said.material,
        text=said.text,
        sha256=said.sha256,
        today=today.isoformat(),
    )


def write_source(root: Path, new: NewSource, today: datetime.date) -> list[Path]:
    """Write the folder of a new source; return its files.

    Raises:
        UnexpectedValueError: publisher or key is not a key, or the language not in use.
        SetupError: the source is there already.
        SyntaxFaultError: the text is not UTF-8.
    """
    folder = new_folder(root, new.publisher, new.key, new.language)
    return write_files(folder, _contents(new, today))


def new_folder(root: Path, publisher: str, key: str, language: str) -> Path:
    """Return where a new source is to be; nothing is written.

    Raises:
        UnexpectedValueError: publisher or key is not a key, or the language not in use.
        SetupError: the source is there already.
    """
    name = f"{publisher}/{key}"
    for value in (publisher, key):
        if not re.fullmatch(KEY_PATTERN, value):
            expected = "a key: lower-case words joined by '-'"
            raise UnexpectedValueError(name, repr(value), expected)
    if language not in LANGUAGES:
        expected = f"one of {', '.join(LANGUAGES)}"
        raise UnexpectedValueError(name, f"language {language!r}", expected)
    sources = root / "data" / "sources"
    for there in sorted(sources.glob(f"*/{key}")):
        raise SetupError(f"{there.relative_to(root)}: this source is there already")
    return sources / publisher / key


def write_files(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write the files of a new source; return them."""
    (folder / "raw").mkdir(parents=True)
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in contents]


def _contents(new: NewSource, today: datetime.date) -> dict[str, bytes]:
    data = new.text.read_bytes()
    try:
        sha256 = SourceText.from_bytes(data).sha256
    except UnicodeDecodeError as error:
        found = f"byte {data[error.start]:#04x} at offset {error.start}"
        raise SyntaxFaultError(str(new.text), found, "text in UTF-8") from error
    said = Said("article", "ngo-article", TEXT, sha256)
    source = closed_source(new.publisher, new.key, new.language, said, today)
    return {
        "source.yml": source.encode(),
        "extract.yml": EMPTY_EXTRACT.format(schemas=SCHEMAS).encode(),
        TEXT: data,
    }
