"""Cells with coordinates: both of them in one cell, or one."""

import re
from decimal import Decimal
from typing import Literal

from kg.model.cleaning import shorten
from kg.model.records.cells.parser import Parser
from kg.model.values import CellError, Number, Point

_NUMBER = r"-?\d{1,3}(?:\.\d{1,15})?"
_WKT = re.compile(rf"POINT\s*\(\s*({_NUMBER})\s+({_NUMBER})\s*\)", re.IGNORECASE)
_PAIR = re.compile(rf"({_NUMBER})(?:\s*[,;]\s*|\s+)({_NUMBER})")
_ONE = re.compile(_NUMBER)
_LIMIT = {"latitude": 90, "longitude": 180}


class CoordinateCell(Parser):
    """Degrees of WGS 84, as precise as they are written.

    How precisely the place is known stands in a column of its own, if anywhere, and is
    read as a code. Two columns, one with each coordinate, have a cell each.
    """

    parser: Literal["coordinate"] = "coordinate"
    order: Literal["latitude-first", "longitude-first", "latitude", "longitude", "wkt"]
    """Which of the two comes first, or which alone; `wkt` for POINT (20.4 -9.65)."""
    zero: Literal["refuse", "keep"] = "refuse"
    """0 0 lies in the Atlantic: most often it stands for a place not known."""

    def read(self, text: str) -> Point | Number:
        """Read a pair of coordinates, or one."""
        if self.order in _LIMIT:
            return Number(self._degrees(_match(_ONE, text, "degrees")[0], self.order))
        if self.order == "wkt":
            found = _match(_WKT, text, "a point such as POINT (20.4 -9.65)")
        else:
            found = _match(_PAIR, text, "two numbers of degrees")
        first, second = found[1], found[2]
        if self.order == "latitude-first":
            first, second = second, first
        longitude = self._degrees(first, "longitude")
        point = Point(self._degrees(second, "latitude"), longitude)
        if self.zero == "refuse" and not point.latitude and not point.longitude:
            raise CellError(shorten(text), "a place: 0 0 most often means unknown")
        return point

    def _degrees(self, text: str, axis: str) -> Decimal:
        degrees = Decimal(text)
        limit = _LIMIT[axis]
        if abs(degrees) > limit:
            raise CellError(text, f"a {axis}: degrees from -{limit} to {limit}")
        return degrees


def _match(pattern: re.Pattern[str], text: str, expected: str) -> re.Match[str]:
    found = pattern.fullmatch(text)
    if found is None:
        raise CellError(shorten(text), expected)
    return found
