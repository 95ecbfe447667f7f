"""What is wrong with a query that Oxigraph cannot read, in words for its author."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from kg.errors import QuerySyntaxError
from kg.rdf.lexer import Sort, Token, position, tokens
from kg.rdf.namespaces import PREFIXES

_MESSAGE = re.compile(
    r"error at (\d+):(\d+): (?:expected )?(?:one of )?(.*)", re.DOTALL
)
_SENTENCE = re.compile(r"[A-Z][a-z]+(?: [\w()]+)+[^,\[]*")
_KEYWORD = re.compile(r"\b[A-Z][A-Z_0-9]{2,}\b")
_SIGN = re.compile(r'"(?:[^"\\]|\\.)+"')
_MOST = 12


def syntax_error(query: str, message: str) -> QuerySyntaxError:
    """Explain a query the engine cannot read: our own diagnosis, else the engine's."""
    words = [token for token in tokens(query) if token.sort is not Sort.BLANK]
    fault = next(_faults(query, words), None)
    return _engine_fault(query, words, message) if fault is None else fault


def _faults(query: str, words: list[Token]) -> Iterator[QuerySyntaxError]:
    """Yield the mistakes that are made most, which the engine's parser misplaces."""
    declared = set(_declared(words))
    for token in words:
        where = position(query, token.start)
        if token.text in {'"', "'"}:
            yield QuerySyntaxError("a string begins here that has no end", *where)
        prefix = token.text.partition(":")[0]
        if token.sort is Sort.NAME and prefix not in declared:
            yield QuerySyntaxError(_undeclared(prefix), *where)


def _declared(words: list[Token]) -> Iterator[str]:
    for keyword, name in pairwise(words):
        if keyword.word == "PREFIX":
            yield name.text.partition(":")[0]


def _undeclared(prefix: str) -> str:
    known = PREFIXES.get(prefix)
    hint = "" if known is None else f"; perhaps PREFIX {prefix}: <{known}>"
    return f"prefix {prefix}: is not declared{hint}"


def _engine_fault(query: str, words: list[Token], message: str) -> QuerySyntaxError:
    match = _MESSAGE.fullmatch(message)
    if match is None:
        return QuerySyntaxError(message)
    line, column, expected = int(match[1]), int(match[2]), match[3]
    if (sentence := _SENTENCE.search(expected)) is not None:
        return QuerySyntaxError(sentence.group().strip(), line, column)
    keywords, signs = _KEYWORD.findall(expected), _SIGN.findall(expected)
    if not signs and "[" not in expected.replace("[_]", ""):
        # The parser reads as many characters as a keyword has before it compares, and
        # reports the place after them.
        column -= min(map(len, keywords), default=0)
    found = _found(query, words, line, column)
    return QuerySyntaxError(
        f"found {found}; {_expected(keywords + signs)}", line, column
    )


def _found(query: str, words: Iterable[Token], line: int, column: int) -> str:
    return next(
        (
            repr(token.text)
            for token in words
            if position(query, token.start) >= (line, column)
        ),
        "the end of the query",
    )


def _expected(symbols: Iterable[str]) -> str:
    listed = sorted(set(symbols))
    if not listed:
        return "that cannot stand here"
    more = ", …" if len(listed) > _MOST else ""
    return f"expected one of {', '.join(listed[:_MOST])}{more}"
