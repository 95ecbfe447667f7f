"""Addresses that are answered without the general routing: those asked most."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kg.api.errors import answer_error
from kg.api.http.answers import AnswerResponse
from kg.api.http.compression import Compressing
from kg.api.running.service import Service
from kg.api.versions.pinning import asked_release
from kg.errors import KgError

Endpoint = Callable[[Request, Service], Awaitable[Response]]


class Direct:
    """An address, and what answers there to each method.

    The same functions are FastAPI routes, which describe them; here they are called
    without its dependencies, layers and copies of the request's scope.
    """

    def __init__(self, path: str, endpoints: Mapping[str, Endpoint]) -> None:
        self.path = path
        self._endpoints = endpoints

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; an error becomes a problem document."""
        scope["route"] = self
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except (KgError, HTTPException) as error:
            response = await answer_error(request, error)
        if isinstance(response, AnswerResponse):
            await response(scope, receive, send)
        else:
            await Compressing(response)(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        endpoint = self._endpoints.get(request.method)
        if endpoint is None:
            raise HTTPException(405)
        service: Service = request.app.state.service
        version = asked_release(request)
        if version is None:
            return await endpoint(request, service)
        async with service.at(version) as pinned:
            return await endpoint(request, pinned)
