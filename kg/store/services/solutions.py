"""Solutions that a stranger sends, as SPARQL results in JSON, made into VALUES.

Everything is checked: what is not a result by the book
(https://www.w3.org/TR/sparql11-results-json/) is a failure of who sent it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from pyoxigraph import BaseDirection, Literal, NamedNode

from kg.errors import ServiceFailedError, ServiceUnusableError
from kg.rdf.characters import VARIABLE

_NAME = re.compile(VARIABLE)


@dataclass(frozen=True, slots=True)
class Solutions:
    """The solutions of a SELECT: its variables, and a term for each that is bound."""

    names: list[str]
    rows: list[dict[str, Any]]

    def clause(self) -> str:
        """Write the solutions as a VALUES clause, in one line.

        Raises:
            ServiceFailedError: a term is none.
            ServiceUnusableError: a term means nothing outside the answer.
        """
        head = " ".join(f"?{name}" for name in self.names)
        rows = " ".join(f"({' '.join(_cells(self.names, it))})" for it in self.rows)
        return f"VALUES ({head}) {{ {rows} }}"


def read_solutions(content: bytes) -> Solutions:
    """Read the answer to a SELECT.

    Raises:
        ServiceFailedError: it is not whole, or no such answer.
    """
    try:
        found = orjson.loads(content)
        solutions = Solutions(found["head"]["vars"], found["results"]["bindings"])
        _check(solutions.names, solutions.rows)
    except orjson.JSONDecodeError as error:
        raise ServiceFailedError(f"its answer is not whole: {error}") from error
    except (AttributeError, KeyError, TypeError) as error:
        raise ServiceFailedError("its answer is no result of a SELECT") from error
    return solutions


def _check(names: list[str], rows: list[dict[str, Any]]) -> None:
    known = set(names)
    if len(known) < len(names) or not all(map(_NAME.fullmatch, names)):
        raise TypeError("the names are not those of variables")
    for row in rows:
        if not row.keys() <= known:
            raise KeyError("a row has a variable that the head has not")


def _cells(names: list[str], row: dict[str, Any]) -> Iterator[str]:
    for name in names:
        term = row.get(name)
        try:
            yield "UNDEF" if term is None else _cell(term, name)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            message = f"its answer has a value of ?{name} that is no term"
            raise ServiceFailedError(message) from error


def _cell(term: dict[str, str], name: str) -> str:
    kind, value = term["type"], term["value"]
    if kind == "uri":
        return _plain(str(NamedNode(value)))
    if kind in {"literal", "typed-literal"}:
        return _literal(value, term)
    if kind in {"bnode", "triple"}:
        what = "a blank node" if kind == "bnode" else "a triple term"
        raise ServiceUnusableError(
            f"it has {what} for ?{name}, which means nothing outside its answer: bind "
            "something else, or leave the variable out by a SELECT in the group"
        )
    raise ValueError(kind)


def _literal(value: str, term: dict[str, str]) -> str:
    language, datatype = term.get("xml:lang"), term.get("datatype")
    if language:
        direction = _DIRECTIONS.get(term.get("its:dir", ""))
        literal = Literal(value, language=language, direction=direction)
    else:
        literal = Literal(value, datatype=NamedNode(datatype) if datatype else None)
    text, quote, suffix = str(literal).rpartition('"')
    return f"{_plain(text)}{quote}{suffix}"


def _plain(text: str) -> str:
    """Write the word SERVICE so that it calls nothing, however it is read."""
    return _WORD.sub(lambda found: f"\\u{ord(found[0]):04X}", text)


_WORD = re.compile("s(?=ervice)", re.IGNORECASE)
_DIRECTIONS = {"ltr": BaseDirection.LTR, "rtl": BaseDirection.RTL}
