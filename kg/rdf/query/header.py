"""The header of a query file: comments that say what it asks, for whom, with what.

```sparql
# # Supporters of an action
#
# **Id:** R2
#
# **Question:** Which organisations supported a given action?
#
# **For:** researchers
#
# **Parameter:** `?event` (event, default `solidarity-action-16-january`) - the action.
```

`Id`, `Note` (how to read the answer), `Engines` (why engines differ in it) and
`Parameter` are optional; `Parameter` may be repeated; a line without a field goes on
with the one before it. A measure of quality has a `Dimension` (kg.publishing.quality)
and may name the query that lists what it misses, in `Misses`; a check has a `Severity`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import (
    DuplicateKeyError,
    InputError,
    MissingFieldError,
    Position,
    SyntaxFaultError,
    UnexpectedValueError,
    UnknownFieldError,
)
from kg.rdf.query.parameter import Parameter, parse_value
from kg.rdf.terms import LDQD

TITLE = "# # "
"""How the first line of a header begins."""

USERS = ("researchers", "partners", "validators")
"""Whom queries are for."""

SEVERITIES = ("Violation", "Warning", "Info")
"""How grave it is that a check finds something, as SHACL names it."""

DIMENSIONS = tuple(term.value.removeprefix(LDQD.base) for term in LDQD)
"""What a measure of quality measures: dimensions of the W3C's linked data quality
dimensions (https://www.w3.org/2016/05/ldqd), by their local names."""

_FIELDS = (
    *("Id", "Question", "For", "Parameter", "Note", "Engines"),
    *("Dimension", "Misses", "Severity"),
)
_REPEATED = "Parameter"
_CHOICES = {"For": USERS, "Dimension": DIMENSIONS, "Severity": SEVERITIES}
_FIELD = re.compile(r"\*\*([^*]+):\*\*\s*(.*)")
_IDENTIFIER = re.compile("[A-Z][0-9]+")
_TITLE = re.compile(r"# (\S.*)")
_PARAMETER = re.compile(
    r"`\?(?P<name>\w+)` \((?P<kind>[^,()]+), default `(?P<default>[^`]+)`\)"
    r" - (?P<description>.*\S)"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A field of the header, and the line it begins on."""

    field: str
    text: str
    position: Position


@dataclass(frozen=True, slots=True)
class Header:
    """What the comments at the head of a query file say."""

    title: str
    entries: tuple[Entry, ...]
    parameters: tuple[Parameter, ...]

    def text(self, field: str) -> str:
        """Return the text of a field, or "" where there is none."""
        return next((e.text for e in self.entries if e.field == field), "")

    def position(self, field: str, index: int = 0) -> Position:
        """Say where a field that is there stands."""
        return [e.position for e in self.entries if e.field == field][index]


def read_header(text: str, path: str) -> Header:
    """Read the comments before the first other line of a query.

    Raises:
        InputError: a field is missing, unknown, given twice or not well-formed; the
            error has the line.
    """
    lines = list(_comments(text, path))
    if not lines or not (title := _TITLE.fullmatch(lines[0].text)):
        found = repr(lines[0].text) if lines else "no header"
        raise SyntaxFaultError(Position(path), found, "a title: '# # …'")
    entries = tuple(_entries(lines[1:]))
    for field in ("Question", "For"):
        if not any(entry.field == field and entry.text for entry in entries):
            raise MissingFieldError(
                Position(path), f"no {field}", f"'# **{field}:** …'"
            )
    for entry in entries:
        _check_value(entry)
    return Header(title[1], entries, tuple(_parameters(entries)))


def without_header(text: str) -> str:
    """Leave out the comments at the head of a query."""
    lines = text.splitlines()
    first = next(
        (n for n, line in enumerate(lines) if line.strip() and line[0] != "#"), 0
    )
    return "\n".join(lines[first:])


def _comments(text: str, path: str) -> Iterator[Entry]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#"):
            return
        yield Entry("", line[1:].strip(), Position(path, number))


def _entries(lines: list[Entry]) -> Iterator[Entry]:
    """Join lines to fields; each field is one of those known, and once."""
    current: Entry | None = None
    seen: set[str] = set()
    for line in lines:
        match = _FIELD.fullmatch(line.text)
        if match is None:
            current = _continued(current, line)
            continue
        if current is not None:
            yield current
        current = Entry(match[1], match[2], line.position)
        _check_field(current, seen)
        seen.add(current.field)
    if current is not None:
        yield current


def _continued(current: Entry | None, line: Entry) -> Entry | None:
    if not line.text:
        return current
    if current is None:
        expected = "a field: '# **Question:** …'"
        raise SyntaxFaultError(line.position, repr(line.text), expected)
    return Entry(current.field, f"{current.text} {line.text}", current.position)


def _check_field(entry: Entry, seen: set[str]) -> None:
    if entry.field not in _FIELDS:
        expected = f"one of {', '.join(_FIELDS)}"
        raise UnknownFieldError(entry.position, entry.field, expected, _FIELDS)
    if entry.field in seen and entry.field != _REPEATED:
        raise DuplicateKeyError(entry.position, entry.field, "each field once")


def _check_value(entry: Entry) -> None:
    allowed = _CHOICES.get(entry.field)
    if allowed is not None and entry.text not in allowed:
        expected = f"one of {', '.join(allowed)}"
        raise UnexpectedValueError(entry.position, entry.text, expected, allowed)
    if entry.field == "Id" and not _IDENTIFIER.fullmatch(entry.text):
        expected = "a letter and a number, such as R2"
        raise UnexpectedValueError(entry.position, repr(entry.text), expected)


def _parameters(entries: tuple[Entry, ...]) -> Iterator[Parameter]:
    seen: set[str] = set()
    for entry in entries:
        if entry.field == _REPEATED:
            parameter = _parameter(entry)
            if parameter.name in seen:
                found = f"?{parameter.name}"
                raise DuplicateKeyError(entry.position, found, "each parameter once")
            seen.add(parameter.name)
            yield parameter


def _parameter(entry: Entry) -> Parameter:
    match = _PARAMETER.fullmatch(entry.text)
    if match is None:
        raise _malformed(entry)
    parameter = Parameter(**match.groupdict())
    parse_value(parameter, parameter.default, entry.position)
    return parameter


def _malformed(entry: Entry) -> InputError:
    if "default" not in entry.text:
        expected = "a default: '`?name` (kind, default `value`) - what it is.'"
        return MissingFieldError(entry.position, repr(entry.text), expected)
    expected = "'`?name` (kind, default `value`) - what it is.'"
    return SyntaxFaultError(entry.position, repr(entry.text), expected)
