"""The application: `uvicorn --factory kg.api.app:create_app`."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import PackageNotFoundError, version

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from kg.api.errors import answer_error
from kg.api.http.compression import Compressing
from kg.api.http.connection import STATE, ConnectionLimits
from kg.api.middleware.attended import Attended
from kg.api.middleware.front import Front
from kg.api.middleware.gate import Gate
from kg.api.monitoring.metrics import Metrics, ServiceCollector
from kg.api.routes import ATTENDED, DIRECT, OF_WORKSPACE, ROUTERS
from kg.api.running.service import running
from kg.api.schema import ANYWHERE
from kg.api.versions.timegate import Timegate
from kg.errors import KgError
from kg.logs import start_logs
from kg.settings import Settings


def create_app(settings: Settings | None = None) -> FastAPI:
    """Make the application; without settings it reads them from the environment.

    Raises:
        SetupError: a setting has a value that cannot be used.
    """
    chosen = Settings.from_environment() if settings is None else settings
    start_logs(chosen.log_level, chosen.log_format)
    app = FastAPI(
        title="Solidarity Graph",
        description="Events, people, organisations and articles of human-rights "
        "solidarity work, as linked open data.",
        version=_version(),
        lifespan=_lifespan(chosen),
        openapi_url=None,  # kg.api.contract
        docs_url=None,
        redoc_url=None,
        telemetry=_UNOBSERVED,
    )
    for router in ROUTERS if chosen.workspace is None else OF_WORKSPACE:
        app.include_router(router, responses=ANYWHERE)
    for error in (KgError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(error, answer_error)
    app.add_middleware(Attended, paths=ATTENDED)
    app.add_middleware(Compressing)
    app.state.metrics = Metrics()
    direct: dict[str, ASGIApp] = {it.path: Attended(it) for it in DIRECT}
    if chosen.workspace is None:
        app.add_middleware(Timegate)
        direct = {path: Timegate(it) for path, it in direct.items()}
    if chosen.workspace is not None:
        to_all = chosen.workspace_readers == "anyone"
        app.add_middleware(Gate, to_all=to_all)
        direct = {path: Gate(it, to_all=to_all) for path, it in direct.items()}
    app.add_middleware(  # the last that is added is the outermost
        Front,
        metrics=app.state.metrics,
        direct=direct,
        logged=chosen.log_requests == "all",
    )
    if chosen.trusted_proxies is not None:
        trusted = [it.strip() for it in chosen.trusted_proxies.split(",")]
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=trusted)
    return app


_UNOBSERVED: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "auto_configure": False,
}
"""FastAPI's own telemetry, which variables of the environment begin: its spans have
addresses of clients and what they ask."""


def _lifespan(
    settings: Settings,
) -> Callable[[FastAPI], AbstractAsyncContextManager[dict[str, ConnectionLimits]]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, ConnectionLimits]]:
        async with running(settings) as service:
            app.state.service = service
            app.state.metrics.registry.register(ServiceCollector(service))
            yield {STATE: ConnectionLimits.of(settings)}

    return lifespan


def _version() -> str:
    try:
        return version("solidarity-graph")
    except PackageNotFoundError:
        return "0"
