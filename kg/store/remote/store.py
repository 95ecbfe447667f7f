"""The store behind any SPARQL 1.1 engine on the network.

What comes is read whole, in a format whose end can be told, and written anew in the one
that was asked for, before any of it is passed on: nothing else tells half an answer
from all of it, whichever engine it is.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from traceback import clear_frames

from pyoxigraph import Triple

from kg.errors import (
    EngineError,
    NotAcceptableError,
    QueryError,
    QuerySyntaxError,
    QueryTimeoutError,
)
from kg.rdf.formats import JSON, N_TRIPLES, Format, Kind
from kg.rdf.query.binding import with_base
from kg.rdf.query.preflight import check
from kg.store.engine import read_solutions, read_triples, read_truth
from kg.store.oxigraph import BLOCK
from kg.store.protocol import STORED, Dataset, Row
from kg.store.remote.conversion import Wanted, convert
from kg.store.remote.exchange import Address, Exchange, Question, without_password
from kg.store.remote.refusal import gave_up
from kg.store.remote.spool import Room, Spool
from kg.store.total import Total

_MIB = 1_048_576
_END = 300
"""Bytes at the end of an answer in which an engine says why there is no more."""

_QUICK = 32_768
"""Bytes that are written anew faster than a thread is found to do it."""


class SpooledAnswer:
    """An `Answer` that is all there, in a spool of its own."""

    def __init__(self, label: str, spool: Spool, total: Total) -> None:
        """Pass on what is in a spool, and close that; `total` is what it amounts to."""
        self.label = label
        self.total = total
        self._spool = spool
        self.first = spool.read(BLOCK)
        self.complete = len(self.first) == spool.length
        if self.complete:
            spool.close()

    async def rest(self) -> AsyncIterator[bytes]:
        """Yield the blocks after the first."""
        try:
            while not self.complete and (block := self._spool.read(BLOCK)):
                yield block
        finally:
            self.close()

    def close(self) -> None:
        """Give up what is left."""
        self._spool.close()


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long an answer may take, how long it may be, and how many rows it may have.

    `most_rows` is 0 where there is no limit.
    """

    seconds: float
    most_bytes: int
    most_rows: int = 0


class Reader:
    """Asks over an exchange, for answers within bounds."""

    def __init__(self, exchange: Exchange, bounds: Bounds, room: Room) -> None:
        """Give all answers a share of a room."""
        self._exchange = exchange
        self._bounds = bounds
        self._room = room

    async def read(self, question: Question, written: Format) -> tuple[Spool, Total]:
        """Give the whole answer, in a format; whoever gets it closes it.

        Raises:
            QueryTimeoutError: it was not there in time.
            QueryError: there is none: see `Exchange.ask` and `convert`.
        """
        if question.kind not in written.holds:
            raise NotAcceptableError(f"{written.label} cannot hold {question.kind}")
        seconds = self._bounds.seconds
        wanted = Wanted(question.kind, written, self._bounds.most_rows)
        try:
            async with asyncio.timeout(seconds):
                return await self._read(question, wanted)
        except TimeoutError:
            message = f"the query was not answered within {seconds:g} seconds"
            raise QueryTimeoutError(message) from None

    async def _read(self, question: Question, wanted: Wanted) -> tuple[Spool, Total]:
        source, target = (Spool(self._room, self._bounds.most_bytes) for _ in range(2))
        try:
            await self._exchange.ask(question, source, self._bounds.seconds)
            if source.length <= _QUICK:
                return target, convert(source, wanted, target)
            return target, await _in_thread(source, wanted, target)
        except EngineError as error:
            target.close()
            late = gave_up(source.tail(_END))
            if late is None:
                raise
            raise late from error
        except BaseException:
            target.close()
            raise
        finally:
            source.close()


async def _in_thread(source: Spool, wanted: Wanted, target: Spool) -> Total:
    """Write a long answer anew; when given up, wait until the thread has noticed."""
    work = asyncio.create_task(asyncio.to_thread(_converted, source, wanted, target))
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        source.give_up()
        await asyncio.gather(work, return_exceptions=True)
        raise


def _converted(source: Spool, wanted: Wanted, target: Spool) -> Total:
    """Do as `convert` does, and leave none of its readers to another thread.

    The engine's may end in the thread that made them alone, and an error that goes on
    to another one would take them along.
    """
    try:
        return convert(source, wanted, target)
    except BaseException as error:
        cause: BaseException | None = error
        while cause is not None:
            clear_frames(cause.__traceback__)
            cause = cause.__cause__ or cause.__context__
        raise


class RemoteStore:
    """A graph that another SPARQL engine holds, for one caller who waits.

    It is trusted with its graphs: what it holds beside a release, it shows. The engine
    of a service is not (kg.store.remote.peer).
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
            bounds = Bounds(self._seconds, self._most)
            reader = Reader(exchange, bounds, Room(2 * self._most))
            spool, _ = await reader.read(question, written)
            try:
                return spool.read()
            finally:
                spool.close()
        finally:
            await exchange.close()
