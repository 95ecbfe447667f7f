"""The catalogue of queries: `queries/<folder>/<name>.rq`, each a question with values.

A query file is plain SPARQL that any endpoint runs: its parameters are variables, its
prefixes are declared, and what it asks stands in comments at its head
(kg.rdf.query.header).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.errors import (
    DanglingKeyError,
    DuplicateKeyError,
    InputError,
    InputErrors,
    Position,
    QueryRefusedError,
    QuerySyntaxError,
    SyntaxFaultError,
    UnexpectedValueError,
    UnknownFieldError,
)
from kg.rdf.namespaces import PREFIXES
from kg.rdf.query import binding as sparql
from kg.rdf.query.binding import Value
from kg.rdf.query.header import Header, read_header
from kg.rdf.query.lexer import Sort, Token, position, tokens
from kg.rdf.query.parameter import Parameter, parse_value
from kg.rdf.query.preflight import Form, query_form
from kg.rdf.rebasing import with_own_base

SUFFIX = ".rq"
_MENTIONED = re.compile(r"`\?(\w+)`")


@dataclass(frozen=True, slots=True)
class Query:
    """A question of the catalogue, and the SPARQL that answers it.

    Attributes:
        name: the file's name without suffix; it lasts, since addresses are made of it.
        title: a heading.
        question: the question in full.
        audience: whom it is for: researchers, partners or validators.
        parameters: the values it takes, in the order of the header.
        text: the file as it is, about things with the base of this project.
        folder: the kind of query: checks, competency, library, quality.
        identifier: of the competency question it answers, or "".
        note: how to read the answer, or "".
        engines: why engines give different answers, or "".
        dimension: of quality, that it measures, or "".
        misses: the name of the query that lists what a measure misses, or "".
        severity: how grave a row of a check is, or "".
    """

    name: str
    title: str
    question: str
    audience: str
    parameters: tuple[Parameter, ...]
    text: str
    folder: str = ""
    identifier: str = ""
    note: str = ""
    engines: str = ""
    dimension: str = ""
    misses: str = ""
    severity: str = ""

    @property
    def form(self) -> Form:
        """The form of the query: SELECT, ASK, CONSTRUCT or DESCRIBE."""
        return query_form(self.text)

    def bind(self, values: Mapping[str, str | Value] | None = None) -> str:
        """Write the query with values, texts being read as the parameters say.

        A parameter without a value has its default.

        Raises:
            UnknownFieldError: the query has no such parameter.
            UnexpectedValueError: a text is no value of its parameter.
        """
        given = values or {}
        if not given:
            return _usual(self)
        names = [parameter.name for parameter in self.parameters]
        for name in given:
            if name not in names:
                expected = f"one of {', '.join(names)}" if names else "none"
                raise UnknownFieldError(
                    f"query {self.name}", f"parameter {name}", expected, names
                )
        return _bound(self, given)


@lru_cache(maxsize=1024)
def _usual(query: Query) -> str:
    """Write a query with the usual values: catalogues, pages and measures ask it so."""
    return _bound(query, {})


def _bound(query: Query, given: Mapping[str, str | Value]) -> str:
    return sparql.bind(
        query.text,
        {
            parameter.name: _value(
                parameter, given.get(parameter.name, parameter.default)
            )
            for parameter in query.parameters
        },
    )


def _value(parameter: Parameter, given: str | Value) -> Value:
    return parse_value(parameter, given) if isinstance(given, str) else given


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All queries, in the order of folders and names."""

    queries: tuple[Query, ...]

    def __iter__(self) -> Iterator[Query]:
        return iter(self.queries)

    def __len__(self) -> int:
        return len(self.queries)

    def find(self, name: str) -> Query:
        """Return the query of a name.

        Raises:
            DanglingKeyError: there is none; the error has the nearest names.
        """
        for query in self.queries:
            if query.name == name:
                return query
        known = [query.name for query in self.queries]
        raise DanglingKeyError("queries", name, "the name of a query", known)


def read_catalogue(folder: Path) -> Catalogue:
    """Read every `.rq` file of a folder and the folders in it.

    Raises:
        InputErrors: what is wrong in the files, each fault with file and line.
    """
    found: dict[str, Query] = {}
    identifiers: set[str] = set()
    faults: list[InputError] = []
    for path in sorted(folder.rglob(f"*{SUFFIX}")):
        name = path.relative_to(folder.parent).as_posix()
        try:
            query = parse_query(path.read_text("utf-8"), name)
            _check_unique(query, name, found, identifiers)
        except InputError as error:
            faults.append(error)
            continue
        found[query.name] = query
        identifiers.add(query.identifier)
    faults += _lost(found, folder.name)
    if faults:
        raise InputErrors(faults)
    return Catalogue(tuple(found.values()))


