"""Terms as Python values and back: what a researcher's script works with.

IRIs are `Iri`, texts are `Text` with their language or datatype; both are strings.
Numbers, booleans, dates and times are what Python has for them.
"""

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Self

from pyoxigraph import Literal, NamedNode

from kg.rdf.terms import XSD


class Iri(str):
    """An IRI."""

    __slots__ = ()


class Text(str):
    """A literal text: `language` is its tag, `datatype` its IRI when it has its own."""

    __slots__ = ("datatype", "language")

    language: str
    datatype: str

    def __new__(cls, text: str, language: str = "", datatype: str = "") -> Self:
        """Make a text of a language or of a datatype, or a plain one."""
        made = super().__new__(cls, text)
        made.language, made.datatype = language, datatype
        return made


Value = (
    Iri | Text | str | bool | int | float | Decimal | datetime.date | datetime.datetime
)


def _truth(text: str) -> bool:
    if text not in _TRUTHS:
        raise ValueError(text)
    return _TRUTHS[text]


_TRUTHS = {"true": True, "1": True, "false": False, "0": False}
_READERS: dict[str, Callable[[str], Value]] = {
    XSD.boolean.value: _truth,
    XSD.integer.value: int,
    XSD.int.value: int,
    XSD.long.value: int,
    XSD.nonNegativeInteger.value: int,
    XSD.positiveInteger.value: int,
    XSD.decimal.value: Decimal,
    XSD.double.value: float,
    XSD.float.value: float,
    XSD.date.value: datetime.date.fromisoformat,
    XSD.dateTime.value: datetime.datetime.fromisoformat,
}


def read_value(term: Mapping[str, str]) -> Value:
    """Read a term as SPARQL results in JSON have it.

    A literal that Python has no value for (a year before 1, a date of unknown day)
    stays a text with its datatype; a blank node is a text that means nothing outside
    its answer.
    """
    text, datatype = term["value"], term.get("datatype", "")
    if term["type"] == "uri":
        return Iri(text)
    reader = _READERS.get(datatype)
    if reader is not None:
        try:
            return reader(text)
        except (ValueError, InvalidOperation):
            return Text(text, datatype=datatype)
    return Text(text, term.get("xml:lang", ""), datatype)


def to_term(value: Value) -> NamedNode | Literal:
    """Write a value as a term, to bind it; a plain `str` is a text, not an IRI.

    Raises:
        ValueError: the IRI is not one.
    """
    if isinstance(value, Iri):
        return NamedNode(value)
    if isinstance(value, Text):
        return _text(value)
    if isinstance(value, str | bool | int | float):
        return Literal(value)
    return _dated(value)


def _text(text: Text) -> Literal:
    if text.language:
        return Literal(str(text), language=text.language)
    datatype = NamedNode(text.datatype) if text.datatype else None
    return Literal(str(text), datatype=datatype)


def _dated(value: Decimal | datetime.date) -> Literal:
    if isinstance(value, Decimal):
        return Literal(f"{value:f}", datatype=XSD.decimal)
    # A moment is a date too, as Python has them.
    moment = isinstance(value, datetime.datetime)
    return Literal(value.isoformat(), datatype=XSD.dateTime if moment else XSD.date)
