"""Queries of the Reconciliation API, read from what strangers send."""

from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from kg.api.errors import RequestError

BATCH = 50
"""Queries, or identifiers, in one request."""

_TEXT = 400
Text = Annotated[str, Field(max_length=_TEXT)]


class Read(BaseModel):
    """Something that is read; what nobody knows of is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class EntityValue(Read):
    """A value that is an entity, such as one that was matched before."""

    id: Text
    name: Text = ""


PropertyValue = Text | bool | int | float | EntityValue


class PropertyQuery(Read):
    """What a property should be."""

    pid: Text
    v: PropertyValue | Annotated[list[PropertyValue], Field(max_length=20)]

    @property
    def values(self) -> tuple[str, ...]:
        """The values as texts; entities as their identifiers."""
        listed = self.v if isinstance(self.v, list) else [self.v]
        return tuple(
            it.id if isinstance(it, EntityValue) else value_text(it) for it in listed
        )


class ReconciliationQuery(Read):
    """One query of a batch."""

    query: Text = ""
    type: Text | Annotated[list[Text], Field(max_length=20)] = ()  # type: ignore[assignment]
    limit: Annotated[int, Field(ge=1)] = 10
    properties: Annotated[list[PropertyQuery], Field(max_length=10)] = []
    type_strict: Literal["any", "all", "should"] = "any"

    @property
    def types(self) -> tuple[str, ...]:
        """The identifiers of types."""
        given = (self.type,) if isinstance(self.type, str) else self.type
        return tuple(it for it in given if it)


class ExtendedProperty(Read):
    """A property whose values are asked for; there are no settings."""

    id: Text
    settings: dict[str, Any] = {}


class ExtensionQuery(Read):
    """Things and properties, whose values are asked for."""

    ids: Annotated[list[Text], Field(max_length=BATCH)]
    properties: Annotated[list[ExtendedProperty], Field(max_length=20)]


_BATCH = TypeAdapter(
    Annotated[dict[Text, ReconciliationQuery], Field(max_length=BATCH)]
)
_EXTENSION = TypeAdapter(ExtensionQuery)


def read_batch(text: str) -> dict[str, ReconciliationQuery]:
    """Read a batch of queries.

    Raises:
        RequestError: it is none, or is larger than is taken.
    """
    batch: dict[str, ReconciliationQuery] = read_json("queries", text, _BATCH)
    for key, query in batch.items():
        if not query.query.strip() and not query.properties:
            raise RequestError(f"queries: {key}: a query has a text or properties")
    return batch


def read_extension(text: str) -> ExtensionQuery:
    """Read which values are asked for.

    Raises:
        RequestError: it does not say so.
    """
    found: ExtensionQuery = read_json("extend", text, _EXTENSION)
    return found


def read_json(name: str, text: str | bytes, adapter: TypeAdapter[Any]) -> Any:  # noqa: ANN401
    """Read a document.

    Raises:
        RequestError: it is no JSON, or not of the form.
    """
    try:
        return adapter.validate_python(orjson.loads(text))
    except orjson.JSONDecodeError as error:
        raise RequestError(f"{name} is not JSON: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise RequestError(f"{name}: {place}: {first['msg']}") from error


def value_text(value: str | float | bool) -> str:
    """Write a value that is no entity as a text."""
    return str(value).lower() if isinstance(value, bool) else str(value)
