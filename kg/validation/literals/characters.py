r"""Classes of characters: those of Unicode's categories, and of XML's names.

Each is the inside of a class of Python's `re`: `a-zA-Z`.
"""

import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

Ranges = tuple[tuple[int, int], ...]
"""First and last code points, sorted."""

_START: Ranges = (
    *((0x3A, 0x3A), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A), (0xC0, 0xD6)),
    *((0xD8, 0xF6), (0xF8, 0x2FF), (0x370, 0x37D), (0x37F, 0x1FFF), (0x200C, 0x200D)),
    *((0x2070, 0x218F), (0x2C00, 0x2FEF), (0x3001, 0xD7FF), (0xF900, 0xFDCF)),
    *((0xFDF0, 0xFFFD), (0x10000, 0xEFFFF)),
)
_FURTHER = (
    *((0x2D, 0x2E), (0x30, 0x39), (0xB7, 0xB7), (0x300, 0x36F), (0x203F, 0x2040)),
)
_SHORT: dict[str, Ranges] = {
    "i": _START,
    "c": tuple(sorted((*_START, *_FURTHER))),
    "s": ((0x09, 0x0A), (0x0D, 0x0D), (0x20, 0x20)),
}
_CATEGORIES = {
    *("L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No"),
    *("P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Z", "Zs", "Zl", "Zp"),
    *("S", "Sm", "Sc", "Sk", "So", "C", "Cc", "Cf", "Co", "Cn"),
}


def category(name: str, *, complement: bool) -> str:
    r"""Write the characters of a category, or all others.

    Raises:
        ValueError: it is none; blocks such as `IsCyrillic` are not known here.

    >>> category("Zl", complement=False)
    '\\U00002028-\\U00002028'
    """
    if name not in _CATEGORIES:
        raise ValueError(f"\\p{{{name}}} is not a category of characters")
    return _categories((name,), complement=complement)


def shorthand(letter: str) -> str:
    r"""Write the characters that `\i`, `\c`, `\d`, `\s` or `\w` means.

    A capital letter means all others.

    Raises:
        ValueError: it is none of them.
    """
    small = letter.lower()
    if small == "d":
        return category("Nd", complement=letter != small)
    if small == "w":
        return _categories(("P", "Z", "C"), complement=letter == small)
    if small not in _SHORT:
        raise ValueError(f"'\\{letter}' stands for no characters")
    ranges = _SHORT[small]
    return _write(ranges if letter == small else _others(ranges))


def _others(ranges: Ranges) -> Iterator[tuple[int, int]]:
    """Yield what lies between ranges, before them and after them."""
    borders = ((-1, -1), *ranges, (sys.maxunicode + 1, sys.maxunicode + 1))
    for (_, before), (after, _) in pairwise(borders):
        if after - before > 1:
            yield before + 1, after - 1


@cache
def _categories(names: tuple[str, ...], *, complement: bool) -> str:
    """Write the characters of some categories, or all others."""
    found: list[tuple[int, int]] = []
    for first, last, held in _runs():
        if held.startswith(names) != complement:
            joined = bool(found) and found[-1][1] == first - 1
            start = found.pop()[0] if joined else first
            found.append((start, last))
    return _write(found)


@cache
def _runs() -> tuple[tuple[int, int, str], ...]:
    """Cut all characters into runs of one category."""
    held = [unicodedata.category(chr(code)) for code in range(sys.maxunicode + 1)]
    starts = [0, *(i for i in range(1, len(held)) if held[i] != held[i - 1])]
    spans = pairwise([*starts, len(held)])
    return tuple((first, after - 1, held[first]) for first, after in spans)


def _write(ranges: Iterable[tuple[int, int]]) -> str:
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)
