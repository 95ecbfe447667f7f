"""Values of literals, compared as SPARQL's `<` does: numbers, texts, truths, times."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from math import isnan

from pyoxigraph import Literal

from kg.rdf.terms import XSD
from kg.validation.literals.durations import Duration, read_duration
from kg.validation.literals.lexical import INTEGERS, is_wellformed
from kg.validation.literals.moments import PATTERNS, Moment, read_moment

Comparable = Decimal | float | str | bool | Moment | Duration


@dataclass(frozen=True, slots=True)
class Value:
    """A value, and the sort of values it can be compared with."""

    sort: str
    content: Comparable

    def compare(self, other: "Value") -> int | None:
        """Order two values: below, at or above zero; None if they have no order."""
        if self.sort != other.sort:
            return None
        mine, others = self.content, other.content
        if isinstance(mine, Moment | Duration):
            return mine.compare(others)  # type: ignore[arg-type]  # of one sort
        if isinstance(mine, float) or isinstance(others, float):
            return _compare_floats(mine, others)
        return (mine > others) - (mine < others)  # type: ignore[operator]


def _compare_floats(one: Comparable, other: Comparable) -> int | None:
    """Compare as SPARQL does: a number beside a double becomes a double."""
    left, right = float(one), float(other)  # type: ignore[arg-type]
    if isnan(left) or isnan(right):
        return None
    return (left > right) - (left < right)


def read_value(literal: Literal) -> Value | None:
    """Read the value of a literal; None when it is ill-typed or SPARQL has no order.

    >>> one = read_value(Literal("1.0", datatype=XSD.decimal))
    >>> one is not None and one.compare(Value("number", Decimal(2)))
    -1
    """
    datatype = literal.datatype.value
    reader = _READERS.get(datatype)
    if literal.language is not None or reader is None:
        return None
    if not is_wellformed(literal.value, datatype):
        return None
    return reader(literal.value)


def _moment_reader(name: str) -> Callable[[str], Value | None]:
    sort = "dateTime" if name == "dateTimeStamp" else name

    def read(text: str) -> Value | None:
        moment = read_moment(name, text)
        return None if moment is None else Value(sort, moment)

    return read


_READERS: dict[str, Callable[[str], Value | None]] = {
    **{iri: lambda text: Value("number", Decimal(text)) for iri in INTEGERS},
    XSD.decimal.value: lambda text: Value("number", Decimal(text)),
    XSD.double.value: lambda text: Value("number", float(text)),
    XSD.float.value: lambda text: Value("number", float(text)),
    XSD.string.value: lambda text: Value("string", text),
    XSD.boolean.value: lambda text: Value("boolean", text in ("true", "1")),
    **{
        XSD.base + name: lambda text: Value("duration", read_duration(text))
        for name in ("duration", "dayTimeDuration", "yearMonthDuration")
    },
    **{XSD.base + name: _moment_reader(name) for name in PATTERNS},
}
