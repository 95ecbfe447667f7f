"""What routes ask for in their signatures."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from kg.api.releases.release import Served
from kg.api.running.service import Service
from kg.settings import Settings
from kg.store.engine import Engine
from kg.store.protocol import Store


async def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


ServiceDependency = Annotated[Service, Depends(_service)]


async def _settings(service: ServiceDependency) -> Settings:
    return service.settings


async def _release(service: ServiceDependency) -> Served:
    return service.release


async def _store(service: ServiceDependency) -> Store:
    return service.store


async def _engine(service: ServiceDependency) -> Engine:
    return service.engine


SettingsDependency = Annotated[Settings, Depends(_settings)]
ReleaseDependency = Annotated[Served, Depends(_release)]
StoreDependency = Annotated[Store, Depends(_store)]
"""For routes in threads (`def`): its methods wait."""
EngineDependency = Annotated[Engine, Depends(_engine)]
"""For routes on the event loop (`async def`)."""
