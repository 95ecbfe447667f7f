"""The words of a SPARQL query: enough to read it safely, without a parser.

The engine's own parser has no lexer: it reads `1SERVICE<…>` and `SELECTDISTINCT*` as
people do not. What is decided here for safety therefore fails closed
(kg.rdf.query.binding).
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from kg.rdf.characters import BASE, NAME, START, VARIABLE


class Sort(StrEnum):
    """The sorts of token."""

    BLANK = "blank"
    IRI = "iri"
    STRING = "string"
    ENDLESS = "endless"
    VARIABLE = "variable"
    LANGUAGE = "language"
    LABEL = "label"
    NAME = "name"
    NUMBER = "number"
    RUN = "run"
    WORD = "word"
    MARK = "mark"
    OTHER = "other"


_SORTS = {sort.value: sort for sort in Sort}


class Token(NamedTuple):
    """A token: its sort, its text as written and the offset of its first character."""

    sort: Sort
    text: str
    start: int

    @property
    def word(self) -> str:
        """The text in upper case when it is a keyword or an operator, else empty."""
        return self.text.upper() if self.sort in (Sort.WORD, Sort.MARK) else ""

    @property
    def variable(self) -> str:
        """The name of a variable without its sign, else empty."""
        return self.text[1:] if self.sort is Sort.VARIABLE else ""


# Productions 139 to 172 of https://www.w3.org/TR/sparql11-query/#sparqlGrammar.
# Neither this nor the next gives back what it took.
_PREFIX = f"(?:[{BASE}][{NAME}.-]*+(?<!\\.))?"
_RUN = f"[{BASE}][{NAME}.-]{{127,}}+"
"""Letters, points and hyphens that are no prefix: no word is as long. They are one
token, or a text like `a.a.a.` would be read to its end again from each letter."""
_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = (
    f"(?:(?:[{START}0-9:]|{_ESCAPE})"
    f"(?:[{NAME}:-]|{_ESCAPE}|\\.++(?=[{NAME}:%\\\\-]))*)?"
)
_CODE_POINT = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"

NOT_IN_IRI = r'\x00-\x20<>"{}|^`\\'
"""Characters that no IRI has, as a class of them is written."""

LONG = (r'(?:"{0,2}+(?:[^"\\]|\\.))*+', r"(?:'{0,2}+(?:[^'\\]|\\.))*+")
"""What stands in a long string, in double quotes and in single ones."""

_BLANK = r"[ \t\r\n]+|\#[^\r\n]*"
_WORDS = "|".join(
    f"(?P<{sort}>{pattern})"
    for sort, pattern in (
        (Sort.IRI, rf"<(?:[^{NOT_IN_IRI}]|{_CODE_POINT})*>"),
        (
            Sort.STRING,
            rf'"""{LONG[0]}"""'
            rf"|'''{LONG[1]}'''"
            r'|(?!""")"(?:[^"\\\r\n]|\\[^\r\n])*+"'
            r"|(?!''')'(?:[^'\\\r\n]|\\[^\r\n])*+'",
        ),
        (
            # A long string without an end takes all that follows, so that no part of it
            # is read twice.
            Sort.ENDLESS,
            rf'"""{LONG[0]}"*+\\?'
            rf"|'''{LONG[1]}'*+\\?"
            r'|"(?:[^"\\\r\n]|\\[^\r\n])*+\\?'
            r"|'(?:[^'\\\r\n]|\\[^\r\n])*+\\?",
        ),
        (
            Sort.VARIABLE,
            rf"[?$]{VARIABLE}",
        ),
        (Sort.LANGUAGE, r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?"),
        (Sort.LABEL, rf"_:[{START}0-9](?:[{NAME}.-]*[{NAME}-])?"),
        (Sort.NAME, f"{_PREFIX}:{_LOCAL}"),
        (Sort.NUMBER, r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"),
        (Sort.RUN, _RUN),
        (Sort.WORD, r"[A-Za-z_][A-Za-z0-9_]*"),
        (
            Sort.MARK,
            r"<<\(|\)>>|<<|>>|\{\||\|\}|\^\^|&&|\|\||!=|<=|>="
            r"|[{}()\[\].,;*/+|^?!=<>~-]",
        ),
        (Sort.OTHER, r"."),
    )
)


# To compile these takes 30 ms each: the processes that answer queries start in a third
# of the time without, and seldom need them.
@cache
def _token() -> re.Pattern[str]:
    return re.compile(f"(?P<{Sort.BLANK}>{_BLANK})|{_WORDS}", re.DOTALL)


@cache
def _word() -> tuple[re.Pattern[str], dict[int, Sort]]:
    """Give the pattern of a word, and the sort that each of its groups stands for."""
    made = re.compile(rf"(?:{_BLANK})*+(?:{_WORDS}|\Z)", re.DOTALL)
    return made, {number: _SORTS[name] for name, number in made.groupindex.items()}


def tokens(query: str) -> Iterator[Token]:
    """Yield every token, blanks and comments too: their texts make up the query."""
    for match in _token().finditer(query):
        # `lastgroup` is always set: the last alternative takes any character.
        yield Token(_SORTS[match.lastgroup or ""], match.group(), match.start())


def words(query: str) -> Iterator[Token]:
    """Yield every token but blanks and comments."""
    # Every query is read here: by number and without the class's own constructor it
    # takes half the time.
    (word, sorts), new = _word(), tuple.__new__
    for match in word.finditer(query):
        number = match.lastindex
        if number is not None:
            yield new(Token, (sorts[number], match[number], match.start(number)))


def position(query: str, offset: int) -> tuple[int, int]:
    """Give the line and column, from 1, of a character of a query."""
    line = query.count("\n", 0, offset) + 1
    return line, offset - query.rfind("\n", 0, offset)
