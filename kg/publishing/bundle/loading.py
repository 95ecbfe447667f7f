"""Loading the store of a bundle, in a process of its own.

What a stranger wrote can break the process that parses it (kg/store/limits.py): then
this one ends, and whoever waits for it says so.
"""

import subprocess
import sys
from pathlib import Path

from kg.publishing.bundle.contents import BundleError
from kg.store.bulk import load as fill

_BROKEN = 4


def load(store: Path, named: Path, merged: Path, where: str) -> None:
    """Load the named graphs and their merge into a new store.

    Raises:
        BundleError: they cannot be loaded.
    """
    command = [sys.executable, "-m", __name__, *map(str, (store, named, merged))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ourselves
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        told = lines[-1] if done.returncode == _BROKEN and lines else "broken data"
        raise BundleError(where, told, "dumps that can be loaded")


def main(arguments: list[str]) -> int:
    """Load a store; return the exit code."""
    try:
        fill(*map(Path, arguments))
    except (SyntaxError, ValueError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return _BROKEN
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
