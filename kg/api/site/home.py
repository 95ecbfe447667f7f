"""Home, search and about."""

from dataclasses import replace
from typing import Annotated

import orjson
from fastapi import APIRouter, Query
from starlette.responses import Response

from kg.api.pages.finding import find
from kg.api.pages.home import latest_actions, read_figures
from kg.api.site.serving import accepts_json, readable
from kg.api.site.visit import Content, Visit, VisitDependency
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


@readable(router, "/search")
def search(
    visit: VisitDependency, q: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    """Find things by name, as a page or in JSON."""
    if accepts_json(visit.request):
        return visit.answer("application/json", lambda: _found(visit, q))
    return visit.page(
        "search.html",
        lambda: {"finding": find(visit.store, visit.reading(), q), "words": q},
    )


def _found(visit: Visit, words: str) -> Content:
    english = replace(visit, languages=("en",))  # one address, one answer
    finding = find(visit.store, english.reading(), words)
    hits = [
        {"iri": hit.link.iri, "name": hit.link.text, "heading": group.heading}
        for group in finding.groups
        for hit in group.hits
    ]
    found = {"words": finding.words, "complete": finding.complete, "found": hits}
    return Content(orjson.dumps(found, option=orjson.OPT_INDENT_2))


@readable(router, "/about")
def about(visit: VisitDependency) -> Response:
    """Say how people are treated, what the licence is and how to ask for removal."""
    return visit.page(
        "about.html", lambda: {"section": "/about", "formats": FORMATS, "base": BASE}
    )
