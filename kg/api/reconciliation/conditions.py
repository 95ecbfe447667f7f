"""Queries of the Reconciliation API 1.0 (draft), read from what strangers send."""

from typing import Annotated, Literal, Self

from pydantic import Field, TypeAdapter, model_validator
from pydantic.alias_generators import to_camel

from kg.api.errors import BodyTooLargeError, RequestError
from kg.api.reconciliation.queries import (
    BATCH,
    ExtensionQuery,
    Read,
    Text,
    read_json,
    value_text,
)
from kg.api.reconciliation.speech import Json
from kg.rdf.iri import expand
from kg.search.query import Condition, Quantifier, Query

EXACT = "ExactMatch"
QUALIFIERS: tuple[Json, ...] = ({"id": EXACT, "name": "equal, not just alike"},)
"""How values can be asked to match, besides as it is usual."""

_VALUES = 20
"""Values of a condition, at most."""

_ALL_VALUES = 500
"""Values of all conditions of a batch, at most: each is compared with candidates."""


class _Spoken(Read, alias_generator=to_camel):
    """What may say in which language and direction its texts are: it changes nothing.

    Names are compared whatever the language, and texts of queries are not shown.
    """

    lang: Text | None = None
    dir: Literal["ltr", "rtl", "auto"] | None = None


class EntityValue(_Spoken):
    """A value that is an entity, such as one that was matched before."""

    id: Text
    name: Text = ""


Value = Text | bool | int | float | EntityValue


class ConditionRead(_Spoken):
    """What candidates should be called, or have."""

    match_type: Literal["name", "property"]
    property_id: Text = ""
    property_value: (
        Value | Annotated[list[Value], Field(min_length=1, max_length=_VALUES)]
    )
    required: bool = False
    match_quantifier: Quantifier = Quantifier.ANY
    match_qualifier: Literal["ExactMatch"] | None = None

    @model_validator(mode="after")
    def _has_a_property(self) -> Self:
        if (self.match_type == "property") != bool(self.property_id):
            message = "propertyId belongs to the matchType property, and to no other"
            raise ValueError(message)
        return self

    @property
    def condition(self) -> Condition:
        """The condition."""
        given = self.property_value
        listed = given if isinstance(given, list) else [given]
        return Condition(
            self.property_id,
            tuple(
                it.id if isinstance(it, EntityValue) else value_text(it).strip()
                for it in listed
            ),
            self.match_quantifier,
            required=self.required,
            exact=self.match_qualifier is not None,
        )


class QueryRead(_Spoken):
    """One query of a batch."""

    type: Text = ""
    limit: Annotated[int, Field(ge=1)] = 10
    conditions: Annotated[list[ConditionRead], Field(min_length=1, max_length=10)]


class Batch(_Spoken):
    """A batch of queries."""

    queries: list[QueryRead]


_BATCH = TypeAdapter(Batch)
_EXTENSION = TypeAdapter(ExtensionQuery)


def read_queries(body: bytes) -> list[tuple[Query, int]]:
    """Read the queries of a batch, each with how many candidates are asked for.

    Raises:
        RequestError: it is none.
        BodyTooLargeError: it has more queries, or values, than are taken.
    """
    batch: Batch = read_json("the body", body, _BATCH)
    _require_few(len(batch.queries), "queries", BATCH)
    queries = [_query(number, it) for number, it in enumerate(batch.queries)]
    values = sum(len(it.values) for query in queries for it in query.conditions)
    _require_few(values, "values", _ALL_VALUES)
    limits = [it.limit for it in batch.queries]
    return list(zip(queries, limits, strict=True))


def _require_few(number: int, what: str, most: int) -> None:
    if number > most:
        message = f"{number} {what}; at most {most} are taken at once"
        raise BodyTooLargeError(message)


def _query(number: int, read: QueryRead) -> Query:
    where = f"queries.{number}"
    conditions = tuple(it.condition for it in read.conditions)
    if not any(value for it in conditions for value in it.positive):
        raise RequestError(f"{where}: no condition has a value to find anything by")
    try:
        types = (expand(read.type).value,) if read.type else ()
    except ValueError as error:
        raise RequestError(f"{where}: type: {error}") from error
    return Query(conditions, types)


def read_extended(body: bytes) -> ExtensionQuery:
    """Read which values of which things are asked for.

    Raises:
        RequestError: it does not say so.
    """
    found: ExtensionQuery = read_json("the body", body, _EXTENSION)
    return found
