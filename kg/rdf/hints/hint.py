"""A hint: what is doubtful in a query, where, and what may be meant."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kg.rdf.iri import shorten
from kg.rdf.query.outline import Outline
from kg.rdf.usage import Usage


class Severity(StrEnum):
    """How likely it is that the query does not do what its author means."""

    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a check finds, at an offset of the query."""

    code: str
    severity: Severity
    start: int
    message: str
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """What is doubtful, at a line and column from 1, for people to read."""

    code: str
    severity: Severity
    line: int
    column: int
    message: str
    suggestion: str


Check = Callable[[Outline, Usage], Iterator[Doubt]]


def warning(code: str, start: int, message: str, suggestion: str = "") -> Doubt:
    """Doubt that the query does what is meant."""
    return Doubt(code, Severity.WARNING, start, message, suggestion)


def info(code: str, start: int, message: str, suggestion: str = "") -> Doubt:
    """Tell what is worth knowing."""
    return Doubt(code, Severity.INFO, start, message, suggestion)


def shown(iri: str) -> str:
    """Write an IRI as people do in queries."""
    short = shorten(iri)
    return f"<{iri}>" if short == iri else short
