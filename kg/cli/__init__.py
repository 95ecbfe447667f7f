"""The `kg` command: one module per subcommand."""

from kg.cli.app import main

__all__ = ["main"]
