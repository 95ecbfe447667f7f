"""Reading the body of a request, which may be too long, too slow or of no use."""

import asyncio

from starlette.requests import ClientDisconnect, Request

from kg.api.errors import BodyTooLargeError, RequestError, SlowRequestError
from kg.settings import Settings


async def read_body(request: Request, settings: Settings) -> bytes:
    """Read the whole body.

    Raises:
        BodyTooLargeError: it is longer than the settings allow.
        SlowRequestError: it did not arrive in time.
        RequestError: the client left in the middle.
    """
    _check_length(request.headers.get("content-length", "0"), settings)
    body = bytearray()
    try:
        async with asyncio.timeout(settings.body_seconds):
            async for part in request.stream():
                body += part
                _check_length(str(len(body)), settings)
    except TimeoutError:
        message = f"the body did not arrive within {settings.body_seconds:g} seconds"
        raise SlowRequestError(message) from None
    except ClientDisconnect:
        raise RequestError("the client left in the middle of the body") from None
    return bytes(body)


def _check_length(length: str, settings: Settings) -> None:
    if not length.isdecimal():
        raise RequestError(f"Content-Length is {length!r}, not a number")
    if int(length) > settings.max_query_bytes:
        message = f"the body is longer than {settings.max_query_bytes} bytes"
        raise BodyTooLargeError(message)
