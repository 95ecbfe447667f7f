"""A statement: one quad and the place in a source file that bears it."""

from dataclasses import dataclass

from pyoxigraph import Quad

from kg.errors import Position


@dataclass(frozen=True, slots=True)
class Statement:
    """A quad and where it was written."""

    quad: Quad
    position: Position
