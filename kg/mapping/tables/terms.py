"""Terms of a mapping, evaluated for a row: texts, keys, concepts and things."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from kg.errors import InputError, Position, UnexpectedValueError
from kg.mapping.names import Named
from kg.mapping.tables.scope import TableScope
from kg.model.reading import Reading
from kg.model.records.tables.lookups import Lookup
from kg.model.records.tables.term import Term
from kg.model.values import (
    Absent,
    Code,
    Count,
    Dates,
    Name,
    Number,
    Text,
    Texts,
    Value,
)
from kg.rdf.iri import mint

LINE = "#"
"""What stands in a template for the line of the row."""

DATE = "#date"
"""What stands in a template for the date of the event."""

COLUMN = re.compile(r"\{([^{}]+)\}")

PUBLIC_KINDS = ("place", "organisation", "document")
"""Kinds of things that another table may be the source of."""

Wanted = str | tuple[str, ...]
"""A scheme that codes are of, or kinds of things that keys are of."""


def texts_of(value: Value) -> tuple[str, ...]:
    """Return what a cell says, in words."""
    match value:
        case Text(text) | Name(text) | Code(text) | Count(text):
            found: tuple[str, ...] = (text,)
        case Texts(texts):
            found = texts
        case Dates(spans):
            found = tuple(span.text for span in spans)
        case Number(number):
            found = (f"{number:f}",)
        case _:
            found = ()
    return found


@dataclass(frozen=True, slots=True)
class Terms:
    """Evaluates terms.

    Attributes:
        made: finds a thing that the mapping makes of a row, by its name there.
    """

    scope: TableScope
    made: Callable[[str, Reading], Named | None]
    _targets: dict[tuple[Wanted, str], Named] = field(default_factory=dict)
    _templates: dict[str, list[str]] = field(default_factory=dict)

    def fill(self, template: str, reading: Reading, date: str = "") -> str:
        """Put the cells of a row into a template; "" where a cell has nothing."""
        pieces = self.pieces(template)
        if len(pieces) == 1:
            return template
        return "".join(
            self.piece(piece, reading, date) if index % 2 else piece
            for index, piece in enumerate(pieces)
        ).strip()

    def pieces(self, template: str) -> list[str]:
        """Return the text of a template, every second piece the name of a column."""
        pieces = self._templates.get(template)
        if pieces is None:
            pieces = self._templates[template] = COLUMN.split(template)
        return pieces

    def piece(self, column: str, reading: Reading, date: str) -> str:
        """Return what stands in a template for a column."""
        if column == LINE:
            return str(reading.line)
        if column == DATE:
            return date
        return "; ".join(texts_of(reading.values[column]))

    def texts(self, term: Term, reading: Reading) -> tuple[str, ...]:
        """Return the texts of a term in a row, none where the cell has nothing."""
        if not self.scope.tests.all_hold(term.when, reading.texts):
            return ()
        if term.constant is not None:
            return (term.constant,)
        if term.template is not None:
            filled = self.fill(term.template, reading)
            return (filled,) if filled else ()
        return texts_of(reading.values[str(term.column)])

    def verbatim(self, term: Term | None, reading: Reading) -> str:
        """Return the words of a term as the cells have them, in one line."""
        if term is None:
            return ""
        template = term.template or f"{{{term.column}}}"
        pieces = COLUMN.split(term.constant or template)
        pieces[1::2] = (reading.texts.get(column, "") for column in pieces[1::2])
        return " ".join("".join(pieces).split())

    def text(self, term: Term | None, reading: Reading) -> str:
        """Return the text of a term, or ""."""
        if term is None:
            return ""
        return "; ".join(self.texts(term, reading))

    def keys(self, term: Term, reading: Reading) -> tuple[str, ...]:
        """Return what the texts of a term mean, by its lookup if it has one.

        Raises:
            UnexpectedValueError: its lookup says nothing of a text.
        """
        texts = self.texts(term, reading)
        if term.lookup is None:
            return texts
        found: dict[str, None] = {}
        for text in texts:
            found.update(dict.fromkeys(self._meaning(term, text, reading)))
        return tuple(found) if term.every else tuple(found)[:1]

    def _meaning(self, term: Term, text: str, reading: Reading) -> tuple[str, ...]:
        lookup = self.scope.lookups[str(term.lookup)]
        keys = lookup.find(text)
        if keys is not None:
            return keys
        if term.otherwise is not None:
            return (term.otherwise,)
        if term.leave_out is not None:
            self.scope.account.left_out[term.leave_out] += 1
            return ()
        at, expected = reading.at(term.column), f"a spelling of {term.lookup}"
        raise UnexpectedValueError(at, repr(text), expected, lookup.spellings)

    def concepts(
        self, scheme: str, term: Term, reading: Reading
    ) -> tuple[NamedNode, ...]:
        """Return the concepts of a term (raises as `keys`, or an unknown code)."""
        at = reading.at(term.column)
        keys = self.keys(term, reading)
        return tuple(self.scope.concept(scheme, key, at) for key in keys)

    def things(
        self, kinds: tuple[str, ...], term: Term, reading: Reading
    ) -> tuple[Named, ...]:
        """Return the things of a term (raises as `keys`, or a dangling key)."""
        if not self.scope.tests.all_hold(term.when, reading.texts):
            return ()
        if term.thing is not None:
            made = self.made(term.thing, reading)
            return () if made is None else (made,)
        at = reading.at(term.column)
        return tuple(self.target(kinds, key, at) for key in self.keys(term, reading))

    def target(self, kinds: tuple[str, ...], key: str, at: Position) -> Named:
        """Return the thing of a key, or of `source/key`.

        Raises:
            DanglingKeyError: no authority has the key.
            UnexpectedValueError: it is of another kind, or one that no table has.
        """
        known = self._targets.get((kinds, key))
        if known is None:
            known = self._targets[kinds, key] = self._resolve(kinds, key, at)
        return known

    def _resolve(self, kinds: tuple[str, ...], key: str, at: Position) -> Named:
        source, slash, local = key.partition("/")
        if not slash:
            return self.scope.names.find(key, kinds, at)
        public = [kind for kind in PUBLIC_KINDS if kind in kinds]
        if not public:
            expected = f"a thing of the authority files: a {' or '.join(kinds)}"
            raise UnexpectedValueError(at, key, expected)
        return Named(public[0], mint(public[0], f"{source}.{local}"), at)

    def faults(self, wanted: Wanted, term: Term) -> Iterator[InputError]:
        """Yield what is wrong with everything that a term could mean."""
        lookup = self.scope.lookups.get(term.lookup or "")
        targets = [] if lookup is None else list(_places(lookup))
        for field_ in ("otherwise", "constant"):
            target = getattr(term, field_)
            if target is not None and (field_ == "otherwise" or lookup is None):
                targets.append((target, term.at(field_)))
        for target, at in targets:
            try:
                self._want(wanted, target, at)
            except InputError as error:
                yield error

    def _want(self, wanted: Wanted, target: str, at: Position) -> None:
        if isinstance(wanted, str):
            self.scope.concept(wanted, target, at)
        else:
            self.target(wanted, target, at)


def _places(lookup: Lookup) -> Iterator[tuple[str, Position]]:
    for spelling, target in lookup.spellings.items():
        yield target, lookup.at("spellings", spelling)
    for pattern in lookup.patterns:
        if pattern.to is not None:
            yield pattern.to, pattern.at("to")


def first_value(reading: Reading, column: str | None) -> Value:
    """Return what a cell says; nothing where there is no column."""
    return Absent("no column") if column is None else reading.values[column]
