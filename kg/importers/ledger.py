"""The ledger of identities: judgements are added to its files, and taken out again.

What people have written there, remarks and order, stays to the letter.
"""

import re
from pathlib import Path
from typing import Any

from kg.errors import DanglingKeyError, DuplicateKeyError, Position
from kg.importers.decoding import read_text
from kg.importers.record import read_record
from kg.importers.yamltext import write_yaml
from kg.model.records.judgement import Identities

FOLDER = "data/identity"
CANDIDATES = "candidates.yml"
"""What waits for a judgement: the one file of the folder that holds none."""

_HEAD = """# yaml-language-server: $schema=../../docs/schemas/identity.schema.json
# Judgements on pairs that `kg identity` found, those that are not the same among them.

identities:
"""
_KEY = re.compile(r"^ {2}- key: *(\S+) *$", re.MULTILINE)


def add(root: Path, file: str, entry: dict[str, Any]) -> None:
    """Write a judgement at the end of a file of the ledger.

    Raises:
        DuplicateKeyError: its key is taken.
        InputErrors: it is no judgement; the file is left as it was.
    """
    name = f"{FOLDER}/{file}"
    path = root / name
    before = read_text(path, name) if path.exists() else _HEAD
    if entry["key"] in _KEY.findall(before):
        raise DuplicateKeyError(Position(name), str(entry["key"]), "a new key")
    _write(path, name, added(before, entry))


def added(text: str, entry: dict[str, Any]) -> str:
    """Return the text of a ledger with one more judgement."""
    lines = write_yaml([entry]).splitlines()
    block = "".join(f"  {line}\n" if line else "\n" for line in lines)
    gap = "" if text.endswith("identities:\n") else "\n"
    return f"{text}{gap}{block}"


def remove(root: Path, key: str) -> str:
    """Take a judgement out of the ledger; return the file that it stood in.

    Raises:
        DanglingKeyError: no judgement on identity has the key.
    """
    known: list[str] = []
    for path in sorted((root / FOLDER).glob("*.yml")):
        name = f"{FOLDER}/{path.name}"
        text = read_text(path, name)
        keys = _KEY.findall(text)
        known += keys
        if key in keys:
            _write(path, name, removed(text, key))
            return name
    raise DanglingKeyError(FOLDER, key, "the key of a judgement on identity", known)


def removed(text: str, key: str) -> str:
    """Return the text of a ledger without a judgement, and no gap in its place."""
    starts = [(match[1], match.start()) for match in _KEY.finditer(text)]
    index = next(i for i, (found, _start) in enumerate(starts) if found == key)
    start = starts[index][1]
    end = starts[index + 1][1] if index + 1 < len(starts) else len(text)
    if index + 1 == len(starts) and text[:start].endswith("\n\n") and index > 0:
        start -= 1
    return text[:start] + text[end:]


def _write(path: Path, name: str, text: str) -> None:
    """Replace a file, once what it will hold has been read as a ledger."""
    draft = path.with_name(f".{path.name}.new")
    try:
        draft.write_text(text, "utf-8")
        if _KEY.search(text):
            read_record(draft, name, Identities)
            draft.replace(path)
        else:
            path.unlink(missing_ok=True)
    finally:
        draft.unlink(missing_ok=True)
