"""What routes of pages share: how they are declared, and page or data."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from fastapi import APIRouter
from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from kg.api.http.negotiation import HTML, Plain, require
from kg.errors import NotInGraphError
from kg.rdf.formats import JSON_LD, Format, by_name

JSON = Plain(("application/json",))
"""What programs ask for that do not know JSON-LD by name, and can read it."""

Route = TypeVar("Route", bound=Callable[..., Any])


def readable(
    router: APIRouter,
    path: str,
    **described: Any,  # noqa: ANN401 - as FastAPI
) -> Callable[[Route], Route]:
    """Answer GET and HEAD at a path; only GET is described in the schema."""

    def declare(route: Route) -> Route:
        router.head(path, include_in_schema=False, response_class=Response)(route)
        router.get(path, response_class=Response, **described)(route)
        return route

    return declare


def answers_in(formats: Sequence[Format]) -> dict[int | str, dict[str, Any]]:
    """Describe answers in formats, for the schema of the API."""
    return {200: {"content": {written.media_type: {} for written in formats}}}


def accepted(
    request: Request, formats: Sequence[Format], *, json: bool = False
) -> Format | None:
    """Choose the format that a client accepts best; None means a page.

    With `json`, those who ask for JSON have JSON-LD.

    Raises:
        NotAcceptableError: the client accepts neither a format nor a page.
    """
    offers: list[Format | Plain] = [*formats, HTML]
    if json:
        offers.append(JSON)
    offer = require(request.headers.get("accept"), offers).offer
    if offer is JSON:
        return JSON_LD
    return offer if isinstance(offer, Format) else None


def accepts_json(request: Request) -> bool:
    """Say whether a client likes JSON better than a page.

    Raises:
        NotAcceptableError: the client accepts neither.
    """
    return require(request.headers.get("accept"), (HTML, JSON)).offer is JSON


def suffixed(suffix: str, formats: Sequence[Format]) -> Format:
    """Return the format of a suffix.

    Raises:
        NotInGraphError: none of the formats has it.
    """
    written = by_name(suffix, formats)
    if written is None or written.suffix != suffix:
        known = ", ".join(f".{item.suffix}" for item in formats)
        raise NotInGraphError(f"there is no format .{suffix} here; there are {known}")
    return written


def require_suffix(suffix: str, formats: Sequence[Format]) -> None:
    """Do nothing for no suffix, or for what names a format, whatever that can hold.

    Raises:
        NotInGraphError: no format is called so.
    """
    if suffix and by_name(suffix) is None:
        suffixed(suffix, formats)


def named(iri: str) -> NamedNode:
    """Name what an address names.

    Raises:
        NotInGraphError: no IRI has such letters in it.
    """
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise NotInGraphError("no IRI can be written so") from error
