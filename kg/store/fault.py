"""What is wrong with a query that Oxigraph cannot read, in words for its author."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate, islice, pairwise

from pyoxigraph import Store as Engine

from kg.errors import QuerySyntaxError
from kg.rdf.namespaces import PREFIXES
from kg.rdf.query.lexer import Sort, Token, position
from kg.rdf.query.lexer import words as words_of

_MESSAGE = re.compile(
    r"error at (\d+):(\d+): (?:expected )?(?:one of )?(.*)", re.DOTALL
)
_FUNCTION = re.compile(r"The custom function <(.*)> is not supported")
_SENTENCE = re.compile(r"[A-Z][a-z]+(?: [\w()]+)+[^,\[]*")
_SYMBOL = re.compile(r'"(?:[^"\\]|\\.)+"|\b[A-Z][A-Z_0-9]{2,}\b')
_MOST_SYMBOLS = 12
_MOST_WORDS = 10_000
"""Words that are looked at: to read more takes longer than the engine took."""
_APART = " " * 24


Read = Callable[[str], object]
"""Reads a text as the engine does, and raises SyntaxError where it cannot."""


def syntax_error(query: str, message: str) -> QuerySyntaxError:
    """Explain a query the engine cannot read: our own diagnosis, else the engine's."""
    return _explained(query, message, Engine().query)


def update_error(update: str, message: str) -> QuerySyntaxError:
    """Explain an update the engine cannot read, as `syntax_error` does a query."""
    return _explained(update, message, Engine().update)


def _explained(query: str, message: str, read: Read) -> QuerySyntaxError:
    words = list(islice(words_of(query), _MOST_WORDS + 1))
    fault = next(_faults(query, words), None)
    return _engine_fault(query, words, message, read) if fault is None else fault


def unknown_function(query: str, message: str) -> QuerySyntaxError | None:
    """Explain a call of a function the engine lacks: it says so as it runs the query.

    Any other message is not explained.
    """
    match = _FUNCTION.fullmatch(message)
    if match is None:
        return None
    words = list(words_of(query))
    places = (
        token.start
        for token, after in pairwise(words)
        if _calls(token, after, match[1])
    )
    place = position(query, next(places, 0))
    return QuerySyntaxError(f"there is no function <{match[1]}> here", *place)


def _calls(token: Token, after: Token, iri: str) -> bool:
    if after.text != "(":
        return False
    if token.sort is Sort.IRI:
        return iri.endswith(token.text[1:-1])
    return token.sort is Sort.NAME and iri.endswith(token.text.partition(":")[2])


def _faults(query: str, words: list[Token]) -> Iterator[QuerySyntaxError]:
    """Yield the mistakes that are made most, which the engine's parser misplaces."""
    declared = set(_declared(words))
    for token in words:
        prefix = token.text.partition(":")[0]
        if token.sort is Sort.ENDLESS:
            reason = "a string begins here that has no end"
            yield QuerySyntaxError(reason, *position(query, token.start))
        elif token.sort is Sort.NAME and prefix not in declared:
            yield QuerySyntaxError(_undeclared(prefix), *position(query, token.start))


def _declared(words: list[Token]) -> Iterator[str]:
    for keyword, name in pairwise(words):
        if keyword.word == "PREFIX":
            yield name.text.partition(":")[0]


def _undeclared(prefix: str) -> str:
    known = PREFIXES.get(prefix)
    hint = "" if known is None else f"; perhaps PREFIX {prefix}: <{known}>"
    return f"prefix {prefix}: is not declared{hint}"


def _engine_fault(
    query: str, words: list[Token], message: str, read: Read
) -> QuerySyntaxError:
    match = _MESSAGE.fullmatch(message)
    if match is None:
        return QuerySyntaxError(message)
    line, column, expected = int(match[1]), int(match[2]), match[3]
    if (sentence := _SENTENCE.search(expected)) is not None:
        return QuerySyntaxError(sentence.group().strip(), line, column)
    if len(words) > _MOST_WORDS:
        return QuerySyntaxError("the query cannot be read here", line, column)
    return _placed(query, words, read)


def _placed(query: str, words: list[Token], read: Read) -> QuerySyntaxError:
    """Find the word that the engine cannot read.

    It reads on for the length of each keyword before it compares, and reports the
    furthest place it has read: often words later. With the words far apart it is
    still before the next word.
    """
    starts = [0, *accumulate(len(token.text) + len(_APART) for token in words)]
    text = "".join(f"{token.text}{_APART}" for token in words)
    place, expected = _refusal(text, read)
    index = bisect_right(starts, place) - 1
    end = index >= len(words)
    found = "the end of the query" if end else repr(words[index].text)
    where = position(query, len(query) if end else words[index].start)
    reason = _expected(expected) if place == starts[index] else _MISPLACED
    return QuerySyntaxError(f"found {found}; {reason}", *where)


_MISPLACED = "that cannot stand here"


def _refusal(text: str, read: Read) -> tuple[int, str]:
    """Give the offset at which the engine refuses a text, and what it expected."""
    try:
        read(text)
    except SyntaxError as error:
        match = _MESSAGE.fullmatch(str(error))
        if match is not None:
            before = text.split("\n")[: int(match[1]) - 1]
            return sum(len(it) + 1 for it in before) + int(match[2]) - 1, match[3]
    return len(text), ""


def _expected(text: str) -> str:
    listed = sorted(set(_SYMBOL.findall(text)))
    if not listed:
        return _MISPLACED
    if '"?"' in listed and '"<"' in listed:
        return "expected a variable, an IRI, a name or a literal"
    more = ", …" if len(listed) > _MOST_SYMBOLS else ""
    return f"expected one of {', '.join(listed[:_MOST_SYMBOLS])}{more}"
