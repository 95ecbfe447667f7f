"""The store behind any SPARQL 1.1 endpoint.

An endpoint can say 200 and still answer with half of it, or with an error at its end.
What comes is read whole, in a format whose end can be told, and parsed before any of
it is passed on.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from pyoxigraph import QueryResultsFormat, Triple, parse_query_results, serialize

from kg.errors import NotAcceptableError, OverloadedError, QueryError, QuerySyntaxError
from kg.rdf.endpoint import Asked, Endpoint, fetch
from kg.rdf.formats import JSON, N_TRIPLES, Format, Kind
from kg.rdf.preflight import check
from kg.rdf.sparql import with_base
from kg.store.engine import read_solutions, read_triples, read_truth
from kg.store.limits import Limits
from kg.store.oxigraph import write, writing
from kg.store.protocol import STORED, Dataset, Row

_MIB = 1_048_576


class RemoteStore:
    """A graph that another SPARQL engine holds."""

    def __init__(self, url: str, seconds: float, answer_mb: int = 1024) -> None:
        """Ask the endpoint at `url`, which has `seconds` for each answer."""
        self._endpoint = Endpoint(url, seconds, answer_mb * _MIB)

    def select(self, query: str) -> list[Row]:
        """List the solutions of a SELECT, in the engine's order."""
        content = self._read(query, Kind.BINDINGS)
        with _reading():
            return read_solutions(content)

    def ask(self, query: str) -> bool:
        """Answer an ASK."""
        content = self._read(query, Kind.BOOLEAN)
        with _reading():
            return read_truth(content)

    def construct(self, query: str) -> Iterator[Triple]:
        """Yield the triples of a CONSTRUCT or DESCRIBE."""
        content = self._read(query, Kind.GRAPH)
        with _reading():
            return iter(list(read_triples(content)))

    def answer(
        self, query: str, written: Format, dataset: Dataset = STORED
    ) -> Iterator[bytes]:
        """Yield the answer to any query, as a format writes it."""
        kind = check(query).kind
        if kind not in written.holds:
            raise NotAcceptableError(f"{written.label} cannot hold {kind}")
        content, output = self._read(query, kind, dataset), BytesIO()
        with _reading():
            if kind is Kind.GRAPH:
                triples = list(read_triples(content))
                with writing(written):
                    serialize(triples, output, written.rdf)
            else:
                results = parse_query_results(content, QueryResultsFormat.JSON)
                write(results, written, output)
        yield output.getvalue()

    def _read(self, query: str, kind: Kind, dataset: Dataset = STORED) -> bytes:
        if check(query).kind is not kind:
            raise QuerySyntaxError(f"the answer to the query is no {kind}")
        source = N_TRIPLES if kind is Kind.GRAPH else JSON
        parameters = (
            *(("default-graph-uri", iri) for iri in dataset.default),
            *(("named-graph-uri", iri) for iri in dataset.named),
        )
        asked = Asked(with_base(query), source.media_types, parameters)
        return fetch(self._endpoint, asked)


@contextmanager
def _reading() -> Iterator[None]:
    """Make a fault in what the endpoint has sent a fault of the endpoint."""
    try:
        yield
    except (SyntaxError, ValueError, OSError) as error:
        message = f"the endpoint's answer is not whole: {error}"
        raise QueryError(message) from error


@dataclass(frozen=True, slots=True)
class WholeAnswer:
    """An `Answer` that is all there."""

    label: str
    first: bytes
    complete: bool = True

    async def rest(self) -> AsyncIterator[bytes]:
        """Yield nothing more."""
        for block in list[bytes]():
            yield block

    def close(self) -> None:
        """Do nothing: nobody is at work on it."""


class RemoteEngine:
    """A remote store as an `Engine`: each query waits for it in a thread."""

    def __init__(self, store: RemoteStore, label: str, limits: Limits) -> None:
        """Ask `store`, which holds the release `label`."""
        self.label = label
        self._store = store
        self._queue = limits.queue
        self._queue_seconds = limits.queue_seconds
        self._waiting = 0
        self._free = asyncio.Semaphore(limits.workers)

    async def answer(
        self,
        query: str,
        written: Format,
        dataset: Dataset = STORED,
        *,
        dear: bool = False,
    ) -> WholeAnswer:
        """Run a query that has passed `kg.rdf.preflight.check`: see `Engine`."""
        if self._free.locked() and self._waiting >= self._queue:
            raise OverloadedError("too many queries are waiting: come back later")
        self._waiting += 1
        try:
            async with asyncio.timeout(self._queue_seconds):
                await self._free.acquire()
        except TimeoutError:
            message = "the engine was not free in time: come back later"
            raise OverloadedError(message) from None
        finally:
            self._waiting -= 1
        try:
            content = await asyncio.to_thread(self._whole, query, written, dataset)
        finally:
            self._free.release()
        return WholeAnswer(self.label, content)

    def _whole(self, query: str, written: Format, dataset: Dataset) -> bytes:
        return b"".join(self._store.answer(query, written, dataset))
