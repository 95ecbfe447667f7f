"""The lines of a file, none held that is too long."""

from collections.abc import Iterator
from typing import TextIO

from kg.errors import Position, SyntaxFaultError

LONGEST = 1 << 22
"""Characters of a line."""


def read_lines(stream: TextIO, name: str) -> Iterator[str]:
    """Yield lines with their ends.

    Raises:
        SyntaxFaultError: a line is longer than is held in memory.
    """
    number = 0
    while line := stream.readline(LONGEST):
        number += 1
        if len(line) == LONGEST:
            found = f"a line of {LONGEST} characters or more"
            raise SyntaxFaultError(Position(name, number), found, "shorter lines")
        yield line
