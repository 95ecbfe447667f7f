"""The registry of opaque identifiers: `data/identifiers.tsv`.

People, acts and claims are named on the web by random letters, because an IRI cannot be
redacted. An identifier is minted once and its line never changes.
"""

import re
import secrets
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from kg.errors import DuplicateKeyError, Position, UnexpectedValueError
from kg.importers.decoding import read_text
from kg.model.records.base import KEY_PATTERN

REGISTRY = "data/identifiers.tsv"
HEADER = "kind\tkey\tidentifier"
_LETTERS = "23456789bcdfghjkmnpqrstvwxz"  # no vowels, so no words by chance
_LENGTH = 7
_KINDS = ("claim", "event", "person")
_PATTERNS = ("|".join(_KINDS), KEY_PATTERN, f"[{_LETTERS}]{{{_LENGTH}}}")
_EXPECTED = (
    f"one of {', '.join(_KINDS)}",
    "a key: lower-case words joined by '-'",
    f"{_LENGTH} letters of {_LETTERS}, as kg mint draws them",
)


def read_identifiers(root: Path) -> dict[tuple[str, str], str]:
    """Read the registry; a project without one has no identifiers yet.

    Raises:
        UnexpectedValueError: a line is not kind, key and identifier.
        DuplicateKeyError: a key or an identifier stands there twice.
    """
    path = root / REGISTRY
    if not path.exists():
        return {}
    identifiers: dict[tuple[str, str], str] = {}
    for number, line in enumerate(read_text(path, REGISTRY).splitlines(), start=1):
        where = Position(REGISTRY, number)
        if number == 1 and line == HEADER:
            continue
        kind, key, identifier = _split(line, where)
        if (kind, key) in identifiers:
            raise DuplicateKeyError(where, f"{kind} {key}", "each key once")
        if identifier in identifiers.values():
            raise DuplicateKeyError(where, identifier, "each identifier once")
        identifiers[kind, key] = identifier
    return identifiers


def _split(line: str, where: Position) -> tuple[str, str, str]:
    parts = line.split("\t")
    if len(parts) != 3:
        expected = "kind, key and identifier, parted by tabs"
        raise UnexpectedValueError(where, repr(line), expected)
    column = 1
    for part, pattern, expected in zip(parts, _PATTERNS, _EXPECTED, strict=True):
        if not re.fullmatch(pattern, part):
            at = replace(where, column=column)
            raise UnexpectedValueError(at, repr(part), expected)
        column += len(part) + 1
    return parts[0], parts[1], parts[2]


def mint_identifiers(root: Path, missing: Iterable[tuple[str, str]]) -> list[str]:
    """Give each (kind, key) a random identifier and append them to the registry."""
    known = read_identifiers(root)
    taken = set(known.values())
    lines = []
    for kind, key in sorted(set(missing) - set(known)):
        identifier = _draw(taken)
        taken.add(identifier)
        lines.append(f"{kind}\t{key}\t{identifier}")
    path = root / REGISTRY
    if lines:
        old = path.read_text("utf-8") if path.exists() else HEADER
        path.write_text("\n".join([old.rstrip("\n"), *lines, ""]), "utf-8")
    return lines


def _draw(taken: set[str]) -> str:
    while True:
        identifier = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        if identifier not in taken:
            return identifier
