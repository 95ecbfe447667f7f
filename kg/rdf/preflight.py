"""What a query is and whether it is safe to run, read from its words alone.

The engine's parser recurses and cannot be stopped: braces 2 200 deep end its process,
1 000 deep end the `oxigraph` server. SERVICE would let a stranger send requests from
our machine. Both are refused here, in Python, before any native code sees the query.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate

from kg.errors import (
    QueryError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTooComplexError,
)
from kg.rdf.formats import Kind
from kg.rdf.lexer import Sort, Token, position, tokens

MAX_DEPTH = 128
"""Brackets inside brackets; the engine has been seen to fail from 1 000 on."""

MAX_GROUPS = 512
"""Groups in all; chains of OPTIONAL overflow the engine's stack from 2 600 on."""

MAX_WORDS = 100_000
"""Words in all: each costs us microseconds, before the engine has any part in it."""


class Form(StrEnum):
    """The forms of query, and every kind of update as one."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"
    UPDATE = "UPDATE"

    @property
    def kind(self) -> Kind:
        """What the answer to this form is.

        Raises:
            ValueError: an update has no answer.
        """
        if self is Form.UPDATE:
            raise ValueError("an update has no answer")
        return _KINDS.get(self, Kind.GRAPH)


_FORMS = frozenset(form.value for form in Form if form is not Form.UPDATE)
_KINDS = {Form.SELECT: Kind.BINDINGS, Form.ASK: Kind.BOOLEAN}
_UPDATES = frozenset(
    [
        "INSERT",
        "DELETE",
        "LOAD",
        "CLEAR",
        "DROP",
        "CREATE",
        "ADD",
        "MOVE",
        "COPY",
        "WITH",
    ]
)

_GAP = r"(?:\s|#[^\r\n]*[\r\n])*+"
_LETTER = r"[^\s<>(){}#:/?&=%\"'\\]"
_LOCAL = r"(?:\\.|[^\s<>(){}#\\])"
_CALLED = (
    rf"<[^<>\s]*+>{_GAP}\{{",
    rf"[?$](?:[^\s{{}}#]{{256}}|[^\s{{}}#]++{_GAP}\{{)",
    rf"(?:{_LETTER}{{256}}|{_LETTER}*+:(?:{_LOCAL}{{256}}|{_LOCAL}*+{_GAP}\{{))",
)
_CALL = re.compile(
    rf"SERVICE{_GAP}(?:SILENT{_GAP})?+(?:{'|'.join(_CALLED)})", re.IGNORECASE
)
"""A call, wherever it stands: in `1<'>') SERVICE <…> {…} # '` the engine reads one
where the lexer reads an IRI and a string. A name of 256 letters is taken for one."""

_PROLOGUE = {"BASE": 2, "PREFIX": 3, "VERSION": 2}
_OPEN = frozenset(["{", "(", "[", "<<", "<<(", "{|"])
_CLOSE = frozenset(["}", ")", "]", ">>", ")>>", "|}"])


@dataclass(frozen=True, slots=True)
class Preflight:
    """What the words of a query say of it.

    `volatile` says that it may have another answer on the same graph: it asks for the
    time, for chance or for new names.
    """

    form: Form
    depth: int
    groups: int
    calls_service: bool
    volatile: bool


def query_form(query: str) -> Form:
    """Read the form of a query from the first word after its prologue.

    Raises:
        QuerySyntaxError: no form of query or update begins there.
    """
    return _form(query, _words(query))


def nesting_depth(query: str) -> int:
    """Count the brackets of every kind that stand inside each other at the deepest."""
    return max(accumulate(_steps(_words(query)), initial=0))


def inspect(query: str) -> Preflight:
    """Read everything about a query in one pass.

    Raises:
        QuerySyntaxError: no form of query or update begins it.
    """
    words = _words(query)
    return Preflight(
        form=_form(query, words),
        depth=max(accumulate(_steps(words), initial=0)),
        groups=sum(token.text == "{" for token in words),
        calls_service=any(map(_may_call_service, words)) or bool(_CALL.search(query)),
        volatile=any(map(_may_vary, words)),
    )


def check(query: str) -> Form:
    """Give the form of a query that is safe to hand to an engine: see `admit`."""
    return admit(query).form


def admit(query: str) -> Preflight:
    """Read a query that is safe to hand to an engine.

    Raises:
        QuerySyntaxError: no form of query begins it.
        QueryRefusedError: it is an update, or calls another service, or may do so.
        QueryTooComplexError: it is nested too deep, has too many groups or words.
    """
    found = _recall(query) if len(query) <= _SMALL else inspect(query)
    if (fault := _fault(found)) is not None:
        raise fault
    return found


def _may_vary(token: Token) -> bool:
    # Words may run together (`1NOW()`), as in `_may_call_service`.
    return any(word in token.word for word in ("NOW", "RAND", "UUID", "BNODE"))


_SMALL = 8192
"""Queries up to this many characters are remembered: dashboards repeat theirs."""

_recall = lru_cache(maxsize=512)(inspect)


def _fault(found: Preflight) -> QueryError | None:
    if found.form is Form.UPDATE:
        return QueryRefusedError("updates are not taken here: the graph is read-only")
    if found.calls_service:
        return QueryRefusedError(
            "SERVICE is not allowed here (nor is a prefix that contains the word, nor "
            "a call in a comment): this service sends no requests to others"
        )
    return _excess(found)


def _excess(found: Preflight) -> QueryTooComplexError | None:
    for count, limit, what in (
        (found.depth, MAX_DEPTH, "brackets inside brackets"),
        (found.groups, MAX_GROUPS, "groups"),
    ):
        if count > limit:
            message = f"the query has {count} {what}; at most {limit} are allowed"
            return QueryTooComplexError(message)
    return None


def _words(query: str) -> list[Token]:
    return list(_bounded(query))


def _bounded(query: str) -> Iterator[Token]:
    """Yield the words of a query, as long as they can be words of one."""
    count = 0
    for token in tokens(query):
        if token.sort is Sort.BLANK:
            continue
        if token.sort is Sort.ENDLESS:
            # Where a string ends is where the query goes on, so this is the end.
            where = position(query, token.start)
            raise QuerySyntaxError("a string begins here that has no end", *where)
        count += 1
        if count > MAX_WORDS:
            message = f"the query has more than {MAX_WORDS} words"
            raise QueryTooComplexError(message)
        yield token


def _form(query: str, words: list[Token]) -> Form:
    index = 0
    while index < len(words) and words[index].word in _PROLOGUE:
        index += _PROLOGUE[words[index].word]
    if index >= len(words):
        raise QuerySyntaxError("the query ends before it asks", *_end(query))
    word = words[index].word
    if word in _UPDATES:
        return Form.UPDATE
    if word not in _FORMS:
        raise QuerySyntaxError(
            f"found {words[index].text!r}; expected SELECT, ASK, CONSTRUCT or DESCRIBE",
            *position(query, words[index].start),
        )
    return Form(word)


def _end(query: str) -> tuple[int, int]:
    return position(query, len(query))


def _steps(words: Iterable[Token]) -> Iterable[int]:
    """Yield how much deeper (or less deep) each token makes the nesting."""
    negations = 0
    for token in words:
        if token.text == "!":
            negations += 1
            yield 1
            continue
        yield -negations
        negations = 0
        if token.sort is Sort.IRI:
            # In `1<((#>` the engine reads an operator where the lexer reads an IRI.
            yield token.text.count("(")
        elif token.sort is Sort.MARK:
            yield (token.text in _OPEN) - (token.text in _CLOSE)


def _may_call_service(token: Token) -> bool:
    """Say whether the engine could read the keyword SERVICE in a token.

    Its parser has no lexer: `1SERVICE<…>`, `trueSERVICE<…>` and `SERVICEp:x` call a
    service, and so does `1<2)SERVICE#>`, which looks like an operator and an IRI.
    """
    text = token.text.upper()
    if token.sort is Sort.WORD:
        return "SERVICE" in text
    if token.sort is Sort.NAME:
        return "SERVICE" in text.partition(":")[0]
    if token.sort is Sort.IRI:
        _, closed, rest = text.partition(")")
        _, called, after = rest.partition("SERVICE")
        return bool(closed and called) and "#" in after
    return False
