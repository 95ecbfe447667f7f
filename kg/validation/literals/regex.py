r"""Regular expressions of XPath, as Python writes them.

`sh:pattern` is SPARQL's REGEX, which is XPath's `fn:matches`: `\p{L}`, subtraction in
classes, `$` at the very end only. What is not understood is refused.
"""

import re
from collections.abc import Iterator
from functools import cache

from kg.validation.literals.characters import category, shorthand

FLAGS = frozenset("smixq")
_QUANTIFIER = re.compile(r"[*+?]|\{\d+(?:,\d*)?\}")
_CATEGORY = re.compile(r"([pP])\{([^}]*)\}")
_SINGLE = {"n": "\n", "r": "\r", "t": "\t"}
_ESCAPABLE = frozenset(r"\|.?*+(){}[]^$-")


@cache
def compile_pattern(pattern: str, flags: str = "") -> re.Pattern[str]:
    r"""Compile a regular expression of XPath.

    Raises:
        ValueError: it is not one, or has what is not understood here.

    >>> bool(compile_pattern(r"^\p{Lu}\p{L}+$").search("Strå"))
    True
    """
    if not FLAGS.issuperset(flags):
        raise ValueError(f"{flags!r} are not flags of a regular expression")
    options = re.NOFLAG
    for flag, option in (("i", re.IGNORECASE), ("m", re.MULTILINE)):
        if flag in flags:
            options |= option
    if "q" in flags:
        return re.compile(re.escape(pattern), options)
    try:
        return re.compile("".join(_Reader(pattern, flags).parts()), options)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"{pattern!r}: {error}") from error


class _Reader:
    """Reads a pattern from left to right."""

    def __init__(self, pattern: str, flags: str) -> None:
        self._text = pattern
        self._at = 0
        self._dot = r"(?s:.)" if "s" in flags else r"[^\n\r]"
        multiline = "m" in flags
        self._anchors = {"^": "^", "$": "$"} if multiline else {"^": r"\A", "$": r"\Z"}
        self._spaces = " \t\n\r" if "x" in flags else ""

    def parts(self) -> Iterator[str]:
        while self._at < len(self._text):
            yield self._part()

    def _part(self) -> str:
        quantifier = _QUANTIFIER.match(self._text, self._at)
        if quantifier is not None:
            return self._quantified(quantifier)
        character = self._next()
        if character in "{}]":
            raise ValueError(f"{character!r} by itself in {self._text!r}")
        readers = {"\\": self._escape, "[": self._class, "(": self._group}
        reader = readers.get(character)
        return self._plain(character) if reader is None else reader()

    def _plain(self, character: str) -> str:
        if character in self._spaces:
            return ""
        if character == ".":
            return self._dot
        if character in self._anchors:
            return self._anchors[character]
        return character if character in "|)" else re.escape(character)

    def _next(self) -> str:
        if self._at >= len(self._text):
            raise ValueError(f"{self._text!r} ends too early")
        self._at += 1
        return self._text[self._at - 1]

    def _take(self, text: str) -> bool:
        taken = self._text.startswith(text, self._at)
        self._at += len(text) if taken else 0
        return taken

    def _quantified(self, found: re.Match[str]) -> str:
        """Read a quantifier; XPath has no possessive ones."""
        self._at = found.end()
        reluctant = "?" if self._take("?") else ""
        if _QUANTIFIER.match(self._text, self._at):
            raise ValueError(f"two quantifiers in {self._text!r}")
        return found.group() + reluctant

    def _group(self) -> str:
        if self._text.startswith("?", self._at) and not self._take("?:"):
            raise ValueError(f"'(?' in {self._text!r}")
        return "(?:" if self._text.startswith("?:", self._at - 2) else "("

    def _escape(self) -> str:
        character = self._text[self._at : self._at + 1]
        if character.isdecimal() and character != "0":
            self._at += 1
            return f"(?:\\{character})"
        inside, single = self._escaped()
        return re.escape(inside) if single else f"[{inside}]"

    def _escaped(self) -> tuple[str, bool]:
        """Read what follows a backslash: text for a class, and if it is one letter."""
        found = _CATEGORY.match(self._text, self._at)
        if found is not None:
            self._at = found.end()
            return category(found[2], complement=found[1] == "P"), False
        character = self._next()
        if character in _SINGLE or character in _ESCAPABLE:
            return _SINGLE.get(character, character), True
        return shorthand(character), False

    def _class(self) -> str:
        """Read a class up to its bracket, and what is subtracted from it."""
        sign = "^" if self._take("^") else ""
        inside: list[str] = []
        minus = ""
        while not self._take("]"):
            if inside and self._take("-["):
                minus = f"(?!{self._class()})"
                if not self._take("]"):
                    raise ValueError(f"a class goes on in {self._text!r}")
                break
            inside.append(self._item())
        if not inside:
            raise ValueError(f"an empty class in {self._text!r}")
        return f"(?:{minus}[{sign}{''.join(inside)}])"

    def _item(self) -> str:
        text, single = self._character()
        if not single:
            return text
        range_ = self._text.startswith("-", self._at)
        if not range_ or self._text[self._at + 1 : self._at + 2] in ("]", "["):
            return re.escape(text)
        self._at += 1
        end, single = self._character()
        if not single:
            raise ValueError(f"a range without an end in {self._text!r}")
        return f"{re.escape(text)}-{re.escape(end)}"

    def _character(self) -> tuple[str, bool]:
        character = self._next()
        if character == "\\":
            return self._escaped()
        if character == "[":
            raise ValueError(f"'[' inside a class in {self._text!r}")
        return character, True
