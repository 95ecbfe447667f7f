"""Sealed files: JSON for the next build, which says itself whether it is whole.

They lie beside the manifest of an edition, and are not published.
"""

import hashlib
from pathlib import Path
from typing import Any

import orjson


def write_sealed(path: Path, content: object) -> None:
    """Write a file that nobody has to trust."""
    text = orjson.dumps(content)
    path.write_bytes(_digest(text) + b"\n" + text)


def read_sealed(path: Path) -> Any:  # noqa: ANN401 - JSON
    """Read what was written.

    Raises:
        OSError: there is no such file.
        ValueError: it is not what it was.
    """
    digest, _end, text = path.read_bytes().partition(b"\n")
    if digest != _digest(text):
        raise ValueError(f"{path.name} is not what it was")
    return orjson.loads(text)


def _digest(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest().encode()