def _check_unique(
    query: Query, path: str, found: Mapping[str, Query], identifiers: set[str]
) -> None:
    if query.name in found:
        other = f"{found[query.name].folder}/{query.name}{SUFFIX}"
        raise DuplicateKeyError(
            Position(path), f"{query.name}, also {other}", "a name that no other has"
        )
    if query.identifier and query.identifier in identifiers:
        where = read_header(query.text, path).position("Id")
        raise DuplicateKeyError(where, query.identifier, "an Id that no other has")


def _lost(found: Mapping[str, Query], folder: str) -> Iterator[InputError]:
    """See that what lists the misses of a measure is there."""
    for query in found.values():
        if query.misses and query.misses not in found:
            path = f"{folder}/{query.folder}/{query.name}{SUFFIX}"
            where = read_header(query.text, path).position("Misses")
            expected = "the name of a query"
            yield DanglingKeyError(where, query.misses, expected, found)


@lru_cache(maxsize=1024)
def parse_query(text: str, path: str) -> Query:
    """Read a query with its header; the name is that of the path.

    What was read is kept: builds, checks and services read one catalogue many times.

    Raises:
        InputError: header, prefixes or parameters are not in order.
    """
    text = with_own_base(text)
    header = read_header(text, path)
    _check_form(text, path)
    _check_prefixes(text, path)
    _check_parameters(text, header)
    file = Path(path)
    return Query(
        name=file.stem,
        title=header.title,
        question=header.text("Question"),
        audience=header.text("For"),
        parameters=header.parameters,
        text=text,
        folder=file.parent.name,
        identifier=header.text("Id"),
        note=header.text("Note"),
        engines=header.text("Engines"),
        dimension=header.text("Dimension"),
        misses=header.text("Misses").strip("`"),
        severity=header.text("Severity"),
    )


def _check_form(text: str, path: str) -> None:
    """See that the text is a query as far as its first word tells."""
    try:
        query_form(text)
    except QuerySyntaxError as error:
        found = text.splitlines()[error.line - 1 :]
        rest = found[0][error.column - 1 :] if found else "the end"
        expected = "SELECT, ASK, CONSTRUCT or DESCRIBE"
        where = Position(path, error.line, error.column)
        raise SyntaxFaultError(where, rest, expected) from None


def _check_prefixes(text: str, path: str) -> None:
    """See that prefixes are declared, and mean what they mean everywhere else."""
    words = [token for token in tokens(text) if token.sort is not Sort.BLANK]
    declared: set[str] = set()
    for keyword, name, iri in zip(words, words[1:], words[2:], strict=False):
        if keyword.word == "PREFIX":
            _check_declaration(name, iri, _place(path, text, name))
            declared.add(_prefix(name))
    for token in words:
        if token.sort is Sort.NAME and _prefix(token) not in declared:
            expected = f"a line PREFIX {_prefix(token)}: <…>"
            where = _place(path, text, token)
            raise UnexpectedValueError(where, token.text, expected)


def _check_declaration(name: Token, iri: Token, where: Position) -> None:
    prefix = _prefix(name)
    if prefix not in PREFIXES:
        expected = "a prefix of the project's list"
        raise UnexpectedValueError(where, f"{prefix}:", expected, PREFIXES)
    if iri.text != f"<{PREFIXES[prefix]}>":
        expected = f"<{PREFIXES[prefix]}>"
        raise UnexpectedValueError(where, f"{prefix}: {iri.text}", expected)


def _prefix(token: Token) -> str:
    return token.text.partition(":")[0]


def _place(path: str, text: str, token: Token) -> Position:
    return Position(path, *position(text, token.start))


def _check_parameters(text: str, header: Header) -> None:
    """See that the query has the variables its header names, and can be bound."""
    known = sparql.variables(text)
    for entry in header.entries:
        for name in _MENTIONED.findall(entry.text):
            if name not in known:
                expected = "a variable of the query"
                raise UnexpectedValueError(entry.position, f"?{name}", expected, known)
    for index, parameter in enumerate(header.parameters):
        value = parse_value(parameter, parameter.default)
        try:
            sparql.bind(text, {parameter.name: value})
        except QueryRefusedError as error:
            where = header.position("Parameter", index)
            expected = "a variable that can be bound"
            raise UnexpectedValueError(where, str(error), expected) from None
