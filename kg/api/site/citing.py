"""Making permalinks: of a query and a release, by whoever wants to cite the answer."""

from dataclasses import dataclass

import orjson
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kg.api.citing.permalink import Permalink
from kg.api.dependencies import ServiceDependency
from kg.api.errors import RequestError
from kg.api.http.negotiation import HTML, Plain, choose
from kg.api.http.presence import while_present
from kg.api.requests.body import read_body
from kg.api.requests.form import Pairs, read_pairs
from kg.api.requests.operation import FORM, QUERY, Operation, read_post
from kg.api.running.federation import entered
from kg.api.running.service import Service
from kg.api.schema import OF_BODIES, OF_QUERIES, problems
from kg.api.sparql.workbench import result_of
from kg.errors import QueryRefusedError
from kg.rdf.query.catalogue import Catalogue
from kg.store.protocol import STORED

PATH = "/q/"

_JSON = Plain(("application/json",))

router = APIRouter(tags=["queries"])


class VolatileQueryError(QueryRefusedError):
    """The query has another answer every time, so that none can be cited."""


@router.post(
    PATH,
    summary="Make a permalink of a query and the release that answers it",
    status_code=201,
    response_class=Response,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                FORM: {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "query": {"type": "string"},
                            "question": {"type": "string"},
                            "release": {"type": "string"},
                        },
                    }
                },
                QUERY: {"schema": {"type": "string"}},
            },
        }
    },
    responses={
        201: {"description": "It is made", "content": {_JSON.media_types[0]: {}}},
        303: {"description": "It is made, for a browser to go there"},
        **OF_QUERIES,
        **OF_BODIES,
        **problems(507),
    },
)
async def make_permalink(request: Request, service: ServiceDependency) -> Response:
    """Ask a query of the current release, or of one that is named, and keep it."""
    body = await read_body(request, service.settings)
    wish = _wish(request, body, service.catalogue)
    version = wish.release or service.release.version
    async with service.at(version) as pinned:
        key = await _kept(request, pinned, wish)
    address = f"{request.base_url}q/{key}"
    choice = choose(request.headers.get("accept"), (_JSON, HTML))
    if choice is not None and choice.offer is HTML:
        return Response(status_code=303, headers={"Location": address})
    content = orjson.dumps({"permalink": address, "release": version})
    headers = {"Location": address, "X-Release": version, "Cache-Control": "no-store"}
    return Response(content, 201, headers, _JSON.media_types[0])


@dataclass(frozen=True, slots=True)
class _Wish:
    """What somebody wants to cite: a query, or a question of the library."""

    operation: Operation
    query: str
    release: str
    title: str = ""


def _wish(request: Request, body: bytes, catalogue: Catalogue) -> _Wish:
    pairs = read_pairs(request.scope["query_string"])
    if request.headers.get("content-type", "").lower().startswith(FORM):
        pairs += read_pairs(body)
    release = _one(pairs, "release")
    name = _one(pairs, "question")
    if not name:
        operation = read_post(request, body)
        return _Wish(operation, operation.query or "", release)
    question = catalogue.find(name)
    others = ("question", "release")
    query = question.bind({it: text for it, text in pairs if it not in others and text})
    return _Wish(Operation(query, STORED, ()), query, release, question.title)


def _one(pairs: Pairs, name: str) -> str:
    """Return the value of a parameter, which there is one of at most."""
    found = [value for key, value in pairs if key == name and value]
    if len(found) > 1:
        raise RequestError(f"the request has more than one {name}")
    return found[0] if found else ""


async def _kept(request: Request, service: Service, wish: _Wish) -> str:
    """Keep a query that has an answer, and always the same: nothing else is cited."""
    entry = await entered(service, wish.query)
    if entry.found.volatile:
        raise VolatileQueryError(
            "the query asks for the time, for chance or for another service: it has "
            "another answer every time, and none can be cited"
        )
    work = result_of(service, wish.operation, wish.query)
    await while_present(request.receive, work)
    release = service.release
    permalink = Permalink(
        wish.title,
        wish.query,
        wish.operation.dataset,
        release.version,
        release.audience.value,
        release.time.isoformat(),
    )
    return await run_in_threadpool(service.permalinks.keep, permalink)
