"""Given names that are common where our sources come from: `given-names.txt`."""

from pathlib import Path


def _read() -> frozenset[str]:
    text = Path(__file__).with_name("given-names.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(" ".join(lines).split())


GIVEN_NAMES = _read()
"""The names, in small letters."""
