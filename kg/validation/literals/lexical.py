"""The lexical spaces of the datatypes of XSD 1.1: which forms are well-formed."""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache

from kg.rdf.terms import XSD
from kg.validation.literals.characters import shorthand
from kg.validation.literals.moments import PATTERNS, read_moment

_BYTE, _SHORT, _INT, _LONG = (2 ** (bits - 1) for bits in (8, 16, 32, 64))
_BOUNDS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-_LONG, _LONG - 1),
    "int": (-_INT, _INT - 1),
    "short": (-_SHORT, _SHORT - 1),
    "byte": (-_BYTE, _BYTE - 1),
    "unsignedLong": (0, 2 * _LONG - 1),
    "unsignedInt": (0, 2 * _INT - 1),
    "unsignedShort": (0, 2 * _SHORT - 1),
    "unsignedByte": (0, 2 * _BYTE - 1),
}
INTEGERS = frozenset(XSD.base + name for name in _BOUNDS)
"""`xsd:integer` and what is derived from it."""

_START, _CHARACTER = shorthand("i"), shorthand("c")
_FLOAT = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN"
_YEARS, _DAYS = r"(?:\d+Y)?(?:\d+M)?", r"(?:\d+D)?"
_HOURS = r"(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"
_FORMS = {
    "boolean": "true|false|1|0",
    "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
    "double": _FLOAT,
    "float": _FLOAT,
    "normalizedString": r"[^\t\n\r]*",
    "token": r"(?:[^\t\n\r ]+(?: [^\t\n\r ]+)*)?",
    "language": r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "Name": f"[{_START}][{_CHARACTER}]*",
    "NCName": f"(?!:)[{_START}](?:(?!:)[{_CHARACTER}])*",
    "NMTOKEN": f"[{_CHARACTER}]+",
    "duration": f"-?P(?=[0-9T]){_YEARS}{_DAYS}{_HOURS}",
    "yearMonthDuration": rf"-?P(?=\d){_YEARS}",
    "dayTimeDuration": f"-?P(?=[0-9T]){_DAYS}{_HOURS}",
    "hexBinary": "(?:[0-9a-fA-F]{2})*",
    "base64Binary": (
        r"(?:(?:[A-Za-z0-9+/] ?){4})*"
        r"(?:(?:[A-Za-z0-9+/] ?){3}[A-Za-z0-9+/]|(?:[A-Za-z0-9+/] ?){2}"
        r"[AEIMQUYcgkosw048] ?=|[A-Za-z0-9+/] ?[AQgw] ?= ?=)?"
    ),
}
_INTEGER = re.compile(r"[+-]?[0-9]+")


def _matches(form: str) -> Callable[[str], bool]:
    return lambda text: _pattern(form).fullmatch(text) is not None


@cache
def _pattern(form: str) -> re.Pattern[str]:
    """Compile a form when it is first needed: few data have every datatype."""
    return re.compile(form, re.ASCII)


def _is_integer(low: int | None, high: int | None) -> Callable[[str], bool]:
    def test(text: str) -> bool:
        if _INTEGER.fullmatch(text) is None:
            return False
        if low is None and high is None:
            return True
        number = Decimal(text)  # int() refuses texts of many digits
        return (low is None or number >= low) and (high is None or number <= high)

    return test


def _is_moment(name: str) -> Callable[[str], bool]:
    return lambda text: read_moment(name, text) is not None


_TESTS: dict[str, Callable[[str], bool]] = {
    XSD.base + name: test
    for name, test in (
        *((name, _is_integer(*bounds)) for name, bounds in _BOUNDS.items()),
        *((name, _matches(form)) for name, form in _FORMS.items()),
        *((name, _is_moment(name)) for name in PATTERNS),
    )
}


def is_wellformed(text: str, datatype: str) -> bool:
    """Tell whether a text is in the lexical space of a datatype, given by its IRI.

    Of datatypes that are not known here, and of those that take any text, every text
    is.

    >>> is_wellformed("2011-02-30", XSD.date.value)
    False
    """
    test = _TESTS.get(datatype)
    return test is None or test(text)
