"""Time travel: what is asked as of a time is answered from the release of that time.

Memento (RFC 7089): each address is the timegate of itself. GET and HEAD with
`Accept-Datetime` are sent on (302) to the same address with `release=`, which is the
memento; other methods are answered from that release at once, since whoever sends a
body seldom follows a redirection with it.
"""

from collections.abc import Mapping
from urllib.parse import parse_qs, quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.api.errors import RequestError, answer_error
from kg.api.releases.release import Served
from kg.api.versions.past import Past, read_time
from kg.api.versions.pinning import PARAMETER

_DATETIME = b"accept-datetime"
_MARK = f"{PARAMETER}=".encode()
_THINGS = ("/id/", "/page/", "/data/")
_TRAVELLED = (
    *_THINGS,
    *("/sparql", "/graph/", "/graphs", "/dataset", "/vocab", "/ontology"),
    *("/quality", "/queries", "/shapes", "/dumps/latest/"),
)
"""What addresses begin with that can be asked as of a time."""


class Timegate:
    """Answers from the release of the time that is asked for."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before an application that takes `release=`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with its answer told from which time it is."""
        if scope["type"] != "http" or not _path(scope).startswith(_TRAVELLED):
            await self._app(scope, receive, send)
        elif _MARK in scope["query_string"]:
            await self._app(scope, receive, _Dated(scope, send, memento=True))
        elif any(name == _DATETIME for name, _ in scope["headers"]):
            await self._travel(scope, receive, send)
        elif _path(scope).startswith(_THINGS):
            await self._app(scope, receive, _Dated(scope, send, memento=False))
        else:
            await self._app(scope, receive, send)

    async def _travel(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            time = read_time(request.headers["accept-datetime"])
        except RequestError as error:
            response = await answer_error(request, error)
            await response(scope, receive, send)
            return
        past = await run_in_threadpool(Past.of, request.app.state.service)
        found = past.at(time)
        if scope["method"] in ("GET", "HEAD"):
            sent_on = _sent_on(request, found)
            await sent_on(scope, receive, send)
            return
        query = scope["query_string"] + (b"&" if scope["query_string"] else b"")
        pinned = {**scope, "query_string": query + _MARK + found.version.encode()}
        await self._app(pinned, receive, _Dated(pinned, send, memento=True))


def _path(scope: Scope) -> str:
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def _sent_on(request: Request, release: Served) -> RedirectResponse:
    to = request.url.include_query_params(**{PARAMETER: release.version})
    headers = {"Vary": "Accept-Datetime", "Link": _links(request)}
    return RedirectResponse(str(to), 302, headers)


def _links(request: Request) -> str:
    """Point at the address without a release, which is its own timegate."""
    pairs = parse_qs(request.scope["query_string"].decode("latin-1"))
    asked = {name: found for name, found in pairs.items() if name != PARAMETER}
    query = f"?{urlencode(asked, doseq=True)}" if asked else ""
    here = quote(_path(request.scope).lstrip("/"))  # as it came it could end the header
    plain = f"{request.base_url}{here}{query}"
    timemap = f"{request.base_url}timemap/{request.base_url}{here}"
    return (
        f'<{plain}>; rel="original timegate", '
        f'<{timemap}>; rel="timemap"; type="application/link-format"'
    )


class _Dated:
    """Sends an answer on, saying how to ask it of other times."""

    def __init__(self, scope: Scope, send: Send, *, memento: bool) -> None:
        self._scope = scope
        self._send = send
        self._memento = memento

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] < 400:
            headers = MutableHeaders(raw=list(message["headers"]))
            headers.add_vary_header("Accept-Datetime")
            request = Request(self._scope)
            headers.append("Link", _links(request))
            if self._memento:
                await self._date(headers, request)
            message = {**message, "headers": headers.raw}
        await self._send(message)

    async def _date(self, headers: Mapping[str, str], request: Request) -> None:
        version = headers.get("x-release")
        past = await run_in_threadpool(Past.of, request.app.state.service)
        for release in past.releases:
            if release.version == version and isinstance(headers, MutableHeaders):
                headers["Memento-Datetime"] = release.last_modified
