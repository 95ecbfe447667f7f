"""Binding values into a query: terms take the place of variables, token by token.

The outcome is plain SPARQL text that any engine reads. Engines bind parameters each in
their own way (Oxigraph only those that are projected, SPARQL over HTTP not at all).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryRefusedError, UnexpectedValueError
from kg.rdf.namespaces import BASE
from kg.rdf.query.lexer import Sort, Token, tokens

_SCHEME = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")

Value = NamedNode | Literal
"""What can be bound: IRIs and literals; a blank node in a query is a variable."""


def variables(query: str) -> frozenset[str]:
    """List the names of all variables of a query."""
    return frozenset(token.variable for token in tokens(query) if token.variable)


def with_base(query: str) -> str:
    """Make relative IRIs relative to our base, whichever engine reads them.

    Engines resolve them against their own address, unless the query says BASE.
    """
    relative = any(
        token.sort is Sort.IRI and not _SCHEME.match(token.text)
        for token in tokens(query)
    )
    return f"BASE <{BASE}> {query}" if relative else query


def bind(query: str, bindings: Mapping[str, Value]) -> str:
    """Replace variables by terms; a projected variable stays a column of the result.

    A name means one thing throughout the query, in subselects too. `BOUND(?name)` of a
    bound name becomes `true`, so that a query can have optional parameters. `SELECT *`
    has no columns for bound names.

    Raises:
        UnexpectedValueError: the query has no such variable.
        QueryRefusedError: the query itself gives the variable its value (BIND, AS,
            VALUES), or uses it in MINUS, which works by shared variables: write
            FILTER NOT EXISTS.
    """
    known = variables(query)
    for name in bindings:
        if name not in known:
            raise UnexpectedValueError("query", name, "one of its variables", known)
    if not bindings:
        return query
    return "".join(_Binder(query, known, bindings).texts())


class _Clause(Enum):
    """The parts of a query where a variable is written differently."""

    OTHER = auto()
    SELECT = auto()
    GROUP = auto()
    ORDER = auto()
    VALUES = auto()


_CLAUSES = {
    "SELECT": _Clause.SELECT,
    "GROUP": _Clause.GROUP,
    "ORDER": _Clause.ORDER,
    "VALUES": _Clause.VALUES,
    "WHERE": _Clause.OTHER,
    "FROM": _Clause.OTHER,
    "HAVING": _Clause.OTHER,
    "LIMIT": _Clause.OTHER,
    "OFFSET": _Clause.OTHER,
}


@dataclass(slots=True)
class _Frame:
    """A group between braces, or the query around them all.

    `keys` are the names its GROUP BY groups by; `minus` says that it is, or is in, a
    MINUS.
    """

    number: int
    minus: bool = False
    clause: _Clause = _Clause.OTHER
    parens: int = 0
    keys: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Place:
    """A token, the frame and clause it stands in, and the two words before it."""

    token: Token
    frame: _Frame
    clause: _Clause
    parens: int
    before: tuple[str, str]


class _Binder:
    """One call of `bind`: places every token, then writes each in its turn."""

    def __init__(
        self, query: str, known: Iterable[str], bindings: Mapping[str, Value]
    ) -> None:
        self._known = frozenset(known)
        self._bindings = bindings
        self._places = list(_places(query))
        for place in self._places:
            self._check(place)
            if place.clause is _Clause.GROUP and place.parens == 0:
                place.frame.keys.add(place.token.variable)

    def texts(self) -> list[str]:
        """List the text of every token, bound variables replaced."""
        texts: list[str] = []
        call = 0
        for place in self._places:
            if place.token.word == "BOUND":
                call = len(texts)
            if place.token.variable not in self._bindings:
                texts.append(place.token.text)
            elif place.before == ("(", "BOUND"):
                # The parenthesis that closes the call then closes this one.
                texts[call:] = [" (true"]
            else:
                texts.append(f" {self._text(place)} ")
        return texts

    def _check(self, place: _Place) -> None:
        name = place.token.variable
        if name not in self._bindings:
            return
        if place.before[0] == "AS" or place.clause is _Clause.VALUES:
            raise QueryRefusedError(f"?{name} cannot be bound: the query sets it")
        if place.frame.minus:
            raise QueryRefusedError(
                f"?{name} cannot be bound inside MINUS: write FILTER NOT EXISTS"
            )

    def _text(self, place: _Place) -> str:
        name, term = place.token.variable, str(self._bindings[place.token.variable])
        if place.parens > 0:
            return term
        if place.clause is _Clause.SELECT:
            column = self._column(name, place.frame)
            return column if name in place.frame.keys else f"({term} AS {column})"
        if place.clause is _Clause.GROUP:
            return f"({term} AS {self._column(name, place.frame)})"
        return f"({term})" if place.clause is _Clause.ORDER else term

    def _column(self, name: str, frame: _Frame) -> str:
        """Name the column a bound name becomes.

        In a subselect it needs a name of its own: AS may not name what the group
        around it can see already.
        """
        if frame.number == 0:
            return f"?{name}"
        fresh = f"{name}_{frame.number}"
        while fresh in self._known:
            fresh += "_"
        return f"?{fresh}"


def _places(query: str) -> Iterator[_Place]:
    """Yield every token with where it stands."""
    stack = [_Frame(0)]
    count = 0
    before = ("", "")
    for token in tokens(query):
        frame = stack[-1]
        if token.text == "{" and frame.clause is not _Clause.VALUES:
            count += 1
            frame.clause = _Clause.OTHER
            stack.append(_Frame(count, minus=frame.minus or before[0] == "MINUS"))
        elif token.text == "}" and frame.clause is _Clause.VALUES:
            frame.clause = _Clause.OTHER
        elif token.text == "}" and len(stack) > 1:
            stack.pop()
        else:
            _advance(frame, token)
        yield _Place(token, frame, frame.clause, frame.parens, before)
        if token.sort is not Sort.BLANK:
            before = (token.word, before[0])


def _advance(frame: _Frame, token: Token) -> None:
    """Follow the clauses and parentheses of a frame past a token."""
    if token.text == "(":
        frame.parens += 1
    elif token.text == ")":
        frame.parens -= 1
    elif frame.parens == 0 and token.word in _CLAUSES:
        frame.clause = _CLAUSES[token.word]
