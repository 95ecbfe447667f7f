"""Where the command writes: results to standard output, all else to standard error."""

from rich.console import Console

OUT = Console(highlight=False, soft_wrap=True)
"""For what the user asked for; tables and lines that a pipe may read."""

ERR = Console(highlight=False, soft_wrap=True, stderr=True)
"""For progress and errors. Lines are never wrapped: `file:line` must stay whole."""
