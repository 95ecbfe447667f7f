"""How good the release is: a page, and the measurements as data."""

from fastapi import APIRouter
from pyoxigraph import RdfFormat, parse, serialize
from starlette.responses import Response

from kg.api.pages.quality import read_breaches, read_dimensions, read_history
from kg.api.site.serving import accepted, answers_in, readable, suffixed
from kg.api.site.things import FORMATS
from kg.api.site.visit import Content, Visit, VisitDependency
from kg.errors import NotInGraphError
from kg.publishing.quality import DQV_FILE, QUALITY_FILE, Quality
from kg.rdf.formats import Format

router = APIRouter(tags=["data"])

_JSON = "application/json"


@readable(
    router,
    "/quality",
    summary="Get the measured quality",
    responses=answers_in(FORMATS),
)
def quality(visit: VisitDependency) -> Response:
    """Tell how good the release is, as a page or in the format that is accepted."""
    written = accepted(visit.request, FORMATS)
    if written is not None:
        return _data(visit, written)
    return visit.page("quality.html", lambda: _values(visit))


@readable(
    router,
    "/quality.{suffix}",
    summary="Get the measured quality",
    responses=answers_in(FORMATS),
)
def quality_file(suffix: str, visit: VisitDependency) -> Response:
    """Tell how good the release is, in a format of RDF or as plain JSON."""
    if suffix == "json":
        return visit.answer(_JSON, lambda: Content(_measured(visit).json()))
    return _data(visit, suffixed(suffix, FORMATS))


def _data(visit: Visit, written: Format) -> Response:
    def make() -> Content:
        _measured(visit)
        path = visit.release.store.parent / DQV_FILE
        quads = parse(path=path, format=RdfFormat.TURTLE)
        return Content(serialize((q.triple for q in quads), format=written.rdf) or b"")

    return visit.answer(written.content_type, make)


def _measured(visit: Visit) -> Quality:
    """Read what was measured in the release.

    Raises:
        NotInGraphError: the release was built before quality was measured.
    """
    found = Quality.read(visit.release.store.parent)
    if found is None:
        raise NotInGraphError(f"this release has no {QUALITY_FILE}")
    return found


def _values(visit: Visit) -> dict[str, object]:
    measured = _measured(visit)
    build = visit.service.settings.build_dir
    history = read_history(build, visit.release.audience)
    reading, catalogue = visit.reading(), visit.service.catalogue
    return {
        "section": "/quality",
        "dimensions": read_dimensions(measured, history, catalogue, reading),
        "breaches": read_breaches(measured, catalogue),
    }
