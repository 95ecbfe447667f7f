"""Permalinks: answers that have been cited, and how to cite them."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kg.api.citing.citation import BIBTEX, CSL, Citation
from kg.api.citing.permalink import Permalink
from kg.api.errors import ReleaseGoneError, problem_of
from kg.api.http.negotiation import HTML, Plain, named, require
from kg.api.http.presence import while_present
from kg.api.pages.frame import Download
from kg.api.releases.kept import UnknownReleaseError
from kg.api.releases.validators import etag, not_modified, unchanged, validators
from kg.api.requests.operation import Operation
from kg.api.schema import OF_QUERIES
from kg.api.site.serving import answers_in, readable, require_suffix
from kg.api.site.visit import HTML as PAGE
from kg.api.site.visit import Visit, VisitDependency
from kg.api.sparql.endpoint import run
from kg.api.sparql.workbench import Result, result_of
from kg.errors import NotInGraphError
from kg.publishing.audience import Audience
from kg.rdf.formats import FORMATS, Format, holding
from kg.rdf.query.header import without_header
from kg.rdf.query.preflight import query_form

_CITED = {"bib": BIBTEX, "csl.json": CSL}
"""The citations of a permalink, by the suffix of its address."""

router = APIRouter(tags=["queries"])


@dataclass(frozen=True, slots=True)
class _Cited:
    """A permalink that somebody asks for, and in what form."""

    permalink: Permalink
    citation: Citation
    address: str
    wanted: Format | Plain


@readable(
    router,
    "/q/{name}",
    summary="Get the answer that a permalink stands for, or how to cite it",
    responses={**answers_in(FORMATS), **OF_QUERIES},
)
async def permalink_of(name: str, request: Request, visit: VisitDependency) -> Response:
    """Answer as the release did that the permalink was made from."""
    cited = await _find(name, request, visit)
    if cited.wanted in (BIBTEX, CSL):
        return _citation(cited)
    permalink = cited.permalink
    try:
        async with visit.service.at(permalink.release) as service:
            pinned = replace(visit, service=service)
            if isinstance(cited.wanted, Plain):
                return await _page(pinned, cited)
            formats = (cited.wanted.name,)
            operation = Operation(permalink.query, permalink.dataset, formats)
            response = await run(request, service, operation, permalink.query)
    except UnknownReleaseError:
        gone = ReleaseGoneError(permalink.release, permalink.query)
        if not isinstance(cited.wanted, Plain):
            raise gone from None
        return _filled(visit, cited, None, gone)
    response.headers["Link"] = _links(cited)
    return response


async def _find(name: str, request: Request, visit: Visit) -> _Cited:
    key, _dot, suffix = name.partition(".")
    found = await run_in_threadpool(visit.service.permalinks.find, key)
    if found.audience != visit.release.audience.value:
        raise NotInGraphError(f"no permalink {key} was made here")
    address = f"{visit.root}/q/{key}"
    citation = Citation(found, f"{request.base_url}q/{key}")
    return _Cited(found, citation, address, _wanted(request, found.query, suffix))


def _wanted(request: Request, query: str, suffix: str) -> Format | Plain:
    """Choose by suffix, by `format=`, else by what is accepted."""
    if suffix in _CITED:
        return _CITED[suffix]
    among = holding(query_form(query).kind)
    require_suffix(suffix, among)
    names = [it for it in (suffix, request.query_params.get("format")) if it]
    written = named(names, among)
    if written is not None:
        return written
    offers: list[Format | Plain] = [*among, BIBTEX, CSL, HTML]
    return require(request.headers.get("accept"), offers).offer


def _citation(cited: _Cited) -> Response:
    """Cite, whether the release is there or not."""
    shared = cited.permalink.audience == Audience.PUBLIC.value
    lasting = "public, max-age=86400" if shared else "private, no-cache"
    headers = {"Vary": "Accept", "Cache-Control": lasting}
    if cited.wanted is CSL:
        return Response(cited.citation.csl(), 200, headers, CSL.media_types[0])
    content_type = f"{BIBTEX.media_types[0]}; charset=utf-8"
    return Response(cited.citation.bibtex(), 200, headers, content_type)


async def _page(visit: Visit, cited: _Cited) -> Response:
    release = replace(visit.release, pinned=False)  # the page is ours, and may change
    headers = {
        "Vary": "Accept",
        "X-Release": release.version,
        "Link": _links(cited),
        "X-Robots-Tag": "noindex",
        **validators(release, etag(release, "permalink", cited.citation.url)),
    }
    if unchanged(visit.request.headers, release, headers["ETag"]):
        return not_modified(headers)
    permalink = cited.permalink
    operation = Operation(permalink.query, permalink.dataset, ())
    work = result_of(visit.service, operation, permalink.query)
    result = await while_present(visit.request.receive, work)
    response = _filled(visit, cited, result, None)
    response.headers.update(headers)
    return response


def _filled(
    visit: Visit, cited: _Cited, result: Result | None, gone: ReleaseGoneError | None
) -> Response:
    permalink = cited.permalink
    body = visit.render(
        "permalink.html",
        release=replace(visit.release, pinned=False),  # its address is of one release
        permalink=permalink,
        citation=cited.citation,
        result=result,
        problem=None if gone is None else problem_of(gone),
        text=without_header(permalink.query),
        again=f"{visit.root}/sparql?{urlencode({'query': permalink.query})}",
        downloads=_downloads(cited),
        address=cited.address,
    )
    return Response(body, 200 if gone is None else 410, {"Vary": "Accept"}, PAGE)


def _downloads(cited: _Cited) -> tuple[Download, ...]:
    return tuple(
        Download(it.label, f"{cited.address}.{it.suffix}", it.media_type)
        for it in holding(query_form(cited.permalink.query).kind)
    )


def _links(cited: _Cited) -> str:
    described = (
        f'<{cited.citation.url}.{suffix}>; rel="describedby"; '
        f'type="{offer.media_types[0]}"'
        for suffix, offer in _CITED.items()
    )
    return ", ".join([f'<{cited.citation.url}>; rel="cite-as"', *described])
