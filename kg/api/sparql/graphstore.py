"""The Graph Store Protocol: whole graphs by their names, as they are read.

A release is never written to; a workspace is by kg.api.sparql.writing.

What is answered with is one graph in every format, as the protocol has it: TriG and
N-Quads do not name it. It is written back elsewhere as it was read; a name in it would
go along. The name is that which was asked for, and stands in `Link`.
"""

from urllib.parse import quote

from fastapi import APIRouter
from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from kg.api.dependencies import ServiceDependency
from kg.api.errors import ReadOnlyError, RequestError
from kg.api.http.answers import AnswerResponse
from kg.api.http.negotiation import Choice, named, require
from kg.api.http.presence import while_present
from kg.api.releases.release import Served
from kg.api.releases.validators import etag, not_modified, unchanged, validators
from kg.api.requests.operation import UPDATE, values
from kg.api.running.service import Service
from kg.api.versions.former import absence
from kg.api.versions.pinning import PARAMETER as RELEASE
from kg.api.versions.pinning import pinned
from kg.errors import UnexpectedValueError
from kg.rdf.formats import Format, Kind, holding
from kg.rdf.query.binding import bind
from kg.store.cache import Question

PATH = "/graphs"
METHODS = "GET, HEAD, OPTIONS"
WRITING = ("PUT", "POST", "PATCH", "DELETE")
FORMATS = holding(Kind.GRAPH)
"""What every graph comes in."""

router = APIRouter(tags=["graphs"])

_DEFAULT = "CONSTRUCT WHERE { ?subject ?predicate ?object }"
_NAMED = (
    "CONSTRUCT { ?subject ?predicate ?object } "
    "WHERE { GRAPH ?graph { ?subject ?predicate ?object } }"
)
PARAMETERS = [
    {
        "name": name,
        "in": "query",
        "description": description,
        "allowEmptyValue": name == "default",
        "schema": {"type": "string"},
    }
    for name, description in (
        ("default", "The merge of all graphs."),
        ("graph", "The IRI of a graph; either this or `default`."),
        ("format", "The format of the answer, stronger than Accept."),
        (RELEASE, "The release to ask, by its version, instead of the current one."),
    )
]


@router.head(PATH, include_in_schema=False, response_class=Response)
@router.get(
    PATH,
    summary="Get all of a graph, by its IRI",
    openapi_extra={"parameters": PARAMETERS},
    response_class=Response,
    responses={
        200: {"content": {written.media_type: {} for written in FORMATS}},
        304: {"description": "Nothing has changed"},
        404: {"description": "This release has no such graph"},
    },
)
async def get_graph(request: Request, service: ServiceDependency) -> Response:
    """Give all of the graph that `graph` names, or of the default graph."""
    graph = asked_graph(request)
    async with pinned(request, service) as asked:
        if graph is not None:
            require_graph(asked.release, graph)
        return await send_graph(request, asked, graph, written_in(request))


@router.options(PATH, include_in_schema=False)
@router.options("/graph/{name:path}", include_in_schema=False)
async def graph_options(service: ServiceDependency) -> Response:
    """Say which methods there are, and what a workspace takes."""
    if service.editor is None:
        return Response(status_code=204, headers={"Allow": METHODS})
    taken = ", ".join(written.media_type for written in FORMATS)
    headers = {
        "Allow": ", ".join([METHODS, *WRITING]),
        "Accept-Post": f"{taken}, multipart/form-data",
        "Accept-Patch": UPDATE,
    }
    return Response(status_code=204, headers=headers)


@router.api_route(PATH, methods=list(WRITING), include_in_schema=False)
@router.api_route("/graph/{name:path}", methods=list(WRITING), include_in_schema=False)
async def refuse_writing() -> Response:
    """Refuse to change a graph."""
    raise ReadOnlyError("a release is read-only: no graph of it can be changed")


def require_graph(release: Served, graph: NamedNode) -> None:
    """Do nothing for a graph of a release.

    Raises:
        ThingGoneError: the release has it no more.
        NotInGraphError: no release had such a graph.
    """
    if graph.value not in release.manifest.get("graphs", {}):
        otherwise = f"this release has no graph {graph.value}"
        raise absence(release, graph.value, otherwise)


def written_in(request: Request) -> Choice[Format]:
    """Choose the format for a graph: by `format=`, else by what is accepted.

    Raises:
        UnexpectedValueError: `format` names none.
        NotAcceptableError: no graph can be written so.
    """
    asked = named(filter(None, values(request, "format")), FORMATS)
    if asked is not None:
        return Choice(asked, asked.media_type)
    return require(request.headers.get("accept"), FORMATS)


async def send_graph(
    request: Request,
    service: Service,
    graph: NamedNode | None,
    choice: Choice[Format],
) -> Response:
    """Answer with all of a graph, the default graph for None, unless the client has it.

    It is sent while the engine writes it.
    """
    release = service.release
    headers = _headers(request, release, graph, choice)
    if unchanged(request.headers, release, headers["ETag"]):
        return not_modified(headers)
    query = _DEFAULT if graph is None else bind(_NAMED, {"graph": graph})
    work = service.answers.ask(service.engine, Question(query, choice.offer))
    answer = await while_present(request.receive, work)
    if answer.label != release.version:
        headers = _headers(request, service.known(answer.label), graph, choice)
    return AnswerResponse(answer, choice.content_type, headers)


def asked_graph(request: Request) -> NamedNode | None:
    """Read which graph is meant; None is the default graph.

    Raises:
        RequestError: no graph is named, or more than one.
        UnexpectedValueError: the name is not an absolute IRI.
    """
    default, graphs = values(request, "default"), values(request, "graph")
    if len(default) + len(graphs) != 1:
        raise RequestError("name one graph: either default or graph=IRI")
    if default:
        return None
    return absolute("graph", graphs[0])


def absolute(parameter: str, iri: str) -> NamedNode:
    """Read the IRI that a parameter gives.

    Raises:
        UnexpectedValueError: it is not an absolute one.
    """
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise UnexpectedValueError(parameter, iri, "an absolute IRI") from error


def split_suffix(name: str) -> tuple[str, str]:
    """Split the name of a graph, which may have dots in it, from a suffix."""
    bare, _dot, suffix = name.rpartition(".")
    known = {written.suffix for written in FORMATS}
    return (bare, suffix) if bare and suffix in known else (name, "")


def in_header(graph: NamedNode) -> str:
    """Write the IRI of a graph as a URI, for headers have no other letters."""
    return quote(graph.value, safe=_ASCII)


_ASCII = "".join(map(chr, range(33, 127)))


def graph_tag(release: Served, graph: NamedNode | None, media_type: str) -> str:
    """Return the tag that a graph is given with, the default graph for None."""
    return etag(release, "graph", _parameter(graph), media_type)


def _parameter(graph: NamedNode | None) -> str:
    return "default" if graph is None else f"graph={quote(graph.value, safe='')}"


def _headers(
    request: Request,
    release: Served,
    graph: NamedNode | None,
    choice: Choice[Format],
) -> dict[str, str]:
    root = str(request.scope.get("root_path", "")).rstrip("/")
    name = _parameter(graph)
    pin = f"&{RELEASE}={release.version}" if release.pinned else ""
    link = {} if graph is None else {"Link": f'<{in_header(graph)}>; rel="describes"'}
    return {
        "Vary": "Accept",
        "X-Release": release.version,
        "Content-Location": f"{root}{PATH}?{name}&format={choice.offer.name}{pin}",
        **link,
        **validators(release, graph_tag(release, graph, choice.media_type)),
    }
