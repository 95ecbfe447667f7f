"""What a request demands of a graph before it is written (RFC 9110, 13)."""

from collections.abc import Mapping

from pyoxigraph import NamedNode

from kg.api.errors import PreconditionFailedError
from kg.api.releases.release import Served
from kg.api.releases.validators import tags_of
from kg.api.sparql.graphstore import FORMATS, graph_tag


def agree(headers: Mapping[str, str], state: Served, graph: NamedNode | None) -> None:
    """Do nothing when the state is as the request demands.

    A tag is one of those that the graph is given with, in any format.

    Raises:
        PreconditionFailedError: it is another.
    """
    wanted, unwanted = headers.get("if-match"), headers.get("if-none-match")
    if wanted is not None and not _fits(wanted, state, graph):
        raise PreconditionFailedError(
            f"If-Match: the graph is not as it was then; the state is {state.version}"
        )
    if unwanted is not None and _fits(unwanted, state, graph):
        raise PreconditionFailedError(
            f"If-None-Match: the graph is there; the state is {state.version}"
        )


def _fits(header: str, state: Served, graph: NamedNode | None) -> bool:
    if graph is not None and graph.value not in state.manifest.get("graphs", {}):
        return False
    if header.strip() == "*":
        return True
    tags = {
        graph_tag(state, graph, media_type)
        for written in FORMATS
        for media_type in written.media_types
    }
    return not tags.isdisjoint(tags_of(header))
