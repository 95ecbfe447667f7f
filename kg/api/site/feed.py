"""The feed: what changes from release to release, for programs and for people."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from kg.api.http.negotiation import HTML, Plain, require
from kg.api.site.atom import MEDIA_TYPE as ATOM
from kg.api.site.atom import atom, summary
from kg.api.site.following import feed_of
from kg.api.site.serving import JSON, answers_in, readable, suffixed
from kg.api.site.streaming import written
from kg.api.site.visit import Content, Visit, VisitDependency
from kg.rdf.formats import Format, Kind, holding

router = APIRouter(tags=["feed"])

FORMATS = holding(Kind.GRAPH)
_DESCRIBED: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            **answers_in(FORMATS)[200]["content"],
            JSON.media_types[0]: {},
            ATOM: {},
        }
    },
    410: {"description": "Further back than the feed goes: begin from the dump"},
}


@readable(
    router,
    "/feed",
    summary="Follow what changes, release by release",
    responses=_DESCRIBED,
)
def feed(visit: VisitDependency, after: str | None = None) -> Response:
    """Give the event stream, the list of releases as JSON or Atom, or a page."""
    offers: tuple[Plain | Format, ...] = (*FORMATS, JSON, Plain((ATOM,)), HTML)
    offer = require(visit.request.headers.get("accept"), offers).offer
    if isinstance(offer, Format):
        return _root(visit, offer)
    if offer is HTML:
        return _page(visit)
    return _listed(visit, after, "json" if offer is JSON else "atom")


@readable(
    router,
    "/feed.{suffix}",
    summary="Follow what changes, in one format",
    responses=_DESCRIBED,
)
def feed_file(
    suffix: str, visit: VisitDependency, after: str | None = None
) -> Response:
    """Give the event stream in a format of RDF; `json` and `atom` list releases."""
    if suffix in ("json", "atom"):
        return _listed(visit, after, suffix)
    return _root(visit, suffixed(suffix, FORMATS))


def _root(visit: Visit, form: Format) -> Response:
    def make() -> Content:
        found = feed_of(visit)
        return Content(written(found.stream.root(found.steps), form))

    return visit.answer(form.content_type, make)


def _listed(visit: Visit, after: str | None, form: str) -> Response:
    found = feed_of(visit)
    if form == "atom":
        return visit.answer(ATOM, lambda: Content(atom(found.steps, found.site)))
    return visit.answer("application/json", lambda: Content(found.log(after)))


def _page(visit: Visit) -> Response:
    def make() -> dict[str, object]:
        steps = [(it, summary(it.record)) for it in feed_of(visit).steps]
        return {"section": "/dataset", "steps": steps}

    return visit.page("feed.html", make)
