"""Files that pages need: one style sheet and one mark, no scripts, no fonts."""

import hashlib
from pathlib import Path

FOLDER = Path(__file__).parent
FILES = {"style.css": "text/css", "mark.svg": "image/svg+xml"}
"""Name of a file → its media type."""


def _digest() -> str:
    content = b"".join((FOLDER / name).read_bytes() for name in FILES)
    return hashlib.sha256(content).hexdigest()[:12]


STYLE = _digest()
"""Changes with the files: addresses that have it in them never go stale."""
