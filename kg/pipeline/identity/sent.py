"""What others decided: which of their records is which of our things, as they see it.

As OpenRefine writes it in a table, or a program in JSON. It decides nothing here.
"""

import csv
import datetime
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from kg.errors import (
    InputError,
    MissingFieldError,
    SyntaxFaultError,
    UnexpectedValueError,
    UnknownFieldError,
)
from kg.model.faults import Faults
from kg.pipeline.identity.candidates import KINDS
from kg.rdf.namespaces import BASE

COLUMNS = ("id", "name", "entity", "judgment", "by", "on")
"""What is read: their record and its name, our thing, the decision, who and when."""

MOST_LETTERS = 400
OURS = f"{BASE}id/"

_NEEDED = ("id", "entity", "judgment", "on")
_SAME = {"same": True, "matched": True, "different": False}
_UNDECIDED = ("", "none", "new")
"""What OpenRefine calls what was not decided, or found to be nothing of ours."""

_IRI = re.compile(r"""https?://[^\s<>"{}|\\^`]+""")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(T.*)?")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends decisions, and how the IRIs of their records begin."""

    partner: str
    space: str

    def record(self, text: str, where: str) -> str:
        """Return the IRI of a record of theirs, given by it or by their own key.

        Raises:
            UnexpectedValueError: it is a record of somebody else.
        """
        if not text.startswith(("http://", "https://")):
            return self.space + quote(text, safe="")
        if not (text.startswith(self.space) and _IRI.fullmatch(text)):
            expected = f"a key, or an IRI that begins with {self.space}"
            raise UnexpectedValueError(where, text, expected)
        return text


@dataclass(frozen=True, slots=True)
class SentDecision:
    """That a record of a partner's is, or is not, one of our things.

    Attributes:
        where: where this stands, for messages.
    """

    partner: str
    record: str
    name: str
    thing: str
    same: bool
    by: str
    on: str
    where: str = field(default="", compare=False)

    @property
    def seen(self) -> str:
        """Tell a curator of it."""
        said = "the same" if self.same else "different"
        who = self.by if self.by == self.partner else f"{self.by} of {self.partner}"
        return f"{said}, says {who} on {self.on}"


def read_table(text: str, where: str, sender: Sender) -> list[SentDecision]:
    """Read a table in CSV, whose first line names the columns.

    Raises:
        InputErrors: some rows are not in order.
        InputError: it is no such table.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        _check_columns(reader.fieldnames or (), where)
        rows = [(f"{where}:{reader.line_num}", row) for row in reader]
    except csv.Error as error:
        at = f"{where}:{reader.reader.line_num}"  # its own is of the row before
        raise SyntaxFaultError(at, str(error), "a table in CSV") from error
    return read_rows(rows, sender)


def _check_columns(names: Iterable[str], where: str) -> None:
    given = list(names)
    for name in given:
        if name not in COLUMNS:
            expected = f"columns called {', '.join(COLUMNS)}"
            raise UnknownFieldError(f"{where}:1", name, expected, COLUMNS)
    for name in _NEEDED:
        if name not in given:
            raise MissingFieldError(f"{where}:1", f"no column {name}", "one", given)


def read_rows(
    rows: Iterable[tuple[str, Mapping[str, str | None]]], sender: Sender
) -> list[SentDecision]:
    """Read rows, each with where it stands; what is undecided is left out.

    Raises:
        InputErrors: some are not in order.
    """
    faults, found = Faults(), list[SentDecision]()
    for where, row in rows:
        try:
            found += _decision(row, where, sender)
        except InputError as error:
            faults.add(error)
    faults.raise_any()
    return found


def _decision(
    row: Mapping[str, str | None], where: str, sender: Sender
) -> Iterator[SentDecision]:
    given = {name: _text(row.get(name), name, where) for name in COLUMNS}
    if set(row) - set(COLUMNS):
        raise UnexpectedValueError(where, "more cells than columns", "one for each")
    judgment = given["judgment"].lower()
    if judgment in _UNDECIDED:
        return
    if judgment not in _SAME:
        expected = "same (or matched), different, or none"
        raise UnexpectedValueError(where, judgment, expected, _SAME)
    if not given["id"]:
        raise MissingFieldError(where, "no id", "the key or the IRI of a record")
    yield SentDecision(
        sender.partner,
        sender.record(given["id"], where),
        given["name"],
        _thing(given["entity"], where),
        _SAME[judgment],
        given["by"] or sender.partner,
        _day(given["on"], where),
        where,
    )


def _text(value: object, name: str, where: str) -> str:
    """Take a text in one line, which no list and no number is."""
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > MOST_LETTERS:
        expected = f"a text of at most {MOST_LETTERS} letters"
        raise UnexpectedValueError(f"{where}: {name}", repr(value)[:40], expected)
    return " ".join("".join(it if it.isprintable() else " " for it in value).split())


def _thing(iri: str, where: str) -> str:
    kind, _slash, key = iri.removeprefix(OURS).partition("/")
    if not (iri.startswith(OURS) and kind in KINDS and key and _IRI.fullmatch(iri)):
        kinds = ", ".join(KINDS)
        expected = f"the IRI of one of our things ({kinds}): {OURS}…"
        raise UnexpectedValueError(where, iri or "no entity", expected)
    return iri


def _day(text: str, where: str) -> str:
    try:
        day = datetime.date.fromisoformat(text[:10]) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise UnexpectedValueError(where, text or "no day", "a day, such as 2026-11-23")
    return day.isoformat()
