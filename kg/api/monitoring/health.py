"""Whether the service is there, and whether it answers queries."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from kg.api.dependencies import ServiceDependency
from kg.api.monitoring.metrics import MEDIA_TYPE, Metrics
from kg.errors import OverloadedError
from kg.rdf.formats import JSON

router = APIRouter(tags=["operations"])


class Health(BaseModel):
    """What the service says of itself.

    `sandbox` is whether the system shuts queries off from network and files: `on`,
    `off`, or `remote` when another engine runs them. `engine` is what that one is and
    can do, or why it is not asked.
    """

    status: Literal["ok"] = "ok"
    release: str
    audience: str
    sandbox: str
    engine: str | None = None


@router.head("/health", include_in_schema=False)
@router.get("/health")
async def health(service: ServiceDependency) -> Health:
    """Say that the service runs, and which release it serves."""
    return _health(service)


@router.head("/ready", include_in_schema=False)
@router.get("/ready")
async def ready(service: ServiceDependency) -> Health:
    """Say that queries are answered, having asked one."""
    if not service.ready:
        raise OverloadedError(service.standing or "no worker is ready to answer")
    answer = await service.engine.answer("ASK {}", JSON)
    answer.close()
    return _health(service)


@router.head("/metrics", include_in_schema=False, response_class=Response)
@router.get("/metrics", response_class=Response)
async def metrics(request: Request) -> Response:
    """Give the numbers of the service to Prometheus; none is about a person."""
    numbers: Metrics = request.app.state.metrics
    return Response(
        numbers.write(), headers={"Cache-Control": "no-store"}, media_type=MEDIA_TYPE
    )


def _health(service: ServiceDependency) -> Health:
    release = service.release
    return Health(
        release=release.version,
        audience=release.audience.value,
        sandbox=service.sandbox,
        engine=service.standing,
    )
