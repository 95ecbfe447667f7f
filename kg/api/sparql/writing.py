"""Writing to a workspace: the Graph Store Protocol's other half, and SPARQL Update."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from fastapi import APIRouter
from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from kg.api.dependencies import ServiceDependency
from kg.api.errors import (
    BeyondGraphError,
    ReadOnlyError,
    RequestError,
    UnsupportedMediaTypeError,
)
from kg.api.requests.body import read_body
from kg.api.requests.operation import UPDATE, UpdateOperation, values
from kg.api.requests.upload import FORMATS, uploaded
from kg.api.running.editor import Editor, Writing
from kg.api.running.service import Service
from kg.api.schema import OF_BODIES, problems
from kg.api.sparql.graphstore import (
    PARAMETERS,
    PATH,
    absolute,
    asked_graph,
    in_header,
    split_suffix,
)
from kg.api.sparql.preconditions import agree
from kg.api.usage.clients import authorise
from kg.rdf.iri import graph as graph_iri
from kg.rdf.namespaces import BASE
from kg.rdf.query.update import DEFAULT_GRAPH, Update, admit_update
from kg.store.keys import Right
from kg.store.processes.writer import Change, Drafted
from kg.store.protocol import Dataset

DIRECT = "/graph/{name:path}"
NEW = "workspace"
"""Where graphs are that the service names."""

router = APIRouter(tags=["writing"])

_GRAPHS: dict[str, Any] = {
    "required": True,
    "content": {it.media_type: {"schema": {"type": "string"}} for it in FORMATS},
}
_PATCH = {"required": True, "content": {UPDATE: {"schema": {"type": "string"}}}}
_REFUSALS = problems(401, 403, 409, 412, 422, 429)
_DONE: dict[int | str, dict[str, Any]] = {204: {"description": "It is so now"}}
_MADE: dict[int | str, dict[str, Any]] = {201: {"description": "There is a new graph"}}
_ADDRESSED = {"parameters": PARAMETERS[:2]}


Route = TypeVar("Route", bound=Callable[..., Any])


def _route(
    path: str, method: str, summary: str, body: dict[str, Any] | None
) -> Callable[[Route], Route]:
    extra: dict[str, Any] = {} if path == DIRECT else dict(_ADDRESSED)
    if body is not None:
        extra["requestBody"] = body
    made = _MADE if method in ("PUT", "POST") else {}
    return router.api_route(
        path,
        methods=[method],
        summary=summary,
        operation_id=f"{method.lower()}{'_direct' if path == DIRECT else ''}_graph",
        status_code=204,
        response_class=Response,
        responses={**_DONE, **made, **_REFUSALS, **(OF_BODIES if body else {})},
        openapi_extra=extra,
    )


@_route(PATH, "PUT", "Make a graph what is sent", _GRAPHS)
@_route(PATH, "POST", "Add to a graph what is sent; without one, to a new one", _GRAPHS)
@_route(PATH, "PATCH", "Update one graph", _PATCH)
@_route(PATH, "DELETE", "Delete a graph", None)
async def write_indirectly(request: Request, service: ServiceDependency) -> Response:
    """Write to the graph that `graph` names, or to the default graph."""
    new = request.method == "POST" and not _addressed(request)
    graph = _new_graph() if new else asked_graph(request)
    return await _write(request, service, graph)


@_route(DIRECT, "PUT", "Make the graph of this address what is sent", _GRAPHS)
@_route(DIRECT, "POST", "Add to the graph of this address what is sent", _GRAPHS)
@_route(DIRECT, "PATCH", "Update the graph of this address", _PATCH)
@_route(DIRECT, "DELETE", "Delete the graph of this address", None)
async def write_directly(
    name: str, request: Request, service: ServiceDependency
) -> Response:
    """Write to the graph of an address."""
    bare, _suffix = split_suffix(name)
    return await _write(request, service, absolute("graph", f"{BASE}graph/{bare}"))


async def update(
    request: Request, service: Service, operation: UpdateOperation
) -> Response:
    """Do an update of the whole workspace."""
    editor, by = _entitled(request, service)
    found = await asyncio.to_thread(admit_update, operation.text, service.allowed)
    text = _about(found, operation.dataset).encode()
    change = Change("update", None, text)
    await editor.write(Writing(change, by, "update", found.graphs, lambda: None))
    return _answer(204, service)


def _addressed(request: Request) -> bool:
    return bool(values(request, "default") or values(request, "graph"))


def _new_graph() -> NamedNode:
    return graph_iri(f"{NEW}/{secrets.token_hex(8)}")


def _entitled(request: Request, service: Service) -> tuple[Editor, str]:
    """Give the one who writes, and the name of the key of who asks.

    Raises:
        ReadOnlyError: a release is served, to which nobody writes.
        UnknownKeyError: there is no key, or none that is known.
        ForbiddenError: its holder may not write.
    """
    if service.editor is None:
        raise ReadOnlyError("a release is read-only: nothing in it can be changed")
    client = authorise(request)
    client.require(Right.WRITE)
    return service.editor, client.name


async def _write(
    request: Request, service: Service, graph: NamedNode | None
) -> Response:
    editor, by = _entitled(request, service)
    change = await _change(request, service, editor, graph)
    graphs = (DEFAULT_GRAPH if graph is None else graph.value,)

    def agrees() -> None:
        agree(request.headers, service.release, graph)

    writing = Writing(change, by, request.method, graphs, agrees)
    drafted = await editor.write(writing)
    return _written(request, service, drafted, graph)


async def _change(
    request: Request, service: Service, editor: Editor, graph: NamedNode | None
) -> Change:
    iri = None if graph is None else graph.value
    if request.method == "DELETE":
        return Change("delete", iri, needs=True)
    settings = service.settings
    most = replace(settings, max_query_bytes=settings.max_upload_bytes)
    if request.method == "PATCH":
        text = await read_body(request, settings)
        patch = await asyncio.to_thread(_patch, request, service, text, iri)
        return Change("update", iri, patch, needs=True)
    body = await read_body(request, most)
    base = str(request.url.replace(query="", fragment="")) if iri is None else iri
    graphs = [
        await editor.read(content, written, base)
        for written, content in uploaded(request, body)
    ]
    return Change(request.method.lower(), iri, b"".join(graphs))


def _patch(request: Request, service: Service, body: bytes, iri: str | None) -> bytes:
    """Read a patch, which is an update of one graph.

    Raises:
        UnsupportedMediaTypeError: it is another kind of patch.
        BeyondGraphError: it names graphs.
    """
    given = request.headers.get("content-type", "")
    if given.partition(";")[0].strip().lower() != UPDATE:
        raise UnsupportedMediaTypeError(
            f"a patch of type {given or 'unknown'!r} is not taken: send {UPDATE}"
        )
    found = admit_update(_text(body), service.allowed)
    text = found.within(iri)
    if text is None:
        raise BeyondGraphError(
            "the patch names graphs; expected an update of this one, without GRAPH, "
            "WITH, USING or operations on whole graphs: those are POSTed to /sparql"
        )
    return text.encode()


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise RequestError(f"the patch is not in UTF-8: {error}") from error


def _about(found: Update, dataset: Dataset) -> str:
    """Write an update about the graphs that the request names.

    Raises:
        RequestError: it names some itself.
    """
    if not dataset:
        return found.text
    if found.chooses:
        raise RequestError(
            "the request has using-graph-uri or using-named-graph-uri, and the update "
            "has USING or WITH: one of them can say what it is about"
        )
    return found.using(
        [absolute("using-graph-uri", it).value for it in dataset.default],
        [absolute("using-named-graph-uri", it).value for it in dataset.named],
    )


def _written(
    request: Request, service: Service, drafted: Drafted, graph: NamedNode | None
) -> Response:
    made = request.method in ("PUT", "POST") and not drafted.existed
    location = in_header(graph) if made and graph is not None else None
    return _answer(201 if made else 204, service, location)


def _answer(status: int, service: Service, location: str | None = None) -> Response:
    headers = {"X-Release": service.release.version, "Cache-Control": "no-store"}
    if location is not None:
        headers["Location"] = location
    return Response(status_code=status, headers=headers)
