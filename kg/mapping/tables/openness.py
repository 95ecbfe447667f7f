"""Words of rows for all to read: who may be a person is not named in them.

A cell whose text may name a person is withheld and counted, unless the mapping says why
its column is public. The parsers of dates, numbers and names let nothing else through;
their cells are looked at where the words are given as printed.
"""

from dataclasses import dataclass

from kg.mapping.tables.scope import TableScope
from kg.mapping.tables.terms import COLUMN, Terms
from kg.model.mention import mentions_person
from kg.model.reading import Reading
from kg.model.records.cells.name import (
    WITHHELD_PERSON,
    WITHHELD_UNCLEAR,
    NameCell,
)
from kg.model.records.cells.parser import Parser
from kg.model.records.cells.text import ListCell, TextCell
from kg.model.records.tables.term import Term
from kg.model.values import Absent

WITHHELD = "…"
"""Stands in words for all to read where a cell may name a person."""

_WITHHELD_CELLS = (Absent(WITHHELD_PERSON), Absent(WITHHELD_UNCLEAR))


@dataclass(frozen=True, slots=True)
class Openness:
    """Gives words of rows as all may read them."""

    scope: TableScope
    terms: Terms

    def label(self, template: str, reading: Reading, date: str = "") -> str:
        """Put the cells of a row into words that all may read; … for who is named."""
        pieces = list(self.terms.pieces(template))
        pieces[1::2] = (
            self._open(column, self.terms.piece(column, reading, date), WITHHELD)
            for column in pieces[1::2]
        )
        return "".join(pieces).strip()

    def words(self, term: Term | None, reading: Reading) -> str:
        """Return the text of a term as all may read it; "" where somebody is named."""
        if term is None or term.constant is not None:
            return self.terms.text(term, reading)
        if term.column is not None:
            return self._open(term.column, self.terms.text(term, reading), "")
        filled = self.scope.tests.all_hold(term.when, reading.texts)
        return self.label(term.template or "", reading) if filled else ""

    def _open(self, column: str, words: str, instead: str) -> str:
        """Return words of a column as all may read them.

        Texts that may name a person are withheld and counted, unless the mapping says
        why the column is public.
        """
        parser = self.scope.mapping.columns.get(column)
        told = not isinstance(parser, TextCell | ListCell) or _is_public(parser)
        if told or not mentions_person(words):
            return words
        self.scope.account.left_out[f"{column}: {WITHHELD_PERSON}"] += 1
        return instead

    def verbatim(self, term: Term | None, reading: Reading) -> str:
        """Return the words of a term as the cells have them; "" if one names somebody.

        A cell that was corrected, or withheld, still has its words.
        """
        columns = [] if term is None else _columns(term)
        closed = [it for it in columns if self._is_closed(it, reading)]
        for column in closed:
            self.scope.account.left_out[f"{column}: {WITHHELD_PERSON}"] += 1
        return "" if closed else self.terms.verbatim(term, reading)

    def hides(self, term: Term, reading: Reading) -> bool:
        """Tell whether words of a key may name somebody whom nobody is told of.

        No IRI is made of them: who tries names until a hash fits has found the name.
        """
        return any(self._hides(column, reading) for column in _columns(term))

    def _hides(self, column: str, reading: Reading) -> bool:
        parser = self.scope.mapping.columns.get(column)
        if isinstance(parser, NameCell) or _is_public(parser):
            return False
        return mentions_person(reading.texts.get(column, ""))

    def _is_closed(self, column: str, reading: Reading) -> bool:
        if reading.values.get(column) in _WITHHELD_CELLS:
            return True
        parser = self.scope.mapping.columns.get(column)
        return not _is_public(parser) and mentions_person(reading.texts.get(column, ""))


def _columns(term: Term) -> list[str]:
    """List the columns whose words a term has, as the cells have them."""
    if term.constant is not None:
        return []
    return COLUMN.findall(term.template or f"{{{term.column}}}")


def _is_public(parser: Parser | None) -> bool:
    """Tell whether the mapping says why all may read the words of a column."""
    return isinstance(parser, TextCell | ListCell) and parser.public is not None
