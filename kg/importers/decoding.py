"""Bytes of a file as text, a wrong byte told at its line and column."""

from pathlib import Path

from kg.errors import Position, SyntaxFaultError


def read_text(path: Path, name: str) -> str:
    """Read a file of UTF-8; a byte order mark is dropped.

    Args:
        path: the file.
        name: how the file is called in positions: its path from the project's root.

    Raises:
        SyntaxFaultError: it is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = place_after(name, error.object[: error.start].decode("utf-8"))
        found = f"byte {error.object[error.start]:#04x}"
        raise SyntaxFaultError(where, found, "text in UTF-8") from error


def place_after(name: str, before: str) -> Position:
    """Find the place of what follows the beginning of a file."""
    lines = before.split("\n")
    return Position(name, len(lines), len(lines[-1]) + 1)
