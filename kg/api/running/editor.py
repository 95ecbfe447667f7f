"""Writing to a workspace: one write after another, all of each or nothing."""

import asyncio
import datetime
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.api.errors import RulesBrokenError, WriteDiedError, WriteLateError
from kg.errors import KgError, NotInGraphError, QueryTooComplexError
from kg.publishing.release import write_release
from kg.publishing.workspace import (
    AUDIENCE,
    Entry,
    Sizes,
    Workspace,
    begin,
    is_begun,
    write_manifests,
)
from kg.rdf.formats import Format
from kg.settings import Settings
from kg.store.limits import Limits, Sandbox
from kg.store.pool.lanes import Lane
from kg.store.processes import intake, writer
from kg.store.processes.clerk import Clerk
from kg.store.processes.writer import Change, Drafted, read_drafted, write_draft
from kg.validation import judgement
from kg.validation.judgement import Draft, read_judgement, write_draft_path

_STORE = "store"


@dataclass(frozen=True, slots=True)
class Writing:
    """A write that somebody asks for.

    `by` is the name of their key; `graphs` are what the journal says of it; `agrees`
    looks, when the turn of the write has come, whether it still may be done.
    """

    change: Change
    by: str
    action: str
    graphs: tuple[str, ...]
    agrees: Callable[[], None]


class Editor:
    """The one who writes to a workspace.

    `shown` is awaited when there is a new state: whoever is answered then sees it.
    """

    def __init__(
        self,
        workspace: Workspace,
        settings: Settings,
        shown: Callable[[], Awaitable[None]],
    ) -> None:
        self._workspace = workspace
        self._shown = shown
        self._turns = Lane(1, settings.queue, settings.queue_seconds, _FULL)
        self._uploads = Lane(1, settings.queue, settings.queue_seconds, _FULL)
        limits = _limits(settings)
        folder = workspace.folder
        self._intake = Clerk(intake.PROGRAM, folder, limits, _late, _unreadable)
        self._writer = Clerk(writer.PROGRAM, folder, limits, _late, _died)
        self._judge = (
            Clerk(judgement.PROGRAM, settings.project_dir, limits, _late, _died)
            if settings.workspace_rules == "on"
            else None
        )

    async def start(self) -> None:
        """Start the processes, so that what is wrong with them is known at once.

        Raises:
            SetupError: one cannot do its work here.
        """
        clerks = [self._intake, self._writer, self._judge]
        await asyncio.gather(*(it.start() for it in clerks if it is not None))

    async def close(self) -> None:
        """End the processes; a write under way has then not been done."""
        self._turns.close()
        self._uploads.close()
        for clerk in (self._intake, self._writer, self._judge):
            if clerk is not None:
                await clerk.close()
        self._workspace.close()

    async def read(self, content: bytes, written: Format, base: str) -> bytes:
        """Read a graph, as N-Triples.

        Raises:
            UnexpectedValueError: it is not in its format, or not one graph.
            QueryTooComplexError: it broke the process that read it.
            OverloadedError: too many wait to be read.
        """
        await self._uploads.enter()
        try:
            return await self._intake.do(intake.write_upload(content, written, base))
        finally:
            self._uploads.leave()

    async def write(self, writing: Writing) -> Drafted:
        """Write, and have everybody see it.

        Raises:
            OverloadedError: too many writes are waiting.
            QueryError: it cannot be done.
            NotInGraphError: it would delete or patch a graph that there is not.
            RulesBrokenError: the rules forbid it.
        """
        await self._turns.enter()
        try:
            writing.agrees()
            return await self._write(writing)
        finally:
            self._turns.leave()

    async def _write(self, writing: Writing) -> Drafted:
        workspace = self._workspace
        now = datetime.datetime.fromtimestamp(time.time(), datetime.UTC)
        entry = Entry(now.isoformat(), writing.by, writing.action, writing.graphs)
        version = workspace.name(entry)
        async with _drafting(workspace.folder, version) as state:
            drafted = await self._draft(writing.change, state / AUDIENCE.value)
            await self._see_to_rules(state / AUDIENCE.value, version, writing.change)
            sizes = Sizes(drafted.default, drafted.named)
            write_manifests(state, version, entry, sizes)
        await asyncio.to_thread(workspace.commit, version, entry)
        await self._shown()
        return drafted

    async def _draft(self, change: Change, folder: Path) -> Drafted:
        await asyncio.to_thread(folder.mkdir)
        base = self._workspace.current.store(AUDIENCE)
        job = write_draft(change, base, folder / _STORE)
        drafted = read_drafted(await self._writer.do(job))
        if change.needs and not drafted.existed:
            raise NotInGraphError(f"this workspace has no graph {change.graph}")
        return drafted

    async def _see_to_rules(self, folder: Path, version: str, change: Change) -> None:
        if self._judge is None:
            return
        base = self._workspace.current
        graph = None if change.verb == "update" else change.graph or ""
        draft = Draft(
            folder / _STORE, version, base.store(AUDIENCE), base.version, graph
        )
        found = read_judgement(await self._judge.do(write_draft_path(draft)))
        if found.violations:
            message = f"violations of rules: {found.violations}; nothing was written"
            raise RulesBrokenError(message, found.report, found.turtle)


@asynccontextmanager
async def editing(
    folder: Path, settings: Settings, shown: Callable[[], Awaitable[None]]
) -> AsyncIterator[Editor]:
    """Open a workspace to one who writes to it.

    Raises:
        SetupError: it cannot be opened, or its processes do not start.
    """
    editor = Editor(Workspace(folder), settings, shown)
    try:
        await editor.start()
        yield editor
    finally:
        await editor.close()


def begin_workspace(folder: Path) -> None:
    """Begin an empty workspace unless there is one."""
    if not is_begun(folder):
        begin(folder, datetime.datetime.fromtimestamp(time.time(), datetime.UTC))


@asynccontextmanager
async def _drafting(folder: Path, version: str) -> AsyncIterator[Path]:
    """Offer a folder for a state, as `write_release` does; wait for the disk aside."""
    writing = write_release(folder, version)
    state = await asyncio.to_thread(writing.__enter__)
    try:
        yield state
    except BaseException as error:
        writing.__exit__(type(error), error, error.__traceback__)
        raise
    await asyncio.to_thread(writing.__exit__, None, None, None)


def _limits(settings: Settings) -> Limits:
    return Limits(
        seconds=settings.write_seconds,
        memory_mb=settings.query_memory_mb,
        worker_answers=settings.worker_answers,
        worker_memory_mb=settings.worker_memory_mb,
        sandbox=Sandbox(settings.sandbox),
    )


_FULL = "too many writes are waiting: come back later"


def _late() -> KgError:
    return WriteLateError("the write was not done in time: nothing was written")


def _died() -> KgError:
    return WriteDiedError(
        "the process of the write ended, most often because it needs more memory than "
        "it may take: nothing was written"
    )


def _unreadable() -> KgError:
    return QueryTooComplexError(
        "the process that read the upload ended: the upload nests things too deep, or "
        "is too large; nothing was written"
    )
