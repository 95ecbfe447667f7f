"""What programs that follow every link are asked to leave: each link is a query."""

from fastapi import APIRouter
from starlette.responses import Response

from kg.api.middleware.attended import RUNNING

PATH = "/robots.txt"

router = APIRouter(tags=["operations"])

_RULES = f"""\
User-agent: *
Disallow: /sparql?query=
Disallow: /sparql?*&query=
Disallow: /q/
Disallow: /graphs?default
Disallow: /graphs?graph=
Disallow: {RUNNING}
Allow: /
"""


@router.head(PATH, include_in_schema=False)
@router.get(
    PATH,
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}},
)
async def robots() -> Response:
    """Say what robots may visit (RFC 9309): pages and data, but not the endpoint."""
    headers = {"Cache-Control": "public, max-age=86400"}
    return Response(_RULES, headers=headers, media_type="text/plain")
