"""All parsers of cells by name: what a mapping may choose from."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, TypeAlias, get_args

from pydantic import BeforeValidator, Field

from kg.model.records.base import OrText, as_record
from kg.model.records.cells.code import CodeCell
from kg.model.records.cells.coordinate import CoordinateCell
from kg.model.records.cells.count import CountCell
from kg.model.records.cells.date import DateCell
from kg.model.records.cells.name import NameCell
from kg.model.records.cells.number import DecimalCell, IntegerCell
from kg.model.records.cells.parser import Parser
from kg.model.records.cells.text import IdentifierCell, ListCell, TextCell, UrlCell

_Any: TypeAlias = (
    CodeCell
    | CoordinateCell
    | CountCell
    | DateCell
    | DecimalCell
    | IdentifierCell
    | IntegerCell
    | ListCell
    | NameCell
    | TextCell
    | UrlCell
)

AnyParser: TypeAlias = Annotated[
    Annotated[_Any, Field(discriminator="parser")],
    BeforeValidator(as_record("parser")),
    OrText(),
]
"""A parser with parameters (`{parser: date, patterns: [...]}`), or its name alone."""

PARSERS: Mapping[str, type[Parser]] = MappingProxyType(
    {kind.model_fields["parser"].default: kind for kind in get_args(_Any)}
)
"""Name → parser."""
