"""Loading a release into an engine on the network, graph by graph.

By the Graph Store Protocol, which most engines have: PUT replaces a graph whole. The
merge comes last, and a service does without it, so that nothing is served of a release
that is there in part.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import httpx
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat
from pyoxigraph import Store as Engine

from kg.errors import EngineAwayError, EngineError
from kg.rdf.formats import N_TRIPLES
from kg.store.oxigraph import BLOCK, open_engine
from kg.store.remote.exchange import AGENT, without_password
from kg.store.remote.holding import Holding

_SECONDS = 3600.0
"""How long an engine may take over one graph."""

_SAID = 300


@dataclass(frozen=True, slots=True)
class Delivered:
    """A graph that the engine has taken: its name, None for the default graph."""

    graph: str | None
    size: int


def deliver(store: Path, url: str, holding: Holding) -> Iterator[Delivered]:
    """Replace the graphs of an engine by those of a release, one after another.

    Args:
        store: the directory of the release's own store.
        url: where the engine takes graphs (`…/store`, `…/data`); a name and password
            in it are those of HTTP's basic authentication.
        holding: what the engine is to hold.

    Raises:
        SetupError: there is no store.
        EngineError: the engine cannot be reached, or does not take a graph.
    """
    engine = open_engine(store)
    with httpx.Client(
        headers={"User-Agent": AGENT}, timeout=_SECONDS, trust_env=False
    ) as client:
        del client.headers["Accept"]  # what is put has no answer to choose
        for graph in _in_order(holding):
            yield Delivered(graph, _put(client, url, engine, graph))
        yield Delivered(holding.merged, _put(client, url, engine, None, holding.merged))


def _in_order(holding: Holding) -> Iterator[str]:
    """Yield those first that mark the release: who serves another one notices."""
    yield from holding.marked
    yield from (graph for graph in holding.graphs if graph not in holding.marked)


def _put(
    client: httpx.Client,
    url: str,
    engine: Engine,
    graph: str | None,
    name: str | None = None,
) -> int:
    """Put a graph, under its own name or another one; return its length in bytes."""
    source = DefaultGraph() if graph is None else NamedNode(graph)
    called = name or graph
    parameters = {"default": ""} if called is None else {"graph": called}
    with TemporaryFile() as file:
        engine.dump(file, RdfFormat.N_TRIPLES, from_graph=source)
        size = file.tell()
        file.seek(0)
        try:
            reply = client.put(
                url,
                params=parameters,
                content=_blocks(file),
                headers={
                    "Content-Type": N_TRIPLES.media_type,
                    "Content-Length": str(size),
                },
            )
        except httpx.RequestError as error:
            message = f"{without_password(url)} cannot be reached: {error}"
            raise EngineAwayError(message) from error
    _check(reply, url, called)
    return size


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    while block := file.read(BLOCK):
        yield block


def _check(reply: httpx.Response, url: str, graph: str | None) -> None:
    if not reply.is_success:
        name = "its default graph" if graph is None else f"<{graph}>"
        raise EngineError(
            f"{without_password(url)}: found status {reply.status_code} for {name}; "
            f"expected that it is taken: {reply.text.strip()[:_SAID]}"
        )
