"""Engines that answer many queries at once: what the API asks, worker pool or remote.

A `Store` answers one caller; an `Engine` is its asynchronous side, with deadlines,
queues and answers that stream.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from io import BytesIO
from typing import Protocol

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from kg.errors import QuerySyntaxError
from kg.rdf.formats import JSON, N_TRIPLES, Format, Kind
from kg.rdf.query.preflight import check
from kg.store.protocol import STORED, Dataset, Row
from kg.store.total import Total


class Answer(Protocol):
    """An answer that has begun: its first block is there."""

    @property
    def label(self) -> str:
        """The release that answers."""

    @property
    def first(self) -> bytes:
        """The first block."""

    @property
    def complete(self) -> bool:
        """Whether the blocks seen are all there are."""

    def rest(self) -> AsyncIterator[bytes]:
        """Yield the blocks after the first; raises a `QueryError` when they end early.

        Whoever passes them on must then break off, so that nobody takes a part for
        the whole.
        """

    def close(self) -> None:
        """Give up what is left: whoever asked has gone."""


class Engine(Protocol):
    """What answers queries."""

    @property
    def label(self) -> str:
        """The release that new queries are answered from."""

    async def answer(
        self,
        query: str,
        written: Format,
        dataset: Dataset = STORED,
        *,
        dear: bool = False,
    ) -> Answer:
        """Run a query that has passed `kg.rdf.query.preflight.check`.

        One that is known to be `dear` (kg.rdf.query.preflight) waits with the long
        ones.

        Raises:
            QuerySyntaxError: it is not SPARQL.
            NotAcceptableError: the format cannot hold the answer.
            QueryTimeoutError: it was not answered within the deadline.
            OverloadedError: too many queries are waiting.
            WorkerDiedError: it took more memory than it may, or broke the engine.
        """


def total_of(answer: Answer) -> Total | None:
    """Say what an answer amounts to, if its engine counts and all of it is there."""
    total: Total | None = getattr(answer, "total", None)
    return total


async def read_whole(answer: Answer) -> bytes:
    """Read an answer to its end."""
    if answer.complete:
        return answer.first
    return answer.first + b"".join([block async for block in answer.rest()])


def read_solutions(content: bytes) -> list[Row]:
    """Read the solutions of a SELECT from SPARQL results in JSON."""
    solutions = parse_query_results(content, QueryResultsFormat.JSON)
    if not isinstance(solutions, QuerySolutions):
        raise QuerySyntaxError("the query is not a SELECT")
    names = [variable.value for variable in solutions.variables]
    return [
        {name: term for name in names if (term := solution[name]) is not None}
        for solution in solutions
    ]


def read_truth(content: bytes) -> bool:
    """Read the answer of an ASK from SPARQL results in JSON."""
    truth = parse_query_results(content, QueryResultsFormat.JSON)
    if not isinstance(truth, QueryBoolean):
        raise QuerySyntaxError("the query is not an ASK")
    return bool(truth)


def read_triples(content: bytes) -> Iterator[Triple]:
    """Yield triples from N-Triples."""
    for quad in parse(BytesIO(content), RdfFormat.N_TRIPLES):
        yield quad.triple


class EngineStore:
    """A `Store` on an engine, for code that runs in a thread beside the event loop."""

    def __init__(self, engine: Engine, loop: asyncio.AbstractEventLoop) -> None:
        """Ask `engine`, which runs on `loop`; never from a coroutine of that loop."""
        self._engine = engine
        self._loop = loop

    def select(self, query: str) -> list[Row]:
        """List the solutions of a SELECT, in the engine's order."""
        if check(query).kind is not Kind.BINDINGS:
            raise QuerySyntaxError("the query is not a SELECT")
        return read_solutions(self._read(query, JSON))

    def ask(self, query: str) -> bool:
        """Answer an ASK."""
        if check(query).kind is not Kind.BOOLEAN:
            raise QuerySyntaxError("the query is not an ASK")
        return read_truth(self._read(query, JSON))

    def construct(self, query: str) -> Iterator[Triple]:
        """Yield the triples of a CONSTRUCT or DESCRIBE."""
        if check(query).kind is not Kind.GRAPH:
            raise QuerySyntaxError("the query is neither a CONSTRUCT nor a DESCRIBE")
        return read_triples(self._read(query, N_TRIPLES))

    def answer(
        self, query: str, written: Format, dataset: Dataset = STORED
    ) -> Iterator[bytes]:
        """Yield the answer to any query, as a format writes it."""
        check(query)
        yield self._read(query, written, dataset)

    def _read(self, query: str, written: Format, dataset: Dataset = STORED) -> bytes:
        return asyncio.run_coroutine_threadsafe(
            self._whole(query, written, dataset), self._loop
        ).result()

    async def _whole(self, query: str, written: Format, dataset: Dataset) -> bytes:
        return await read_whole(await self._engine.answer(query, written, dataset))
