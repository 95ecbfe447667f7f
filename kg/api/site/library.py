"""The query library: questions with values, answered as pages and in every format."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from urllib.parse import urlencode

import orjson
from fastapi import APIRouter
from pyoxigraph import NamedNode, Quad
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kg.api.errors import Problem, problem_of
from kg.api.http.presence import while_present
from kg.api.pages.frame import Download
from kg.api.pages.library import read_fields, read_groups
from kg.api.releases.validators import etag, not_modified, unchanged, validators
from kg.api.requests.operation import Operation
from kg.api.schema import OF_QUERIES
from kg.api.site.description import write_description
from kg.api.site.serving import (
    accepted,
    accepts_json,
    answers_in,
    readable,
    require_suffix,
)
from kg.api.site.things import FORMATS as GRAPHS
from kg.api.site.visit import HTML, Content, Visit, VisitDependency
from kg.api.sparql.endpoint import run
from kg.api.sparql.workbench import Result, result_of
from kg.api.versions.former import absence
from kg.api.versions.pinning import PARAMETER as RELEASE
from kg.api.versions.pinning import pinned
from kg.errors import DanglingKeyError, DuplicateKeyError, KgError, WithdrawnError
from kg.publishing.audience import SHARED
from kg.publishing.changes.gone import query_iri
from kg.publishing.executables import executable_triples
from kg.rdf.formats import FORMATS, Format, Kind, by_name, holding
from kg.rdf.query.catalogue import Query
from kg.rdf.query.header import without_header
from kg.store.naming import require_known
from kg.store.protocol import STORED

router = APIRouter(tags=["queries"])

_FORMAT = "format"


@readable(router, "/queries", summary="List the questions", include_in_schema=False)
def queries_page(visit: VisitDependency) -> Response:
    """List the queries of the library, as a page or in JSON."""
    if accepts_json(visit.request):
        return visit.answer("application/json", lambda: _listed(visit))
    return visit.page(
        "queries.html",
        lambda: {"groups": read_groups(visit.service.catalogue), "section": "/queries"},
    )


def _listed(visit: Visit) -> Content:
    found = [
        {
            "name": it.name,
            "title": it.title,
            "question": it.question,
            "audience": it.audience,
            "folder": it.folder,
            "form": it.form.name,
            "parameters": [asdict(parameter) for parameter in it.parameters],
        }
        for it in visit.service.catalogue
    ]
    return Content(orjson.dumps({"queries": found}, option=orjson.OPT_INDENT_2))


@readable(
    router,
    "/queries/{name}",
    summary="Ask a question",
    description="The values of the question are parameters of the address. Formats of "
    "data tell the question itself if no values are given and the answer is a table.",
    responses={**answers_in(FORMATS), **OF_QUERIES},
)
async def query(name: str, request: Request, visit: VisitDependency) -> Response:
    """Answer a query of the library, as a page or in a format."""
    bare, _dot, suffix = name.partition(".")
    found = _find(visit, bare)
    require_suffix(suffix, holding(found.form.kind))
    given = _given(request)
    asked = tuple(filter(None, (suffix, request.query_params.get(_FORMAT))))
    written = None if given else _described_in(request, found, asked[:1])
    if written is not None:
        return await run_in_threadpool(_description, visit, found, written)
    async with pinned(request, visit.service) as service:
        visit = replace(visit, service=service)
        if not asked and accepted(request, holding(found.form.kind)) is None:
            return await _page(request, visit, found, given)
        text = found.bind(given)
        await run_in_threadpool(require_known, visit.store, found, given)
        operation = Operation(text, STORED, asked[:1])
        return await run(request, service, operation, text)


def _described_in(
    request: Request, query: Query, asked: Sequence[str]
) -> Format | None:
    """Choose the format of data in which a question itself is told.

    None where the answer is data too: then it is the answer that is asked for.

    Raises:
        NotAcceptableError: the client accepts nothing that there is.
    """
    answers = holding(query.form.kind)
    if query.form.kind is Kind.GRAPH or (asked and by_name(asked[0], answers)):
        return None
    if asked:
        return by_name(asked[0], GRAPHS)
    written = accepted(request, (*answers, *GRAPHS))
    return written if written in GRAPHS else None


def _description(visit: Visit, query: Query, written: Format) -> Response:
    """Tell a question as the graph has it: its title, its text, where to ask it."""
    triples = executable_triples(SHARED, [query])
    quads = [Quad(it.subject, it.predicate, it.object, SHARED) for it in triples]
    about = NamedNode(query_iri(query.name))

    def make() -> Content:
        return Content(write_description(quads, about, written, visit.terms.context))

    return visit.answer(written.content_type, make)


def _given(request: Request) -> dict[str, str]:
    """Read the values of parameters; one left empty has its default.

    Raises:
        DuplicateKeyError: a parameter has two values.
    """
    values: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in values:
            raise DuplicateKeyError(f"parameter {name}", "two values", "one")
        if name not in (_FORMAT, RELEASE) and value:
            values[name] = value
    return values


async def _page(
    request: Request, visit: Visit, query: Query, given: Mapping[str, str]
) -> Response:
    release = visit.release
    tag = etag(release, "query", query.text, repr(sorted(given.items())), visit.root)
    headers = {
        "Vary": "Accept, Accept-Language",
        "X-Release": release.version,
        **validators(release, tag),
    }
    if unchanged(request.headers, release, tag):
        return not_modified(headers)
    text, result, problem = await _ask(request, visit, query, given)
    if problem is not None:
        headers = {"Vary": "Accept, Accept-Language", "Cache-Control": "no-store"}
    fields = await run_in_threadpool(lambda: read_fields(query, given, visit.reading()))
    values = {field.name: field.value for field in fields}
    body = visit.render(
        "query.html",
        query=query,
        fields=fields,
        text=without_header(text),
        result=result,
        problem=problem,
        downloads=_downloads(visit, query, values),
        permalink=_address(visit, query, values),
        section="/queries",
    )
    status = 200 if problem is None else problem.status
    return Response(body, status, headers, HTML)


async def _ask(
    request: Request, visit: Visit, query: Query, given: Mapping[str, str]
) -> tuple[str, Result | None, Problem | None]:
    """Ask the query; a fault is told on the page, beside the form."""
    text = query.text
    try:
        text = query.bind(given)
        await run_in_threadpool(require_known, visit.store, query, given)
        operation = Operation(text, STORED, ())
        work = result_of(visit.service, operation, text)
        return text, await while_present(request.receive, work), None
    except KgError as error:
        return text, None, problem_of(error)


def _find(visit: Visit, name: str) -> Query:
    """Return a question of the library.

    Raises:
        ThingGoneError: a former release had it.
        DanglingKeyError: there never was one of this name.
    """
    try:
        return visit.service.catalogue.find(name)
    except DanglingKeyError as error:
        missing = absence(visit.release, query_iri(name), "")
        raise (missing if isinstance(missing, WithdrawnError) else error) from None


def _downloads(
    visit: Visit, query: Query, given: Mapping[str, str]
) -> tuple[Download, ...]:
    return tuple(
        Download(
            written.label,
            _address(visit, query, given, f".{written.suffix}"),
            written.media_type,
        )
        for written in holding(query.form.kind)
    )


def _address(
    visit: Visit, query: Query, given: Mapping[str, str], suffix: str = ""
) -> str:
    parameters = f"?{urlencode(given)}" if given else ""
    return f"{visit.root}/queries/{query.name}{suffix}{parameters}"
