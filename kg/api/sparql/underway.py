"""A client's own queries: how they are doing, and an end to them."""

import time
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.api.dependencies import ServiceDependency
from kg.api.errors import CancelledQueryError, UnknownKeyError
from kg.api.middleware.attended import RUNNING
from kg.api.schema import problems
from kg.api.usage.clients import authorise
from kg.api.usage.enquiries import Enquiry, State

router = APIRouter(tags=["SPARQL"])

_FRESH = {"Cache-Control": "no-store"}

Name = Annotated[str, Path(description="What the client called it, or X-Query-Id.")]


class Running(BaseModel):
    """A query: its name, its state, for how long, and how long workers were busy."""

    id: str
    state: State
    seconds: float
    worker_seconds: float


@router.head(RUNNING, include_in_schema=False, response_model=list[Running])
@router.get(
    RUNNING,
    summary="List the queries of one's own that are running",
    description="A key is needed: an address may be that of many.",
    response_model=list[Running],
    responses=problems(401),
)
async def list_running(request: Request, service: ServiceDependency) -> Response:
    """List what a key's holder has under way.

    Raises:
        UnknownKeyError: the client gives no key.
    """
    client = authorise(request)
    if not client.name:
        raise UnknownKeyError(
            "queries are listed to the holder of a key alone: an address may be that "
            "of many; ask for one by its name"
        )
    found = [_told(it).model_dump() for it in service.enquiries.running(client)]
    return JSONResponse(found, headers=_FRESH)


@router.head(f"{RUNNING}/{{name}}", include_in_schema=False, response_model=Running)
@router.get(
    f"{RUNNING}/{{name}}",
    summary="Ask how a query of one's own is doing",
    description="By its client alone, and for a minute after its end.",
    response_model=Running,
    responses=problems(401),
)
async def ask_running(
    name: Name, request: Request, service: ServiceDependency
) -> Response:
    """Tell the client of a query its state.

    Raises:
        UnknownQueryError: the client has none of this name.
        CancelledQueryError: it was cancelled.
    """
    enquiry = service.enquiries.find(authorise(request), name)
    if enquiry.state is State.CANCELLED:
        raise CancelledQueryError("the query was cancelled by its client")
    return JSONResponse(_told(enquiry).model_dump(), headers=_FRESH)


@router.delete(
    f"{RUNNING}/{{name}}",
    summary="Cancel a query of one's own",
    status_code=204,
    response_class=Response,
    responses=problems(401, 409),
)
async def cancel(name: Name, request: Request, service: ServiceDependency) -> Response:
    """End a query: who waits for it is told 410, or has the connection broken.

    Raises:
        UnknownQueryError: the client has none of this name.
        CancelledQueryError: it has ended already.
        LastingRequestError: it may write, in a workspace.
    """
    service.enquiries.find(authorise(request), name).cancel()
    return Response(status_code=204, headers=_FRESH)


def _told(enquiry: Enquiry) -> Running:
    until = time.monotonic() if enquiry.state is State.RUNNING else enquiry.ended
    return Running(
        id=enquiry.name,
        state=enquiry.state,
        seconds=round(until - enquiry.began, 3),
        worker_seconds=round(enquiry.spent, 3),
    )
