"""Calls of other services, taken out of a query, and their solutions put in.

A SERVICE group is evaluated by itself, before it is joined with what stands around it
(https://www.w3.org/TR/sparql11-federated-query/#algebra). The same solutions in VALUES,
at the same place, therefore give the same answer.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from kg.errors import QueryRefusedError, QuerySyntaxError, ServiceUnusableError
from kg.rdf.query.binding import variables, with_base
from kg.rdf.query.clauses import Prologue
from kg.rdf.query.lexer import Sort, Token, position, words
from kg.rdf.query.reading import read_outline

_CORRELATED = frozenset(["EXISTS", "LATERAL"])
_FORMS = frozenset(["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"])


@dataclass(frozen=True, slots=True)
class Call:
    """One SERVICE of a query.

    Attributes:
        endpoint: the IRI that is asked.
        silent: whether the query goes on with one empty solution where that fails.
        query: what is asked there, which stands alone.
        start: the offset of SERVICE in the query around it.
        end: the offset after the group.
        names: the variables that its solutions may have, sorted; all of the group
            where it cannot be told.
    """

    endpoint: str
    silent: bool
    query: str
    start: int
    end: int
    names: tuple[str, ...]


def mentions_service(query: str) -> bool:
    """Say whether a query may have a SERVICE at all: cheap, and right when it is no."""
    return "SERVICE" in query.upper()


def read_calls(query: str, allowed: Iterable[str]) -> list[Call]:
    """List the calls of a query in the order they stand.

    Raises:
        QueryRefusedError: the endpoint of one is not among those allowed.
        ServiceUnusableError: one stands where its solutions depend on what is around
            it, or does not name its endpoint.
        QuerySyntaxError: one has no endpoint or no group.
    """
    return list(_Reader(query, frozenset(allowed)).calls())


def fill(query: str, calls: Sequence[Call], texts: Iterable[str]) -> str:
    """Put a text in the place of each call."""
    return "".join(text for _, text in _pieces(query, calls, texts))


def original(
    query: str, calls: Sequence[Call], texts: Iterable[str], place: tuple[int, int]
) -> tuple[int, int]:
    """Give the line and column in a query of a place in what `fill` has made of it.

    What stands in a text put in is where its call begins.
    """
    pieces = list(_pieces(query, calls, texts))
    lines = "".join(text for _, text in pieces).split("\n")
    left = sum(len(line) + 1 for line in lines[: place[0] - 1]) + place[1] - 1
    for start, text in pieces:
        if left <= len(text):
            taken = query[start:].startswith(text)
            return position(query, start + left if taken else start)
        left -= len(text)
    return place


def _pieces(
    query: str, calls: Sequence[Call], texts: Iterable[str]
) -> Iterator[tuple[int, str]]:
    """Yield the pieces of a filled query, each with the offset it has in the query."""
    done = 0
    for call, text in zip(calls, texts, strict=True):
        yield done, query[done : call.start]
        yield call.start, text
        done = call.end
    yield done, query[done:]


def empty_solution(names: Iterable[str]) -> str:
    """Write one solution without values, in which the names are known all the same."""
    listed = list(names)
    variables_ = " ".join(f"?{name}" for name in listed)
    return f"VALUES ({variables_}) {{ ({' '.join('UNDEF' for _ in listed)}) }}"


@dataclass(slots=True)
class _Opening:
    """A SERVICE whose group is being read."""

    service: Token
    endpoint: str
    silent: bool


@dataclass(slots=True)
class _Braces:
    """Braces that are open, the word before them, and the call they belong to."""

    word: str
    start: int
    opening: _Opening | None = None


@dataclass(slots=True)
class _Reader:
    query: str
    allowed: frozenset[str]
    prologue: Prologue = field(default_factory=Prologue)
    stack: list[_Braces] = field(default_factory=list)

    def calls(self) -> Iterator[Call]:
        found = words(self.query)
        declared = self._declarations(found)
        before = ""
        for token in found:
            if token.word == "SERVICE":
                self.stack.append(self._open(token, found))
            elif token.word == "{":
                self.stack.append(_Braces(before, token.start))
            elif token.word == "}" and self.stack:
                braces = self.stack.pop()
                if braces.opening is not None:
                    group = self.query[braces.start : token.start + 1]
                    yield self._call(braces.opening, group, token.start + 1, declared)
            before = token.word
        self._check_closed()

    def _declarations(self, found: Iterator[Token]) -> str:
        """Read the prologue; give its bases and prefixes as they were written."""
        texts: list[str] = []

        def kept(rest: Iterator[Token]) -> Iterator[Token]:
            for token in rest:
                texts.append(token.text)
                yield token

        for token in takewhile(lambda it: it.word not in _FORMS, found):
            texts.append(token.text)
            if not self.prologue.declare(token, kept(found)):
                texts.pop()
        return " ".join(texts)

    def _open(self, service: Token, found: Iterator[Token]) -> _Braces:
        token = next(found, service)
        silent = token.word == "SILENT"
        endpoint = next(found, service) if silent else token
        opening = _Opening(service, self._endpoint(endpoint), silent)
        self._check_place(service)
        group = next(found, service)
        if group.word != "{":
            raise self._syntax(group, "expected the group of SERVICE in braces")
        return _Braces("SERVICE", group.start, opening)

    def _endpoint(self, token: Token) -> str:
        where = self._where(token)
        if token.sort is Sort.VARIABLE:
            raise ServiceUnusableError(
                f"{where}: SERVICE {token.text} is not answered here: write the "
                "endpoint itself, since it must be on a list before anything is asked"
            )
        iri = self.prologue.resolve(token)
        if iri is None:
            raise self._syntax(token, "expected the address of an endpoint")
        if iri not in self.allowed:
            listed = ", ".join(f"<{it}>" for it in sorted(self.allowed))
            raise QueryRefusedError(
                f"{where}: SERVICE <{iri}> is not allowed here; allowed are {listed}"
            )
        return iri

    def _check_place(self, service: Token) -> None:
        where = self._where(service)
        around = {braces.word for braces in self.stack}
        if "SERVICE" in around:
            raise ServiceUnusableError(
                f"{where}: SERVICE inside SERVICE is not answered here: put the two "
                "beside each other"
            )
        for word in sorted(around & _CORRELATED):
            raise ServiceUnusableError(
                f"{where}: SERVICE inside {word} is not answered here, since it would "
                "be asked for every solution: put it outside"
            )

    def _call(self, opening: _Opening, group: str, end: int, declared: str) -> Call:
        query = with_base(f"{declared} SELECT * {group}".strip())
        outline = read_outline(query)
        names = variables(group) if outline is None else outline.select.variables
        return Call(
            opening.endpoint,
            opening.silent,
            query,
            opening.service.start,
            end,
            tuple(sorted(names)),
        )

    def _check_closed(self) -> None:
        for braces in self.stack:
            if braces.opening is not None:
                service = braces.opening.service
                raise self._syntax(service, "the group of this SERVICE has no end")

    def _where(self, token: Token) -> str:
        line, column = position(self.query, token.start)
        return f"line {line}, column {column}"

    def _syntax(self, token: Token, reason: str) -> QuerySyntaxError:
        return QuerySyntaxError(reason, *position(self.query, token.start))
