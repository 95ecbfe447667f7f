"""What programs that follow every link are asked to leave: each link is a query."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kg.api.dependencies import ServiceDependency
from kg.api.middleware.attended import RUNNING
from kg.api.site.sitemap import PATH as SITEMAP
from kg.publishing.audience import Audience
from kg.publishing.lists.catalogue import LISTS

PATH = "/robots.txt"

router = APIRouter(tags=["operations"])

_ASKED = (
    *("/sparql?query=", "/sparql?*&query=", "/graphs?default", "/graphs?graph="),
    *("/q/", RUNNING, "/search?", "/suggest", "/reconcile", "/diff/", "/timemap/"),
    *(f"/{it.name}{suffix}?" for it in LISTS for suffix in ("", ".*")),
    *("/*?release=", "/*&release="),
)
"""Queries, and lists by every combination of what they are found by; the sitemap has
what these lead to. What is said of a release that is not the current one is old."""

_NOTHING = "User-agent: *\nDisallow: /\n"


@router.head(PATH, include_in_schema=False)
@router.get(
    PATH,
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}},
)
async def robots(request: Request, service: ServiceDependency) -> Response:
    """Say what robots may visit (RFC 9309): pages and data, but no queries.

    What is for partners is for no robots.
    """
    headers = {"Cache-Control": "public, max-age=86400"}
    rules = _NOTHING
    if service.release.audience is Audience.PUBLIC:
        asked = "".join(f"Disallow: {path}\n" for path in _ASKED)
        sitemap = f"Sitemap: {request.base_url}{SITEMAP.lstrip('/')}\n"
        rules = f"User-agent: *\n{asked}Allow: /\n\n{sitemap}"
    return Response(rules, headers=headers, media_type="text/plain")
