"""Having data examined: processes that validate, each over a release."""

import asyncio

from kg.api.releases.release import Served
from kg.errors import QueryTimeoutError, QueryTooComplexError
from kg.settings import Settings
from kg.store.account import charged
from kg.store.limits import Limits, Sandbox
from kg.store.pool.lanes import Lane
from kg.store.processes.clerk import Clerk
from kg.validation.case import PROGRAM, Case, Verdict, read_verdict, write_case


class Examination:
    """Validates one case after another, in a process that can be ended.

    The process is started by the first case, and again when the release is another.
    """

    def __init__(
        self,
        settings: Settings,
        program: str = PROGRAM,
        seconds: float | None = None,
    ) -> None:
        """Start nothing yet.

        Args:
            settings: they bound what a case may take.
            program: what the process runs.
            seconds: what a case may take, if not as long as a query.
        """
        self._program = program
        self._limits = Limits(
            seconds=settings.query_seconds if seconds is None else seconds,
            memory_mb=settings.query_memory_mb,
            worker_answers=settings.worker_answers,
            worker_memory_mb=settings.worker_memory_mb,
            sandbox=Sandbox(settings.sandbox),
        )
        full = "too many validations are waiting: come back later"
        self._turns = Lane(1, settings.queue, settings.queue_seconds, full)
        self._clerk: Clerk | None = None
        self._version = ""

    async def examine(self, release: Served, case: Case) -> Verdict:
        """Validate a case by the rules of a release, or by those sent with it.

        Raises:
            KgError: see `ask`.
        """
        return read_verdict(await self.ask(release, write_case(case)))

    async def ask(self, release: Served, job: bytes) -> bytes:
        """Have a job done over a release.

        Raises:
            OverloadedError: too many are waiting.
            QueryTimeoutError: it took longer than a query may.
            QueryTooComplexError: it broke the process, or took all of its memory.
            KgError: whoever asks has used all they may.
        """
        await self._turns.enter()
        try:
            with charged():
                clerk = await self._of(release)
                return await clerk.do(job)
        finally:
            self._turns.leave()

    async def close(self) -> None:
        """End the process."""
        self._turns.close()
        await self._end()

    async def _of(self, release: Served) -> Clerk:
        if self._clerk is None or self._version != release.version:
            await self._end()
            folder = release.store.parent
            self._clerk = Clerk(self._program, folder, self._limits, self._late, _died)
            self._version = release.version
        return self._clerk

    async def _end(self) -> None:
        clerk, self._clerk = self._clerk, None
        if clerk is not None:
            await asyncio.shield(clerk.close())

    def _late(self) -> QueryTimeoutError:
        seconds = self._limits.seconds
        return QueryTimeoutError(f"the data was not validated within {seconds:g} s")


def _died() -> QueryTooComplexError:
    return QueryTooComplexError(
        "the data or the shapes broke the process that validated them: send less"
    )
