"""Bodies of requests to the reconciliation service, and answers to them."""

from collections.abc import Callable

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kg.api.errors import UnsupportedMediaTypeError
from kg.api.reconciliation.speech import Json
from kg.api.requests.body import read_body
from kg.api.site.visit import Visit

JSON = "application/json"


async def answer_body(
    request: Request, visit: Visit, taken: str, answer: Callable[[bytes], Json]
) -> Response:
    """Answer a body of the one media type that is taken.

    Raises:
        UnsupportedMediaTypeError: it is of another.
    """
    essence = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if essence != taken:
        message = f"a body of type {essence or 'unknown'!r} is not taken: send {taken}"
        raise UnsupportedMediaTypeError(message)
    body = await read_body(request, visit.service.settings)
    found = await run_in_threadpool(answer, body)
    headers = {"X-Release": visit.release.version, "Cache-Control": "no-store"}
    return Response(orjson.dumps(found), 200, headers, JSON)
