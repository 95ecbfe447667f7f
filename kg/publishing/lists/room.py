"""Room between numbers: where what is new stands among what is numbered already."""

from kg.publishing.lists.tables import GAP


class NoRoomError(Exception):
    """No number is left between two, or too much is new: all is to be numbered anew."""


def between(before: int, after: int | None, count: int) -> list[int]:
    """Spread numbers evenly between two; there is no end when there is nothing after.

    Raises:
        NoRoomError: there is no room for so many.

    >>> between(0, 100, 3)
    [25, 50, 75]
    """
    step = GAP if after is None else (after - before) // (count + 1)
    if step == 0:
        raise NoRoomError
    return [before + step * (place + 1) for place in range(count)]
