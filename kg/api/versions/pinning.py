"""Asking a release by its name: `?release=VERSION`, wherever data is asked for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import Request

from kg.api.errors import RequestError
from kg.api.requests.operation import values
from kg.api.running.service import Service

PARAMETER = "release"
_MARK = f"{PARAMETER}=".encode()


def asked_release(request: Request) -> str | None:
    """Read the version of the release that is asked for, if there is one.

    Raises:
        RequestError: there are two.
    """
    if _MARK not in request.scope["query_string"]:
        return None
    versions = values(request, PARAMETER)
    if len(versions) > 1:
        raise RequestError("the request names more than one release")
    return versions[0] if versions else None


@asynccontextmanager
async def pinned(request: Request, service: Service) -> AsyncIterator[Service]:
    """Offer the service over the release that is asked for, else as it is.

    Raises:
        RequestError: two are asked for.
        UnknownReleaseError: there is none of this name.
        OverloadedError: too many others are being asked.
    """
    version = asked_release(request)
    if version is None:
        yield service
        return
    async with service.at(version) as other:
        yield other
