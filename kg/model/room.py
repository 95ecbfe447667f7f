"""Room between numbers: where what is new stands among what is numbered already."""

from collections.abc import Callable, Iterable
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

It = TypeVar("It")


class NoRoomError(Exception):
    """Not all that is new can be numbered: everything is to be numbered anew."""


def between(before: int, after: int, count: int) -> list[int]:
    """Spread numbers evenly between two.

    Raises:
        NoRoomError: there is no room for so many.

    >>> between(0, 100, 3)
    [25, 50, 75]
    """
    step = (after - before) // (count + 1)
    if step == 0:
        raise NoRoomError
    return [before + step * (place + 1) for place in range(count)]


def spread(
    those: Iterable[It],
    before: Callable[[It], int],
    after: Callable[[int], int | None],
    gap: int,
) -> dict[int, It]:
    """Number what is new, in order, between what has numbers already.

    Args:
        those: what is new.
        before: says which number one comes behind.
        after: says which number comes next, None for none.
        gap: how far numbers lie apart behind the last.

    Raises:
        NoRoomError: there is no room somewhere.
    """
    found: dict[int, It] = {}
    started = [(before(it), it) for it in those]
    for start, group in groupby(started, key=itemgetter(0)):
        new = [it for _start, it in group]
        end = after(start)
        if end is None:
            end = start + gap * (len(new) + 1)
        found |= zip(between(start, end, len(new)), new, strict=True)
    return found
