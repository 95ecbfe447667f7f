"""One engine at one address that is to hold one release, and whether it does.

It is asked nothing before it has shown the release, and nothing once it was away,
until it has shown it again: it may have come back with something else.
"""

import logging

from kg.errors import (
    EngineAwayError,
    EngineCutError,
    KgError,
    QuerySyntaxError,
    SetupError,
)
from kg.rdf.formats import Format
from kg.rdf.query.binding import with_base
from kg.rdf.query.preflight import check
from kg.store.limits import Limits
from kg.store.protocol import Dataset
from kg.store.remote.exchange import Address, Exchange, Question
from kg.store.remote.holding import Holding
from kg.store.remote.probe import Proof, prove, still_holds
from kg.store.remote.profiles import AUTO, PROFILES
from kg.store.remote.spool import Room
from kg.store.remote.store import Bounds, Reader, SpooledAnswer

log = logging.getLogger(__name__)

_MIB = 1_048_576
_SPARE = 2
"""Connections beside those of queries: to look after the engine."""


class Peer:
    """An engine, and the release it is to hold.

    `proof` is what it has shown so far; `fault` is why it may not be asked now, or
    empty.
    """

    def __init__(
        self, url: str, holding: Holding, limits: Limits, profile: str, room: Room
    ) -> None:
        """Know nothing of it yet."""
        at_once = limits.workers + limits.slow + limits.slow_queue
        self.holding = holding
        self.proof: Proof | None = None
        self.fault = "the engine has not shown its release yet"
        self._profile = None if profile == AUTO else PROFILES[profile]
        self._exchange = Exchange(Address(url, at_once + _SPARE))
        most = limits.answer_mb * _MIB
        bounds = Bounds(limits.seconds, most, limits.answer_rows)
        self._reader = Reader(self._exchange, bounds, room)

    async def close(self) -> None:
        """Close the connections to it."""
        await self._exchange.close()

    async def meet(self) -> Proof:
        """Have it show its release, and what it can do.

        Raises:
            EngineError: it fails, or cannot be reached.
            SetupError: it does not hold the release.
        """
        try:
            proof = self.proof
            if proof is None:
                proof = await prove(self._exchange, self.holding, self._profile)
            else:
                await still_holds(self._exchange, self.holding)
        except KgError as error:
            self._doubt(error)
            raise
        if self.fault:
            log.info("answering %s from %s", self.holding.label, proof.words)
        self.proof, self.fault = proof, ""
        return proof

    async def answer(
        self, query: str, written: Format, dataset: Dataset
    ) -> SpooledAnswer:
        """Give the whole answer to a query, over graphs of the release alone.

        Raises:
            EngineAwayError: it cannot be reached, or has not shown its release.
            QueryError: there is no answer.
        """
        if self.fault or self.proof is None:
            raise EngineAwayError(self.fault)
        chosen = self.holding.choose(query, dataset, self.proof.ways)
        self.proof.profile.require(chosen.query)
        text = with_base(chosen.query)
        question = Question(text, check(query).kind, chosen.parameters)
        try:
            spool, total = await self._reader.read(question, written)
        except QuerySyntaxError as error:
            raise _moved(error, len(text) - len(chosen.query)) from error
        except EngineAwayError as error:
            self._doubt(error)
            raise
        most = self.proof.most.get(question.kind)
        if most is not None and total.rows is not None and total.rows >= most:
            spool.close()
            raise EngineCutError(f"the engine gives out no more than {most} rows")
        return SpooledAnswer(self.holding.label, spool, total)

    def _doubt(self, error: KgError) -> None:
        if isinstance(error, SetupError):
            self.proof = None  # all of it is looked at again
        if str(error) != self.fault:
            log.warning("%s", error)
        self.fault = str(error)


def _moved(error: QuerySyntaxError, added: int) -> QuerySyntaxError:
    """Count columns without what was put before the query."""
    if error.line > 1 or error.column <= added:
        return error
    return QuerySyntaxError(error.reason, error.line, error.column - added)
