"""The API's own description, an OpenAPI document, with a tag to ask for it again by."""

import hashlib

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kg.api.releases.validators import has, not_modified

PATH = "/openapi.json"

router = APIRouter()


@router.head(PATH, include_in_schema=False)
@router.get(PATH, include_in_schema=False)
async def contract(request: Request) -> Response:
    """Give the document; it stays what it is for as long as the service runs."""
    content = orjson.dumps(request.app.openapi())
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "public, max-age=60"}
    if "if-none-match" in request.headers and has(request.headers, tag):
        return not_modified(headers)
    return Response(content, headers=headers, media_type="application/json")
