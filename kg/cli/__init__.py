"""The `kg` command: one module per subcommand."""

import sys
from collections.abc import Sequence
from typing import NoReturn

from kg.errors import SetupError

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command and leave with its exit code.

    What is named is named when its module is imported: a setting that nothing can be
    named by ends the command before it has begun.
    """
    try:
        from kg.cli.app import main as run
    except SetupError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)
    run(arguments)
