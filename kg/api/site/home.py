"""Home and about."""

from fastapi import APIRouter
from starlette.responses import Response

from kg.api.pages.home import latest_actions, read_figures
from kg.api.site.serving import readable
from kg.api.site.visit import VisitDependency
from kg.rdf.formats import FORMATS
from kg.rdf.namespaces import BASE

router = APIRouter(include_in_schema=False)


@readable(router, "/")
def home(visit: VisitDependency) -> Response:
    """Say what this is, and show ways in."""
    return visit.page(
        "home.html",
        lambda: {
            "figures": read_figures(visit.release.manifest.get("counts", {})),
            "latest": latest_actions(visit.store, visit.reading()),
            "questions": len(visit.service.catalogue),
        },
    )


@readable(router, "/about")
def about(visit: VisitDependency) -> Response:
    """Say how people are treated, what the licence is and how to ask for removal."""
    return visit.page(
        "about.html", lambda: {"section": "/about", "formats": FORMATS, "base": BASE}
    )
