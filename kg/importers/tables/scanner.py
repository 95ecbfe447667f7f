"""JSON read piece by piece: one value at a time, whatever the size of the file."""

import json
import re
from collections.abc import Iterator
from typing import TextIO

from kg.errors import (
    DuplicateKeyError,
    Position,
    SyntaxFaultError,
    UnexpectedValueError,
)

CHUNK = 1 << 16
LONGEST = 1 << 24
"""Characters of one record: more than this is not held in memory."""
_SPACE = re.compile(r"[ \t\n\r]*")
_PART = re.compile(r'["{}\[\]]|[^"{}\[\]]+')
_STRING = re.compile(r'[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)


class RepeatedNameError(ValueError):
    """An object has a name twice."""


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        raise RepeatedNameError(next(it for it in names if names.count(it) > 1))
    return found


def _refuse_constant(name: str) -> object:
    raise json.JSONDecodeError(f"{name} is not JSON", name, 0)


DECODER = json.JSONDecoder(
    object_pairs_hook=_unique,
    parse_float=str,
    parse_int=str,
    parse_constant=_refuse_constant,
)
"""Gives numbers as they are written; a name twice in an object is an error."""


class Scanner:
    """Reads JSON from a stream; holds no more than one value."""

    def __init__(self, stream: TextIO, name: str) -> None:
        """Start at the beginning; `name` is the file's in positions."""
        self._stream = stream
        self._name = name
        self._text = ""
        self._at = 0
        self._ended = False
        self._line, self._column = 1, 1

    def peek(self) -> str:
        """Return the next character that is not space, or "" at the end."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._fill():
                return ""

    def take(self, mark: str) -> None:
        """Go on behind a mark.

        Raises:
            SyntaxFaultError: something else stands there.
        """
        found = self.peek()
        if found != mark:
            raise SyntaxFaultError(self.where(), _describe(found), f"{mark!r}, in JSON")
        self._at += 1

    def follows(self, mark: str) -> bool:
        """Tell whether a mark comes next, and if so go on behind it."""
        if self.peek() != mark:
            return False
        self._at += 1
        return True

    def value(self) -> object:
        """Read the next value as a whole.

        Raises:
            SyntaxFaultError: it is not JSON, or longer than is held in memory.
            DuplicateKeyError: an object has a name twice.
        """
        self.peek()
        self._drop()
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if not self._fill():
                    raise self._fault(error) from error
            except RepeatedNameError as error:
                expected = "each name of an object once"
                raise DuplicateKeyError(
                    self.where(), repr(str(error)), expected
                ) from error
            except RecursionError as error:
                expected = "JSON that is not nested as deep"
                found = "values within values, too deep"
                raise SyntaxFaultError(self.where(), found, expected) from error
            else:
                if end < len(self._text) or not self._fill():
                    self._at = end
                    return value

    def names(self) -> Iterator[str]:
        """Yield the names of an object; who asks for the next has read the value.

        Raises:
            SyntaxFaultError: it is no object.
            UnexpectedValueError: something else stands where a name should.
        """
        self.take("{")
        first = True
        while not self.follows("}"):
            if not first:
                self.take(",")
            first = False
            where = self.where()
            name = self.value() if self.peek() == '"' else None
            if not isinstance(name, str):
                raise UnexpectedValueError(where, "no name", "a name, in JSON")
            self.take(":")
            yield name

    def skip(self) -> None:
        """Pass over the next value without holding it."""
        depth = 0
        if self.peek() not in ("[", "{"):
            self.value()
            return
        while True:
            mark = self._part()
            if mark == '"':
                self._skip_string()
            elif mark in ("[", "{"):
                depth += 1
            elif mark in ("]", "}"):
                depth -= 1
                if not depth:
                    return

    def _part(self) -> str:
        if not self.peek():
            found = "the end of the file"
            raise SyntaxFaultError(self.where(), found, "']' or '}', in JSON")
        self._drop()
        found_part = _PART.match(self._text, self._at)
        part = found_part[0] if found_part else self._text[self._at]
        self._at += len(part)
        return part

    def _skip_string(self) -> None:
        while (found := _STRING.match(self._text, self._at)) is None:
            if not self._fill():
                found_text = "the end of the file"
                raise SyntaxFaultError(self.where(), found_text, "'\"', in JSON")
        self._at = found.end()

    def where(self) -> Position:
        """Return the place of what comes next."""
        return self._place(self._at)

    def _place(self, offset: int) -> Position:
        before = self._text[:offset]
        lines = before.count("\n")
        if not lines:
            return Position(self._name, self._line, self._column + len(before))
        column = len(before) - before.rindex("\n")
        return Position(self._name, self._line + lines, column)

    def _drop(self) -> None:
        """Forget what was read, once it is long."""
        if self._at > CHUNK:
            place = self.where()
            self._line, self._column = place.line, place.column
            self._text, self._at = self._text[self._at :], 0

    def _fill(self) -> bool:
        """Read on, as much again as is held; tell whether there was more."""
        if self._ended or len(self._text) - self._at > LONGEST:
            return False
        more = self._stream.read(max(CHUNK, len(self._text)))
        self._ended = not more
        self._text += more
        return bool(more)

    def _fault(self, error: json.JSONDecodeError) -> SyntaxFaultError:
        where = self._place(max(error.pos, self._at))
        if not self._ended:
            found = f"a record of more than {LONGEST} characters"
            return SyntaxFaultError(self.where(), found, "shorter records")
        return SyntaxFaultError(where, f"a fault: {error.msg}", "JSON")


def _describe(found: str) -> str:
    return repr(found) if found else "the end of the file"
