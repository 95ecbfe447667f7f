"""What one release changed: members in pages, files that never change, a page."""

import re
from copy import copy
from dataclasses import replace
from typing import Any

import orjson
from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from kg.api.errors import BeyondFeedError
from kg.api.http.negotiation import HTML, Plain, require
from kg.api.http.ranges import file_answer
from kg.api.pages.changes import read_changes
from kg.api.releases.release import read_served
from kg.api.releases.validators import has, not_modified, validators
from kg.api.site.atom import summary
from kg.api.site.comparing import Side, patch, streamed
from kg.api.site.following import feed_of
from kg.api.site.serving import JSON, answers_in, readable, suffixed
from kg.api.site.streaming import written
from kg.api.site.visit import Content, Visit, VisitDependency
from kg.errors import NotInGraphError
from kg.publishing.changes.history import Step, before
from kg.publishing.changes.patch import Choice
from kg.publishing.changes.record import DELTA, PIECES, TABLE
from kg.publishing.release import Release
from kg.rdf.formats import Format, Kind, holding

router = APIRouter(tags=["feed"])

FORMATS = holding(Kind.GRAPH)
_FILES = {
    DELTA: "application/zstd",
    PIECES: "text/plain; charset=utf-8",
    TABLE: "text/csv; charset=utf-8",
}
_PATCH = "patch.rdfp"
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_DESCRIBED: dict[int | str, dict[str, Any]] = {
    **answers_in(FORMATS),
    410: {"description": "Further back than the feed goes: begin from the dump"},
}


@readable(
    router,
    "/feed/{version}",
    summary="See what a release changed",
    responses=_DESCRIBED,
)
def release_feed(version: str, visit: VisitDependency) -> Response:
    """Give what a release changed: a page, its record as JSON, or its first members."""
    offers: tuple[Plain | Format, ...] = (*FORMATS, JSON, HTML)
    offer = require(visit.request.headers.get("accept"), offers).offer
    step = feed_of(visit).step(version)
    if offer is JSON:
        content = orjson.dumps(step.record.members(), option=orjson.OPT_INDENT_2)
        return _lasting(visit, step).answer(
            "application/json", lambda: Content(content)
        )
    if isinstance(offer, Format):
        where = f"{visit.root}/feed/{version}/1"
        return RedirectResponse(where, 303, {"Vary": "Accept"})
    return visit.page("changes.html", lambda: _changes(visit, step))


def _changes(visit: Visit, step: Step) -> dict[str, object]:
    found = before(visit.release.release, visit.release.audience, step.record.previous)
    return {
        "section": "/dataset",
        "record": step.record,
        "summary": summary(step.record),
        "comparable": found is not None,
        "changes": read_changes(step, visit.languages),
    }


@readable(
    router,
    "/feed/{version}/{file}",
    summary="Get a page of members of a release, or a file of its changes",
    responses=_DESCRIBED,
)
def release_file(version: str, file: str, visit: VisitDependency) -> Response:
    """Give members by the number of their page, or a file by its name.

    That is `delta.zst`, `pieces.sha256`, `changes.csv` or `patch.rdfp`. None of them
    ever changes, and each may be kept for ever.
    """
    step = feed_of(visit).step(version)
    if file in _FILES:
        return _file(visit, step, file)
    if file == _PATCH:
        return _patch(visit, step)
    return _members(visit, step, file)


def _members(visit: Visit, step: Step, file: str) -> Response:
    number, dot, suffix = file.partition(".")
    if _NUMBER.fullmatch(number) is None:
        raise NotInGraphError(f"there is no {file} in what this release changed")
    if int(number) > step.record.pages:
        raise NotInGraphError(f"there are {step.record.pages} pages, and no {number}")
    accept = visit.request.headers.get("accept")
    form = suffixed(suffix, FORMATS) if dot else require(accept, FORMATS).offer
    stream = feed_of(visit).stream

    def make() -> Content:
        return Content(written(stream.members(step, int(number)), form))

    return _lasting(visit, step).answer(form.content_type, make)


def _lasting(visit: Visit, step: Step) -> Visit:
    """Visit a release as one that is asked for by name: its answers last."""
    service = copy(visit.service)
    release = Release(step.folder.parent)
    service.release = read_served(release, visit.release.audience, pinned=True)
    return replace(visit, service=service)


def _file(visit: Visit, step: Step, name: str) -> Response:
    if name not in step.record.files:
        raise NotInGraphError(f"release {step.record.version} has no {name}")
    tag = f'"{step.record.files[name].sha256}"'
    headers = validators(_lasting(visit, step).release, tag)
    if has(visit.request.headers, tag):
        return not_modified(headers)
    return file_answer(visit.request, step.file(name), headers, _FILES[name])


def _patch(visit: Visit, step: Step) -> Response:
    """Give the patch, for as long as both releases are here.

    Raises:
        BeyondFeedError: the release before is gone, and what it said with it.
    """
    version, previous = step.record.version, step.record.previous
    found = before(visit.release.release, visit.release.audience, previous)
    if found is None:
        raise BeyondFeedError(version if previous is None else previous.version)
    old, new = Side(found.record.version, found.dump), Side(version, step.dump)
    return streamed(patch(old, new, Choice()))
