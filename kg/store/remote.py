"""The store behind any SPARQL 1.1 engine on the network.

What comes is read whole, in a format whose end can be told, and written anew in the one
that was asked for, before any of it is passed on: nothing else tells half an answer
from all of it, whichever engine it is.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator

from pyoxigraph import Triple

from kg.errors import (
    NotAcceptableError,
    QueryError,
    QuerySyntaxError,
    QueryTimeoutError,
)
from kg.rdf.formats import JSON, N_TRIPLES, Format, Kind
from kg.rdf.preflight import check
from kg.rdf.sparql import with_base
from kg.store.conversion import convert
from kg.store.engine import read_solutions, read_triples, read_truth
from kg.store.exchange import Address, Exchange, Question, without_password
from kg.store.oxigraph import BLOCK
from kg.store.protocol import STORED, Dataset, Row
from kg.store.spool import Room, Spool

_MIB = 1_048_576
_QUICK = 32_768
"""Bytes that are written anew faster than a thread is found to do it."""


class SpooledAnswer:
    """An `Answer` that is all there, in a spool of its own."""

    def __init__(self, label: str, spool: Spool) -> None:
        """Pass on what is in a spool, and close that."""
        self.label = label
        self._spool = spool
        self.first = spool.read(BLOCK)
        self.complete = len(self.first) == spool.length
        if self.complete:
            spool.close()

    async def rest(self) -> AsyncIterator[bytes]:
        """Yield the blocks after the first."""
        try:
            while block := self._spool.read(BLOCK):
                yield block
        finally:
            self.close()

    def close(self) -> None:
        """Give up what is left."""
        self._spool.close()


class Reader:
    """Asks over an exchange, for answers of bounded length and duration."""

    def __init__(
        self, exchange: Exchange, seconds: float, room: Room, most: int
    ) -> None:
        """Give each answer so many seconds, `most` bytes, and a share of a room."""
        self._exchange = exchange
        self._seconds = seconds
        self._room = room
        self._most = most

    async def read(self, question: Question, written: Format) -> Spool:
        """Give the whole answer, in a format; whoever gets it closes it.

        Raises:
            QueryTimeoutError: it was not there in time.
            QueryError: there is none: see `Exchange.ask` and `convert`.
        """
        if question.kind not in written.holds:
            raise NotAcceptableError(f"{written.label} cannot hold {question.kind}")
        try:
            async with asyncio.timeout(self._seconds):
                return await self._read(question, written)
        except TimeoutError:
            message = f"the query was not answered within {self._seconds:g} seconds"
            raise QueryTimeoutError(message) from None

    async def _read(self, question: Question, written: Format) -> Spool:
        source, target = (Spool(self._room, self._most) for _ in range(2))
        try:
            await self._exchange.ask(question, source, self._seconds)
            if source.length <= _QUICK:
                convert(source, question.kind, written, target)
            else:
                await _in_thread(source, question.kind, written, target)
        except BaseException:
            target.close()
            raise
        finally:
            source.close()
        return target


async def _in_thread(source: Spool, kind: Kind, written: Format, target: Spool) -> None:
    """Write a long answer anew; when given up, wait until the thread has noticed."""
    work = asyncio.create_task(
        asyncio.to_thread(convert, source, kind, written, target)
    )
    try:
        await asyncio.shield(work)
    except asyncio.CancelledError:
        source.give_up()
        await asyncio.gather(work, return_exceptions=True)
        raise


class RemoteStore:
    """A graph that another SPARQL engine holds, for one caller who waits.

    It is trusted with its graphs: what it holds beside a release, it shows. `Remote`
    engines of a service do not (kg.store.peer).
    """

    def __init__(self, url: str, seconds: float, answer_mb: int = 1024) -> None:
        """Ask the endpoint at `url`, which has `seconds` for each answer."""
        self._address = Address(url, name=without_password(url))
        self._seconds = seconds
        self._most = answer_mb * _MIB

    def select(self, query: str) -> list[Row]:
        """List the solutions of a SELECT, in the engine's order."""
        return read_solutions(self._only(query, Kind.BINDINGS, JSON))

    def ask(self, query: str) -> bool:
        """Answer an ASK."""
        return read_truth(self._only(query, Kind.BOOLEAN, JSON))

    def construct(self, query: str) -> Iterator[Triple]:
        """Yield the triples of a CONSTRUCT or DESCRIBE."""
        return read_triples(self._only(query, Kind.GRAPH, N_TRIPLES))

    def answer(
        self, query: str, written: Format, dataset: Dataset = STORED
    ) -> Iterator[bytes]:
        """Yield the answer to any query, as a format writes it."""
        kind = check(query).kind
        parameters = (
            *(("default-graph-uri", iri) for iri in dataset.default),
            *(("named-graph-uri", iri) for iri in dataset.named),
        )
        question = Question(with_base(query), kind, parameters)
        yield asyncio.run(self._whole(question, written))

    def _only(self, query: str, kind: Kind, written: Format) -> bytes:
        if check(query).kind is not kind:
            raise QuerySyntaxError(f"the answer to the query is no {kind}")
        return b"".join(self.answer(query, written))

    async def _whole(self, question: Question, written: Format) -> bytes:
        try:
            exchange = Exchange(self._address)
        except ValueError as error:
            raise QueryError(f"{self._address.name}: {error}") from error
        try:
            room = Room(2 * self._most)
            reader = Reader(exchange, self._seconds, room, self._most)
            spool = await reader.read(question, written)
            try:
                return spool.read()
            finally:
                spool.close()
        finally:
            await exchange.close()
