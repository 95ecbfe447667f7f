"""Bulk sources: registers and graphs of others, which are mapped in one stream."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.mapping.codes import Codes
from kg.mapping.names import Names
from kg.model.account import Account
from kg.rdf.statement import Statement


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a bulk source says.

    Attributes:
        statements: a stream, those that one row gives one after another. It raises
            InputErrors at its end when something in the source was wrong.
        account: what became of the rows; complete when the stream is exhausted.
    """

    statements: Iterator[Statement]
    account: Account


Mapper = Callable[[Path, str, Names, Codes], Mapped]
"""Maps the folder of a source, named from the project's root.

It states the graphs of the source alone; who may see them, the build says. The names
are those of the authorities, and the source's own key.
"""
