"""Validating data that is sent, or a graph of the release: `POST /validate`."""

from dataclasses import replace

from fastapi import APIRouter
from python_multipart.multipart import parse_options_header
from starlette.requests import Request
from starlette.responses import Response

from kg.api.dependencies import ServiceDependency
from kg.api.errors import RequestError
from kg.api.http.negotiation import Plain, require
from kg.api.http.presence import while_present
from kg.api.releases.release import Served
from kg.api.requests.body import read_body
from kg.api.requests.operation import values
from kg.api.requests.upload import FORMATS, MULTIPART, read_parts, written_in
from kg.api.schema import OF_BODIES, problems
from kg.api.sparql.graphstore import absolute, require_graph
from kg.errors import NotInGraphError, UnexpectedValueError
from kg.publishing.shapes import SHAPES_FILE
from kg.validation.case import Case

PATH = "/validate"

router = APIRouter(tags=["validation"])

FORMS = {
    "json": Plain(("application/json",)),
    "sarif": Plain(("application/sarif+json",)),
    "turtle": Plain(("text/turtle",)),
    "text": Plain(("text/plain",)),
    "csv": Plain(("text/csv",)),
    "junit": Plain(("application/xml", "text/xml")),
    "html": Plain(("text/html",)),
    "github": Plain(("text/x-github-actions",)),
    "gitlab": Plain(("application/x-gitlab-codequality+json",)),
}
"""The forms of a report, with their media types; the first is given for `*/*`."""

_PARTS = ("data", "shapes")
_UTF_8 = "; charset=utf-8"

_BODY = {
    "required": False,
    "content": {
        **{it.media_type: {"schema": {"type": "string"}} for it in FORMATS},
        MULTIPART: {
            "schema": {
                "type": "object",
                "required": ["data"],
                "properties": {it: {"type": "string"} for it in _PARTS},
            }
        },
    },
}
_PARAMETERS = [
    {
        "name": name,
        "in": "query",
        "description": description,
        "schema": {"type": "string"},
    }
    for name, description in (
        ("graph", "The IRI of a graph of the release to validate, without a body."),
        (
            "format",
            f"The form of the report, stronger than Accept: {', '.join(FORMS)}.",
        ),
    )
]


@router.post(
    PATH,
    summary="Validate data by the rules of the release, or by shapes of one's own",
    openapi_extra={"parameters": _PARAMETERS, "requestBody": _BODY},
    response_class=Response,
    responses={
        200: {"content": {it.media_types[0]: {} for it in FORMS.values()}},
        **problems(401, 403, 409, 422, 429),
        **OF_BODIES,
    },
)
async def validate(request: Request, service: ServiceDependency) -> Response:
    """Report what is wrong with data; `X-Conforms` says whether anything is."""
    form = _form(request)
    release = service.release
    case = await _case(request, service)
    if case.graph:
        require_graph(release, absolute("graph", case.graph))
    if not case.has_shapes:
        require_rules(release)
    work = service.examination.examine(release, replace(case, form=form))
    verdict = await while_present(request.receive, work)
    headers = {
        "Vary": "Accept",
        "X-Release": release.version,
        "X-Conforms": "true" if verdict.conforms else "false",
        "Cache-Control": "no-store",
    }
    media_type = FORMS[form].media_types[0]
    return Response(verdict.report, 200, headers, _with_charset(media_type))


def require_rules(release: Served) -> None:
    """Do nothing for a release that has its rules.

    Raises:
        NotInGraphError: it was built before rules were part of one.
    """
    if not (release.store.parent / SHAPES_FILE).is_file():
        raise NotInGraphError(
            "this release does not hold its rules: send shapes with the data"
        )


def _with_charset(media_type: str) -> str:
    return media_type + (_UTF_8 if media_type.startswith("text/") else "")


def _form(request: Request) -> str:
    """Choose the form of the report.

    Raises:
        UnexpectedValueError: `format` names none.
        NotAcceptableError: no report can be written so.
    """
    asked = [name for name in values(request, "format") if name]
    if asked and asked[0] not in FORMS:
        expected = f"one of {', '.join(FORMS)}"
        raise UnexpectedValueError("format", asked[0], expected, FORMS)
    if asked:
        return asked[0]
    offer = require(request.headers.get("accept"), list(FORMS.values())).offer
    return next(name for name, plain in FORMS.items() if plain is offer)


async def _case(request: Request, service: ServiceDependency) -> Case:
    """Read what is to be validated.

    Raises:
        RequestError: there is neither data nor a graph, or both.
    """
    graphs = values(request, "graph")
    settings = service.settings
    most = replace(settings, max_query_bytes=settings.max_upload_bytes)
    body = await read_body(request, most)
    if len(graphs) > 1 or bool(graphs) == bool(body):
        raise RequestError("send data in the body, or name one graph=IRI: one of them")
    if graphs:
        return Case("", graph=graphs[0])
    return _sent(request.headers.get("content-type", ""), body)


def _sent(content_type: str, body: bytes) -> Case:
    kind, options = parse_options_header(content_type)
    if kind != MULTIPART.encode():
        return Case("", body, written_in(content_type).name)
    parts: dict[str, tuple[bytes, str]] = {}
    for part in read_parts(body, options.get(b"boundary", b"")):
        name = _name(part.headers.get("content-disposition", ""))
        if name in parts or name not in _PARTS:
            raise RequestError(f"the form has a part {name!r}: send data, and shapes")
        written = written_in(part.headers.get("content-type", ""))
        parts[name] = bytes(part.content), written.name
    if "data" not in parts:
        raise RequestError("the form has no part 'data'")
    return Case("", *parts["data"], *parts.get("shapes", (b"", "")))


def _name(disposition: str) -> str:
    _kind, options = parse_options_header(disposition)
    return options.get(b"name", b"").decode("utf-8", "replace")
