"""Whether the current release is whole, and whether queries to it are answered."""

import asyncio
import datetime
import hashlib
from collections.abc import Iterator
from pathlib import Path

from kg.cli.checkup import Check, fault, ok, warning
from kg.cli.clock import now
from kg.cli.commit import stamp
from kg.cli.machine import check_clock
from kg.errors import KgError, SetupError
from kg.publishing.audience import Audience
from kg.publishing.release import CURRENT, MANIFEST, Release, current_release
from kg.rdf.formats import JSON
from kg.settings import BASE_IRI, Settings
from kg.store.engine import read_truth, read_whole
from kg.store.limits import Limits, Sandbox
from kg.store.oxigraph import OxigraphStore
from kg.store.pool.workers import WorkerPool

_AGAIN = "Build again (kg build), or go back: kg release list, kg release switch."
_QUESTION = "ASK {}"


def check_release(project: Path, settings: Settings) -> Iterator[Check]:
    """Look at the current release, and ask it something."""
    build = project / settings.build_dir
    try:
        release = current_release(build)
    except SetupError as error:
        is_other = (build / CURRENT / MANIFEST).is_file()
        advice = f"Correct {BASE_IRI}." if is_other else "Run kg build."
        yield fault("release", str(error), advice)
        return
    audience = Audience(settings.audience)
    yield ok("release", f"{release.version} ({audience})")
    yield check_files(release, audience)
    yield check_commit(release, stamp(project).commit)
    built = datetime.datetime.fromisoformat(str(release.manifest()["time"]))
    yield check_clock(now(), built)
    yield check_store(release.store(audience))
    if settings.store is None:
        yield check_answers(release, settings)
    else:
        # Its client takes as long to load as all the rest of the command.
        from kg.cli.engine import check_engine

        yield from check_engine(settings.store, release, settings)


def check_files(release: Release, audience: Audience) -> Check:
    """Look whether the files are those that were built."""
    manifest = release.manifest(audience)
    sums = manifest.get("files")
    folder = release.dumps(audience)
    if not isinstance(sums, dict):
        return warning("files", "no checksums in the manifest", _AGAIN)
    wrong = [name for name, told in sums.items() if _sum(folder / name) != told]
    if wrong:
        found = f"missing or changed: {', '.join(sorted(wrong))}"
        return fault("files", found, _AGAIN)
    return ok("files", f"{len(sums)} files as they were built")


def check_commit(release: Release, commit: str) -> Check:
    """Look whether the release is of what is in the work tree."""
    built = str(release.manifest().get("commit", ""))
    if built != commit:
        found = f"the release is of {built or 'unknown'}, the files of {commit}"
        return warning("commit", found, "Run kg build if the files are to be served.")
    return ok("commit", commit)


def check_store(path: Path) -> Check:
    """Look whether the store can be opened and read."""
    try:
        OxigraphStore(path).ask(_QUESTION)
    except KgError as error:
        return fault("store", str(error), _AGAIN)
    return ok("store", f"{path} opens")


def check_answers(release: Release, settings: Settings) -> Check:
    """Start a query process as the service does, and ask it."""
    try:
        return asyncio.run(_ask_worker(release, settings))
    except KgError as error:
        return fault("queries", str(error), "See the message, and the log above.")


async def _ask_worker(release: Release, settings: Settings) -> Check:
    limits = Limits(
        workers=1,
        slow=1,
        seconds=settings.query_seconds,
        memory_mb=settings.query_memory_mb,
        sandbox=Sandbox(settings.sandbox),
    )
    pool = WorkerPool(limits)
    try:
        await pool.open(release.store(Audience(settings.audience)), release.version)
        answer = await pool.answer(_QUESTION, JSON)
        told = read_truth(await read_whole(answer))
        filtered = pool.filtered
    finally:
        await pool.close()
    if not filtered:
        advice = "Serve on Linux with seccomp, and set KG_SANDBOX=require."
        return warning("queries", "a process answers, WITHOUT a sandbox", advice)
    return _answered(told, "a process answers, in a sandbox")


def _answered(told: bool, found: str) -> Check:
    if not told:
        return fault("queries", f"{_QUESTION} was answered with no", _AGAIN)
    return ok("queries", found)


def _sum(path: Path) -> str | None:
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
