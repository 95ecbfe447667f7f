"""What a query is and whether it is safe to run, read from its words alone.

The engine's parser recurses and cannot be stopped: braces 2 200 deep end its process,
1 000 deep end the `oxigraph` server. SERVICE would let a stranger send requests from
our machine. Both are refused here, in Python, before any native code sees the query.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from kg.errors import QueryError, QueryRefusedError, QuerySyntaxError
from kg.rdf.formats import Kind
from kg.rdf.query.complexity import DEFAULT, Allowed, excess
from kg.rdf.query.lexer import Sort, Token, position, words
from kg.rdf.query.mould import Mould, mould_of
from kg.rdf.query.structure import Reading, Structure


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


@dataclass(frozen=True, slots=True)
class Preflight:
    """What the words of a query say of it.

    `volatile` says that it may have another answer on the same graph: it asks for the
    time, for chance or for new names.
    """

    form: Form
    structure: Structure
    calls_service: bool
    volatile: bool

    @property
    def dear(self) -> bool:
        """Whether it will take long, as far as its words tell."""
        return self.structure.dear


def query_form(query: str) -> Form:
    """Read the form of a query from the first word after its prologue.

    Raises:
        QuerySyntaxError: no form of query or update begins there.
    """
    return _form(query, read_words(query, DEFAULT))


def inspect(query: str, allowed: Allowed = DEFAULT) -> Preflight:
    """Read everything about a query; of one that has too much of something, a part.

    Raises:
        QuerySyntaxError: no form of query or update begins it.
    """
    found, structure = _read(query, allowed)
    upper = query.upper()
    return Preflight(
        form=_form(query, found),
        structure=structure,
        calls_service="SERVICE" in upper and may_call_service(query, found),
        volatile=any(it in upper for it in _VOLATILE) and any(map(_may_vary, found)),
    )


_PART = 512
"""Words that are read before looking whether the rest needs reading."""


def _read(query: str, allowed: Allowed) -> tuple[list[Token], Structure]:
    """List and count words until it is known that they will be refused, or to the end.

    Who sends a megabyte of what is never run would keep others waiting otherwise.
    """
    found: list[Token] = []
    reading, rest = Reading(), words(query)
    while part := list(islice(rest, _PART)):
        _require_words(query, part)
        found += part
        reading.read(part)
        if excess(reading.found, allowed) is not None or _asks_nothing(found):
            return found, reading.stop() if any(rest) else reading.end()
    return found, reading.end()


def _asks_nothing(found: list[Token]) -> bool:
    """Say whether neither a query nor an update begins after the prologue."""
    index = _after_prologue(found)
    return index < len(found) and found[index].word not in _FORMS | _UPDATES


def check(query: str) -> Form:
    """Give the form of a query that is safe to hand to an engine: see `admit`."""
    return admit(query).form


def admit(query: str, allowed: Allowed = DEFAULT) -> Preflight:
    """Read a query that is safe to hand to an engine.

    Raises:
        QuerySyntaxError: no form of query begins it.
        QueryRefusedError: it is an update, or calls another service, or may do so.
        QueryTooComplexError: it has more of something than is allowed.
    """
    return (_recall if len(query) <= _SMALL else _admit)(query, allowed)


_VOLATILE = ("NOW", "RAND", "UUID", "BNODE")


def _may_vary(token: Token) -> bool:
    # Words may run together (`1NOW()`), as in `may_call_service`.
    return any(word in token.word for word in _VOLATILE)


_SMALL = 8192
"""Queries up to this many characters are remembered: dashboards repeat theirs."""


def _admit(query: str, allowed: Allowed) -> Preflight:
    found = inspect(query, allowed)
    if (fault := _fault(found, allowed)) is not None:
        raise fault
    return found


@lru_cache(maxsize=512)
def _recall(query: str, allowed: Allowed) -> Preflight:
    """Read a query, unless one was admitted that differs in constants alone."""
    mould = mould_of(query)
    return _admit(query, allowed) if mould is None else _recall_mould(mould, allowed)


@lru_cache(maxsize=512)
def _recall_mould(mould: Mould, allowed: Allowed) -> Preflight:
    return _admit(mould.query, allowed)


def _fault(found: Preflight, allowed: Allowed) -> QueryError | None:
    if found.form is Form.UPDATE:
        return QueryRefusedError("updates are not taken here: the graph is read-only")
    if found.calls_service:
        return QueryRefusedError(
            "SERVICE is not allowed here (nor is a prefix that contains the word, nor "
            "a call in a comment): this service sends no requests to others"
        )
    return excess(found.structure, allowed)


def read_words(query: str, allowed: Allowed) -> list[Token]:
    """List the words of a query or update, as long as they can be words of one.

    Raises:
        QuerySyntaxError: a string in it has no end, or something in it is no word.
        QueryTooComplexError: it has too many words to be read.
    """
    found = list(islice(words(query), allowed.words + 1))
    if (fault := excess(Structure(len(found)), allowed)) is not None:
        raise fault
    _require_words(query, found)
    return found


def _require_words(query: str, found: Iterable[Token]) -> None:
    for token in found:
        if token.sort in _NO_WORDS and token.text != "\\":
            where = position(query, token.start)
            raise QuerySyntaxError(_no_word(token), *where)


_NO_WORDS = frozenset([Sort.ENDLESS, Sort.RUN, Sort.OTHER])
"""What no query has. A backslash may: it writes characters anywhere in SPARQL 1.1."""

_SHOWN = 20


def _no_word(token: Token) -> str:
    if token.sort is Sort.ENDLESS:
        # Where a string ends is where the query goes on, so this is the end.
        return "a string begins here that has no end"
    if token.sort is Sort.RUN:
        start, length = token.text[:_SHOWN], len(token.text)
        return f"found '{start}…', {length} characters that are no word of SPARQL"
    return f"found {token.text!r}, which no word of SPARQL begins with"


def _form(query: str, found: list[Token]) -> Form:
    index = _after_prologue(found)
    if index >= len(found):
        raise QuerySyntaxError("the query ends before it asks", *_end(query))
    word = found[index].word
    if word in _UPDATES:
        return Form.UPDATE
    if word not in _FORMS:
        raise QuerySyntaxError(
            f"found {found[index].text!r}; expected SELECT, ASK, CONSTRUCT or DESCRIBE",
            *position(query, found[index].start),
        )
    return Form(word)


def _after_prologue(found: list[Token]) -> int:
    index = 0
    while index < len(found) and found[index].word in _PROLOGUE:
        index += _PROLOGUE[found[index].word]
    return index


def _end(query: str) -> tuple[int, int]:
    return position(query, len(query))


def may_call_service(query: str, found: Iterable[Token]) -> bool:
    """Say whether the engine could read a call in a text, whose words are given."""
    return any(map(_may_hold_call, found)) or bool(_CALL.search(query))


def _may_hold_call(token: Token) -> bool:
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
