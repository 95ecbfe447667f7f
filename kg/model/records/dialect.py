"""How a table is written down: its format, encoding, separators, header, sheet."""

from typing import Annotated, Literal

from pydantic import Field

from kg.model.records.base import Record, Words

Format = Literal["csv", "tsv", "xlsx", "json", "jsonl"]


class Dialect(Record):
    """How a file is to be read; what is left out is detected, and said.

    It stands in the model, not beside the readers, because a mapping holds it.
    """

    format: Format | None = None
    """Left out: by the suffix of the file."""
    encoding: Words | None = None
    """Such as `utf-8`, `cp1252` or `utf-16`."""
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    """What stands between cells, such as `;`."""
    quote: Annotated[str, Field(max_length=1)] = '"'
    """What stands around cells; nothing (`""`) where marks are part of the text."""
    header_row: Annotated[int, Field(ge=0)] = 1
    """The line with the names of the columns, from 1; 0 where there is none."""
    columns: tuple[Words, ...] = ()
    """Names of the columns, in place of those that the file gives, or does not give."""
    sheet: Words | None = None
    """The sheet of a workbook; left out, it has only one."""
    merged: Literal["refuse", "fill"] = "refuse"
    """Merged cells of a sheet: an error, or each has the value."""
    short_rows: Literal["refuse", "fill"] = "refuse"
    """A row with fewer cells than there are columns: an error, or the rest is empty."""
    records: Words | None = None
    """Where the records of a JSON file stand: `[*]`, `laureates[*]`, `*` (any key)."""
