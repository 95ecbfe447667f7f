"""The inbox for partners: the Graph Store Protocol on graphs of their own."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.api.contributions import decisions
from kg.api.contributions.giving import (
    entitled,
    named_graph,
    require_graph,
    sent_format,
)
from kg.api.contributions.told import (
    HEADERS,
    PATH,
    REPORTS,
    address,
    refused,
    report_form,
    shacl_report,
    standing,
)
from kg.api.dependencies import ServiceDependency
from kg.api.http.negotiation import Plain, require
from kg.api.http.presence import while_present
from kg.api.requests.body import read_body
from kg.api.requests.upload import FORMATS
from kg.api.running.reception import digest
from kg.api.running.service import Service
from kg.api.schema import OF_BODIES, problems
from kg.api.sparql.validation import require_rules
from kg.api.usage.clients import Client
from kg.contributing.case import Outcome
from kg.contributing.submission import Sent, Submission
from kg.rdf.formats import TURTLE
from kg.store.givers import Giver

router = APIRouter(tags=["contributing"])
router.include_router(decisions.router)

_GRAPH = {
    "name": "graph",
    "in": "query",
    "description": "The IRI of a graph of yours, below your namespace.",
    "schema": {"type": "string"},
}
_BODY: dict[str, Any] = {
    "required": True,
    "content": {it.media_type: {"schema": {"type": "string"}} for it in FORMATS},
}
_STANDING: dict[str, Any] = {
    "type": "object",
    "required": ["graph", "revision", "state", "received", "sha256", "statements"],
    "properties": {
        "graph": {"type": "string"},
        "revision": {"type": "integer"},
        "state": {"enum": ["waiting", "accepted", "rejected", "withdrawn"]},
        "received": {"type": "string", "format": "date-time"},
        "sha256": {"type": "string"},
        "statements": {"type": "integer"},
        "decided": {"type": "string", "format": "date-time"},
        "reason": {"type": "string"},
    },
}
_TOLD = {"content": {"application/json": {"schema": _STANDING}}}
_RECEIVED: dict[int | str, dict[str, Any]] = {
    200: {"description": "The same graph was here already", **_TOLD},
    202: {"description": "The graph waits for a curator", **_TOLD},
    **problems(401, 403, 409, 422, 429, 507),
    **OF_BODIES,
}
_RECEIVED[422]["content"].update({it: {} for it in REPORTS})
_ASKED = problems(401, 403)
_JSON = Plain(("application/json",))


@router.put(
    PATH,
    summary="Give a graph, or its next revision",
    status_code=202,
    openapi_extra={"parameters": [{**_GRAPH, "required": True}], "requestBody": _BODY},
    response_class=Response,
    responses=_RECEIVED,
)
async def put_graph(request: Request, service: ServiceDependency) -> Response:
    """Have a graph looked at at once, and keep it until a curator decides."""
    client, giver = _entitled(request, service)
    graph = require_graph(request, giver)
    return await _receive(request, service, (client.name, giver, graph))


@router.post(
    PATH,
    summary="Give a new graph, which gets a name if it has none",
    status_code=202,
    openapi_extra={"parameters": [_GRAPH], "requestBody": _BODY},
    response_class=Response,
    responses=_RECEIVED,
)
async def post_graph(request: Request, service: ServiceDependency) -> Response:
    """Have a new graph looked at at once, and keep it until a curator decides."""
    client, giver = _entitled(request, service)
    graph = named_graph(request, giver)
    return await _receive(request, service, (client.name, giver, graph))


@router.head(PATH, include_in_schema=False, response_class=Response)
@router.get(
    PATH,
    summary="Ask how it stands with your graphs",
    openapi_extra={"parameters": [_GRAPH]},
    response_class=Response,
    responses={
        200: {"content": {"application/json": {}, TURTLE.media_type: {}}},
        **_ASKED,
    },
)
async def get_standing(request: Request, service: ServiceDependency) -> Response:
    """Tell a partner of its own graphs, or of one: with the report while it waits."""
    _client, giver = _entitled(request, service)
    graph = named_graph(request, giver)
    offers = (_JSON,) if graph is None else (_JSON, TURTLE)
    choice = require(request.headers.get("accept"), offers)
    inbox = service.reception.inbox
    if graph is None:
        given = await asyncio.to_thread(inbox.of, giver.partner)
        return JSONResponse(_all(service, giver, given), headers=HEADERS)
    history = await asyncio.to_thread(inbox.history, giver.partner, graph)
    if choice.offer is TURTLE:
        return shacl_report(inbox, history[-1])
    return JSONResponse(standing(inbox, history), headers=HEADERS)


@router.delete(
    PATH,
    summary="Take a graph back that waits",
    status_code=204,
    openapi_extra={"parameters": [{**_GRAPH, "required": True}]},
    response_class=Response,
    responses={
        204: {"description": "It is gone; that it was given is remembered"},
        **_ASKED,
        **problems(409),
    },
)
async def withdraw(request: Request, service: ServiceDependency) -> Response:
    """Remove what waits; what has been accepted is part of the project by then."""
    client, giver = _entitled(request, service)
    graph = require_graph(request, giver)
    await service.reception.withdraw(giver, client.name, graph)
    return Response(status_code=204, headers=HEADERS)


@router.options(PATH, include_in_schema=False)
async def options() -> Response:
    """Say which methods and formats there are."""
    taken = ", ".join(it.media_type for it in FORMATS)
    allowed = "GET, HEAD, PUT, POST, DELETE, OPTIONS"
    return Response(status_code=204, headers={"Allow": allowed, "Accept-Post": taken})


def _entitled(request: Request, service: Service) -> tuple[Client, Giver]:
    """Find out who gives, where anybody can.

    Raises:
        NoInboxError: nobody can.
        UnknownKeyError, ForbiddenError: see `entitled`.
    """
    _inbox = service.reception.inbox
    return entitled(request)


async def _receive(
    request: Request, service: Service, by: tuple[str, Giver, str | None]
) -> Response:
    key, giver, graph = by
    written = sent_format(request)
    settings = service.settings
    most = replace(settings, max_query_bytes=settings.max_upload_bytes)
    body = await read_body(request, most)
    sha256 = digest(body)
    name = graph or f"{giver.namespace}{sha256[:_DIGITS]}"
    sent = Sent(giver.partner, key, name, written.name, sha256, body)
    require_rules(service.release)
    form = report_form(request)
    reception = service.reception
    new = request.method == "POST"
    work = reception.receive(service.release, sent, form, new=new)
    receipt = await while_present(request.receive, work)
    if isinstance(receipt, Outcome):
        return refused(receipt, form)
    history = await asyncio.to_thread(reception.inbox.history, giver.partner, name)
    headers = {**HEADERS, "Location": address(name)}
    status = 202 if receipt.fresh else 200
    return JSONResponse(standing(reception.inbox, history), status, headers)


_DIGITS = 16
"""Of its hash, in the name of a graph that was sent without one."""


def _all(service: Service, giver: Giver, given: Sequence[Submission]) -> dict[str, Any]:
    quota = service.reception.quota
    return {
        "partner": giver.partner,
        "namespace": giver.namespace,
        "quota": {"bytes": quota.size, "waiting": quota.waiting},
        "graphs": [submission.told() for submission in given],
    }
