"""Programs of others that tests run: of the machine, or of npm (see tests/npm)."""

import shutil
from pathlib import Path

NPM = Path(__file__).parent / "npm" / "node_modules" / ".bin"


def find_program(name: str) -> str | None:
    """Find a program by its name; None when nobody has installed it."""
    return shutil.which(name) or shutil.which(name, path=NPM)
