"""JSON as it is written: every value with the place where it begins.

The parser of the standard library forgets where things stood. This reads what a parser
has accepted before; it raises on what is not JSON.
"""

import json
import re
from dataclasses import dataclass, field

SPACE = re.compile(r"[ \t\r\n]*")
STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
ATOM = re.compile(r"[^\s,\]}]+")
DEEPEST = 200
"""Values inside values that are followed; what is deeper has no place of its own."""

Scalar = str | int | float | bool | None


@dataclass(slots=True)
class Member:
    """A key of an object, where it begins, and its value."""

    key: str
    offset: int
    value: "Value"


@dataclass(slots=True)
class Value:
    """A value and where it begins: an object, an array or a scalar."""

    offset: int
    members: list[Member] | None = None
    items: list["Value"] | None = None
    scalar: Scalar = None

    def get(self, key: str) -> "Value | None":
        """Give the value of a key, None when the object has none."""
        found = (m.value for m in self.members or () if m.key == key)
        return next(found, None)

    def each(self) -> list["Value"]:
        """List the items of an array, or the value alone."""
        return [self] if self.items is None else self.items


@dataclass(slots=True)
class _Reader:
    text: str
    at: int = 0
    depth: int = field(default=0)

    def value(self) -> Value:
        self.skip()
        start = self.at
        match self.text[start : start + 1]:
            case "{":
                return Value(start, members=self.members())
            case "[":
                return Value(start, items=self.items())
            case '"':
                return Value(start, scalar=self.string())
            case _:
                atom = self.match(ATOM)
                return Value(start, scalar=json.loads(atom))

    def members(self) -> list[Member]:
        found: list[Member] = []
        while self.more("{}"):
            start = self.at
            key = self.string()
            self.skip()
            self.at += 1  # the colon
            found.append(Member(key, start, self.value()))
        return found

    def items(self) -> list[Value]:
        found: list[Value] = []
        while self.more("[]"):
            found.append(self.value())
        return found

    def more(self, brackets: str) -> bool:
        """Step over an opening bracket or a comma; tell whether an entry follows."""
        self.skip()
        mark = self.text[self.at : self.at + 1]
        self.at += 1
        if mark == brackets[0]:
            self.depth += 1
            self.skip()
            if self.text[self.at : self.at + 1] == brackets[1]:
                self.at += 1
                mark = brackets[1]
        if mark == brackets[1]:
            self.depth -= 1
            return False
        if mark not in (brackets[0], ",") or self.depth > DEEPEST:
            raise ValueError(f"no JSON, or too deep, at {self.at}")
        self.skip()
        return True

    def string(self) -> str:
        return str(json.loads(self.match(STRING), strict=False))

    def match(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            raise ValueError(f"no JSON at {self.at}")
        self.at = found.end()
        return found.group()

    def skip(self) -> None:
        found = SPACE.match(self.text, self.at)
        self.at = self.at if found is None else found.end()


def read_json(text: str) -> Value:
    """Read a document.

    Raises:
        ValueError: it is not JSON, or deeper than is followed.
    """
    return _Reader(text).value()
