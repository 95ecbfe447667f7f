"""Errors that a user can mend: each says where, what was found, what was expected.

```
KgError
 ├─ InputError              a source, an ontology file or a query is not usable
 │   ├─ SyntaxFaultError    the file is not well-formed YAML, RDF or SPARQL
 │   ├─ UnexpectedValueError  a value is not one of those allowed
 │   ├─ UnknownFieldError   a field that nobody reads
 │   ├─ MissingFieldError   a field that must be there
 │   ├─ DuplicateKeyError   a key that was given twice
 │   ├─ DanglingKeyError    a key that nothing has
 │   └─ QuotationError      a quotation that the text does not bear
 ├─ ValidationError         the data breaks a shape of severity Violation
 ├─ NotInGraphError         nothing is known of this IRI
 │   └─ WithdrawnError      … any more: it was taken back
 ├─ NotAcceptableError      no representation the client accepts
 ├─ QueryError              a query could not be answered
 │   ├─ QuerySyntaxError    … because it is not SPARQL
 │   ├─ QueryRefusedError   … because policy forbids it
 │   ├─ QueryTooComplexError … because it is nested deeper than is safe
 │   ├─ AnswerTooLargeError … because the answer is longer than is allowed
 │   ├─ UpdateFailedError   … an update, because of what the store holds
 │   ├─ QueryTimeoutError   … within its deadline
 │   ├─ WorkerDiedError     … because its worker process ended
 │   ├─ ServiceUnusableError … because of a SERVICE that cannot be answered here
 │   ├─ ServiceFailedError  … because a service it calls failed
 │   ├─ EngineError         … because the engine behind KG_STORE fails, or lies
 │   │   ├─ EngineCutError … because it gives out no more rows
 │   │   └─ EngineAwayError … because it cannot be reached, or holds something else
 │   └─ OverloadedError     … because too many are waiting
 ├─ FetchError              a page of the web cannot be had, or may not be
 └─ SetupError              settings, tools or files of the project are not in order
```
The class says who can mend it. `kg.cli` prints the message and exits with `exit_code`;
`kg.api` turns it into a problem document (RFC 9457).
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a source file: path from the root, line and column from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


def nearest(word: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """List the known words most like the given one, best first."""
    # Here, because it takes as long as all that a query process needs to start.
    from rapidfuzz import process

    found = process.extract(word, sorted(set(known)), limit=limit, score_cutoff=60)
    best = found[0][1] if found else 0
    return [match for match, score, _index in found if score > best - 10]


class KgError(Exception):
    """The root of every error this project raises on purpose."""

    exit_code = 2


class SetupError(KgError):
    """Settings, tools or files of the project are not in order."""


class FetchError(KgError):
    """A page of the web cannot be had, or may not be."""


class InputError(KgError):
    """A source, an ontology file or a query cannot be used as it is."""

    def __init__(
        self,
        where: Position | str,
        found: str,
        expected: str,
        known: Iterable[str] = (),
    ) -> None:
        """Say where the fault stands; `known` are the words it may have meant."""
        near = nearest(found, known)
        hint = f" (did you mean {' or '.join(near)}?)" if near else ""
        super().__init__(f"{where}: found {found}; expected {expected}{hint}")
        self.where = where
        self.found = found
        self.expected = expected
        self.near = near


class SyntaxFaultError(InputError):
    """The file is not well-formed YAML, RDF or SPARQL."""


class UnexpectedValueError(InputError):
    """A value is not one of those allowed."""


class UnknownFieldError(InputError):
    """A field that nobody reads."""


class MissingFieldError(InputError):
    """A field that must be there."""


class DuplicateKeyError(InputError):
    """A key that was given twice."""


class DanglingKeyError(InputError):
    """A key that nothing has."""


class QuotationError(InputError):
    """A quotation that the text does not bear."""


class InputErrors(KgError):  # noqa: N818 - a group of errors, not an error of its own
    """Several input errors, found in one pass and reported together."""

    def __init__(self, errors: Iterable[InputError]) -> None:
        """Keep the errors in the order given."""
        self.errors = tuple(errors)
        super().__init__("\n".join(str(error) for error in self.errors))


class ValidationError(KgError):
    """The data breaks a shape of severity Violation."""

    exit_code = 1


class NotInGraphError(KgError):
    """Nothing is known of this IRI."""


class WithdrawnError(NotInGraphError):
    """The thing was published once and has been taken back."""


class NotAcceptableError(KgError):
    """No representation the client accepts."""


class QueryError(KgError):
    """A query could not be answered."""


class QuerySyntaxError(QueryError):
    """The query is not SPARQL; line and column count from 1."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        """Keep the place of the fault beside the message."""
        super().__init__(f"line {line}, column {column}: {message}")
        self.reason = message
        self.line = line
        self.column = column


class QueryRefusedError(QueryError):
    """Policy forbids the query."""


class QueryTooComplexError(QueryError):
    """The query is nested deeper, or has more parts, than the engine takes safely.

    `limit` is the name of the setting that it exceeds, where that is known.
    """

    def __init__(self, message: str, limit: str = "") -> None:
        """Keep the name of the limit beside the message."""
        super().__init__(message)
        self.limit = limit


class AnswerTooLargeError(QueryError):
    """The answer is longer than the service gives out.

    `limit` is the name of the setting that it exceeds, where that is known.
    """

    def __init__(self, message: str, limit: str = "") -> None:
        """Keep the name of the limit beside the message."""
        super().__init__(message)
        self.limit = limit


class UpdateFailedError(QueryError):
    """An update asks for what the store cannot do as it is."""


class QueryTimeoutError(QueryError):
    """The query was not answered within its deadline."""


class WorkerDiedError(QueryError):
    """The worker process ended before the answer was complete."""


class EngineError(QueryError):
    """Another engine has failed, or its answer is not one, or not all of one."""


class EngineCutError(EngineError):
    """Another engine does not give out as many rows as the answer has."""


class EngineAwayError(EngineError):
    """Another engine cannot be reached, or does not hold the release (any more)."""


class OverloadedError(QueryError):
    """Too many queries are waiting."""


class ServiceUnusableError(QueryError):
    """A SERVICE of the query, or what it has found, cannot be used here."""


class ServiceFailedError(QueryError):
    """A service that the query calls failed, or did not answer rightly."""


class ServiceTimeoutError(QueryTimeoutError):
    """A service that the query calls did not answer in time."""
