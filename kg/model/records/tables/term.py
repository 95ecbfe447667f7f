"""Terms: where the text of a fact comes from in a row."""

from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from kg.model.records.base import Key, OrText, Record, Words, as_record, unexpected
from kg.model.records.tables.lookups import Pattern, Reference

Column = Annotated[str, Field(min_length=1)]
"""The name of a column as the table has it; of an array's as `prizes[*].year`."""


class Condition(Record):
    """What must hold of a row: of one cell, by its text."""

    column: Column
    is_: tuple[str, ...] | None = None
    """The cell is one of these texts."""
    matches: Pattern | None = None
    """The pattern is found in the cell."""
    empty: bool | None = None
    """The cell is empty, or is not."""
    found_in: Key | None = None
    """The lookup of this name means something by the cell."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        tests = ("is_", "matches", "empty", "found_in")
        given = [name for name in tests if getattr(self, name) is not None]
        if len(given) != 1:
            names = [name.rstrip("_").replace("_", "-") for name in given]
            found = " beside ".join(map(repr, names)) or "no test"
            expected = "one of 'is', 'matches', 'empty' and 'found-in'"
            raise unexpected(found, expected, *names[1:2])
        return self


class Term(Record):
    """A text of a row: a column, a template of columns, or always the same.

    With `lookup` it is a key or a code, and what the lookup does not have is an error
    unless `otherwise` or `leave-out` says what then.
    """

    column: Column | None = None
    template: Words | None = None
    """A text with columns in braces: `{Datum} in {Ort}`. `{#}` is the row's line."""
    constant: Words | None = None
    thing: Key | None = None
    """A thing that this mapping makes of the row, by its name here."""
    lookup: Key | None = None
    otherwise: Reference | None = None
    """The key or code of what the lookup does not have."""
    leave_out: Words | None = None
    """Why what the lookup does not have is left out."""
    every: bool = False
    """All that the lookup finds, not the first alone."""
    when: tuple[Condition, ...] = ()
    """What must hold, all of it, for the row to have this text."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        sources = ("column", "template", "constant", "thing")
        given = [name for name in sources if getattr(self, name) is not None]
        if len(given) != 1:
            found = " beside ".join(map(repr, given)) or "no text"
            expected = "one of 'column', 'template', 'constant' and 'thing'"
            raise unexpected(found, expected, *given[1:2])
        if self.lookup is None and (self.otherwise or self.leave_out or self.every):
            field = "otherwise" if self.otherwise else "leave-out"
            raise unexpected(f"{field!r} without 'lookup'", "a lookup", field)
        if self.otherwise and self.leave_out:
            found = "'leave-out' beside 'otherwise'"
            raise unexpected(found, "one of them", "leave-out")
        return self


TermOrColumn = Annotated[Term, BeforeValidator(as_record("column")), OrText()]
"""A term; a plain text is the name of a column."""
