"""Finding things by name: the page, and the same in JSON."""

from dataclasses import replace
from typing import Annotated

import orjson
from fastapi import APIRouter, Query
from starlette.responses import Response

from kg.api.errors import RequestError
from kg.api.pages.facts import Facts
from kg.api.pages.finding import Finding, read_finding
from kg.api.pages.reading import Reading
from kg.api.site.parameters import refuse_unknown
from kg.api.site.serving import accepts_json, readable
from kg.api.site.visit import Content, Visit, VisitDependency
from kg.rdf.iri import expand
from kg.search.finding import Question
from kg.search.opening import open_index
from kg.search.thing import KINDS

router = APIRouter(tags=["search"])

_JSON = "application/json"
_PARAMETERS = ("q", "kind", "country", "year", "type", "source", "from")
_NO_FACTS = Facts(())
_ANSWERS: dict[int | str, dict[str, object]] = {
    200: {"content": {_JSON: {}, "text/html": {}}}
}

Words = Annotated[
    str, Query(max_length=200, description="Words of a name, in any language.")
]
Value = Annotated[
    str,
    Query(max_length=400, description="An IRI, in full or as `prefix:name`."),
]


@readable(
    router,
    "/search",
    summary="Find things by name",
    responses=_ANSWERS,
)
def search(  # noqa: PLR0913 - parameters of the address
    visit: VisitDependency,
    q: Words = "",
    kind: Annotated[str, Query(max_length=20)] = "",
    country: Value = "",
    year: Annotated[str, Query(pattern=r"^\d{0,4}$")] = "",
    type: Value = "",  # noqa: A002 - the name in the address
    source: Value = "",
    start: Annotated[int, Query(alias="from", ge=0, le=10_000)] = 0,
) -> Response:
    """Find things by name, as a page or in JSON."""
    given = {"country": country, "type": type, "source": source}
    chosen = {facet: _iri(value) for facet, value in given.items() if value}
    if year:
        chosen["year"] = year
    question = Question(q, _known(kind), tuple(chosen.items()))
    if accepts_json(visit.request):
        refuse_unknown(visit.request, *_PARAMETERS)
        if not (question.words.strip() or question.chosen):
            raise RequestError(
                "the search is for nothing: it has neither q nor a facet"
            )
        english = replace(visit, languages=("en",))  # one address, one answer
        return visit.answer(_JSON, lambda: _written(_find(english, question, start)))
    return visit.page(
        "search.html",
        lambda: {"finding": _find(visit, question, start), "words": q},
    )


def _known(kind: str) -> str:
    if kind and kind not in KINDS:
        known = ", ".join(KINDS)
        raise RequestError(f"kind is {kind!r}, which is none of {known}")
    return kind


def _iri(value: str) -> str:
    try:
        return expand(value).value
    except ValueError as error:
        raise RequestError(f"{value!r} is no IRI: {error}") from error


def _find(visit: Visit, question: Question, start: int) -> Finding:
    with open_index(visit.release.edition) as index:
        return read_finding(
            index,
            Reading(_NO_FACTS, _NO_FACTS, visit.languages, visit.root),
            question,
            start,
        )


def _written(finding: Finding) -> Content:
    found = [
        {
            "iri": hit.link.iri,
            "name": hit.link.text,
            "kind": hit.kind,
            "heading": group.heading,
            **({"about": hit.about} if hit.about else {}),
        }
        for group in finding.groups
        for hit in group.hits
    ]
    facets = {
        facet.name: [
            {"value": it.value, "name": it.label.text, "count": it.count}
            for it in facet.choices
        ]
        for facet in finding.facets
    }
    answer = {
        "words": finding.words,
        "count": finding.count,
        "complete": finding.complete,
        "guessed": finding.guessed,
        "found": found,
        "facets": facets,
    }
    return Content(orjson.dumps(answer, option=orjson.OPT_INDENT_2))
