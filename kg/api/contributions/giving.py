"""Who gives, and which graph: what a request to the inbox says."""

from starlette.requests import Request

from kg.api.errors import ForbiddenError, RequestError, UnsupportedMediaTypeError
from kg.api.requests.operation import values
from kg.api.requests.upload import written_in
from kg.api.sparql.graphstore import absolute
from kg.api.usage.clients import Client, authorise
from kg.rdf.formats import Format
from kg.store.givers import Giver
from kg.store.keys import Right

LONGEST = 2000
"""Letters of a graph's name."""


def entitled(request: Request) -> tuple[Client, Giver]:
    """Find out who gives.

    Raises:
        UnknownKeyError: there is no key, or none that is known.
        ForbiddenError: its holder may not give anything.
    """
    client = authorise(request)
    client.require(Right.CONTRIBUTE)
    if client.giver is None:
        raise ForbiddenError(f"the key {client.name!r} is of no partner")
    return client, client.giver


def named_graph(request: Request, giver: Giver) -> str | None:
    """Read which graph is meant, None when none is named.

    Raises:
        RequestError: there are several, or the default graph is named.
        UnexpectedValueError: the name is no absolute IRI.
        ForbiddenError: it is not the partner's to give.
    """
    graphs = values(request, "graph")
    if values(request, "default") or len(graphs) > 1:
        raise RequestError("name one graph of yours: graph=IRI")
    if not graphs:
        return None
    graph = absolute("graph", graphs[0]).value
    if len(graph) > LONGEST:
        raise RequestError(f"the name of a graph has at most {LONGEST} letters")
    if not giver.owns(graph):
        raise ForbiddenError(
            f"the graph is not below {giver.namespace}, which is yours to name"
        )
    return graph


def require_graph(request: Request, giver: Giver) -> str:
    """Read which graph is meant (raises as `named_graph`).

    Raises:
        RequestError: none is named.
    """
    graph = named_graph(request, giver)
    if graph is None:
        raise RequestError("name the graph: graph=IRI")
    return graph


def sent_format(request: Request) -> Format:
    """Read the format of a graph that is sent.

    Raises:
        UnsupportedMediaTypeError: none that holds graphs, or it is compressed.
    """
    encoding = request.headers.get("content-encoding", "identity")
    if encoding.strip().lower() != "identity":
        raise UnsupportedMediaTypeError(
            f"a graph encoded as {encoding!r} is not taken: send it as it is"
        )
    return written_in(request.headers.get("content-type", ""))
