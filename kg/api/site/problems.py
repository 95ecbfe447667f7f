"""The kinds of problem: what the `type` of a problem document leads to (RFC 9457)."""

from itertools import groupby

import orjson
from fastapi import APIRouter
from starlette.responses import Response

from kg.api.errors import Problem, kinds
from kg.api.http.connection import FAULTS
from kg.api.site.serving import accepts_json, readable
from kg.api.site.visit import Content, VisitDependency

router = APIRouter(tags=["operations"])


@readable(router, "/problems", summary="List the problems", include_in_schema=False)
def problems(visit: VisitDependency) -> Response:
    """List the kinds of problem with what can be done, as a page or in JSON."""
    if accepts_json(visit.request):
        return visit.answer("application/json", _listed)
    return visit.page("problems.html", _values)


def _sorted() -> list[Problem]:
    early = {
        kind: Problem(status.value, kind, detail, {})
        for status, (kind, detail) in FAULTS.items()
    }
    found = {**early, **kinds()}
    return sorted(found.values(), key=lambda it: (it.status, it.kind))


def _listed() -> Content:
    found = [it.members() for it in _sorted()]
    return Content(orjson.dumps({"problems": found}, option=orjson.OPT_INDENT_2))


def _values() -> dict[str, object]:
    by_status = groupby(_sorted(), key=lambda it: (it.status, it.title))
    return {"groups": [(*status, list(found)) for status, found in by_status]}
