"""Editions: a release as each audience gets it, written from sorted lines.

Each is written in a process of its own, beside the rules, or one after the other where
there is little to write. In it, what takes long and holds no lock of the interpreter
(loading a store, compressing) is done beside the rest.
"""

import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kg.errors import ValidationError
from kg.pipeline.beside import Beside, Result, Tell, Work, beside, wait_for
from kg.pipeline.content import Content
from kg.pipeline.counting import count_findings
from kg.pipeline.earlier import Earlier, Made, find_earlier
from kg.pipeline.header import Header
from kg.pipeline.rules import refuse_violations
from kg.pipeline.seen import Lines, Seen, hidden_names, is_followed, show
from kg.pipeline.stages import FOLDER as STAGES
from kg.publishing.audience import Audience, Sight
from kg.publishing.catalogue import VOID_FILE, Edition, write_service
from kg.publishing.changes.record import DUMP
from kg.publishing.changes.record import FOLDER as CHANGES
from kg.publishing.changes.writing import write_changes
from kg.publishing.citations import write_citations
from kg.publishing.coverage import measure_coverage
from kg.publishing.dcat.published import Published
from kg.publishing.difference import Difference
from kg.publishing.dumps import (
    FIRST,
    LATER,
    compress,
    proven,
    write_checksums,
    write_dumps,
)
from kg.publishing.filling import ASIDE, HERE, Filling
from kg.publishing.held import Held
from kg.publishing.leaks import find_leaks
from kg.publishing.lists.index import FILE as LISTS_FILE
from kg.publishing.lists.index import write_index as write_lists
from kg.publishing.manifest import count, graph_sizes, write_json
from kg.publishing.parquet import write_tables
from kg.publishing.pieces import Known, keep_pieces
from kg.publishing.quality import Quality, measure, write_quality
from kg.publishing.release import CURRENT, MANIFEST
from kg.publishing.shapes import write_shapes
from kg.publishing.shown import Shown
from kg.search.gathering import gather
from kg.search.tables import FILE as SEARCH_FILE
from kg.search.updating import update_index as update_names
from kg.search.writing import write_index as write_search
from kg.store.oxigraph import OxigraphStore
from kg.validation.finding import Finding

LITTLE = 1 << 24
"""Bytes of lines that take less to write than processes do to start and to answer."""


@dataclass(frozen=True, slots=True)
class Place:
    """Which project a release is of, where it is, and where those before it are."""

    project: Path
    release: Path
    build: Path
    anew: bool = False
    """Whether nothing is taken from the release before."""

    def edition(self, audience: Audience) -> Path:
        """Return the folder of an audience."""
        return self.release / audience.value

    def before(self, audience: Audience) -> Path:
        """Return its folder in the current release, which may not be there."""
        return self.build / CURRENT / audience.value


def write_editions(
    place: Place,
    content: Content,
    header: Header,
    checking: Beside[list[Finding]],
    tell: Tell,
) -> list[Finding]:
    """Write the files of every audience while rules are checked; return the findings.

    Raises:
        ValidationError: there is a finding of severity Violation, a file holds what its
            readers may not see, or an edition is not good enough. Nothing more is
            written when this is known.
    """
    lines = Lines.write(content, place.release, place.build / STAGES)
    made = Made.of(place.project, lines.named, lines.access, header.stamp.time.date())
    earlier = None if place.anew else find_earlier(place.build, made, tell)
    little = lines.size <= LITTLE
    filling = HERE if little else ASIDE
    writer = _Writer(lines, header, place, earlier, filling)
    do_all = _one_by_one if little else _side_by_side
    begun = [partial(writer.write, audience) for audience in Audience]
    written = do_all(begun, checking, tell)
    findings = checking.result()
    refuse_violations(findings)
    ended = [partial(writer.finish, it, findings) for it in written]
    do_all(ended, checking, tell)
    made.keep(place.build, place.release)
    return findings


def _one_by_one(
    works: Sequence[Work[Result]], checking: Beside[list[Finding]], tell: Tell
) -> list[Result]:
    """Do works here, unless a violation is found meanwhile."""

    def go_on(stage: str) -> None:
        if checking.is_done:
            refuse_violations(checking.result())
        tell(stage)

    return [work(go_on) for work in works]


def _side_by_side(
    works: Sequence[Work[Result]], checking: Beside[list[Finding]], tell: Tell
) -> list[Result]:
    """Do works each in a process, unless a violation is found meanwhile."""
    with ExitStack() as stack:
        running = [stack.enter_context(beside(work, tell)) for work in works]
        while waiting := [it for it in running if not it.is_done]:
            if checking.is_done:
                refuse_violations(checking.result())
                wait_for(waiting)
            else:
                wait_for([*waiting, checking])
        return [it.result() for it in running]


@dataclass(frozen=True, slots=True)
class _Written:
    """An edition whose dumps, store and indexes are there, and how much it holds."""

    about: Edition
    shown: Shown
    held: Held
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class _Writer:
    lines: Lines
    header: Header
    place: Place
    earlier: Earlier | None
    filling: Filling

    def write(self, audience: Audience, tell: Tell) -> _Written:
        """Write the dumps of an audience, its store, its tables and its indexes."""
        folder = self.place.edition(audience)
        about = Edition(audience, self.header.version, self.header.stamp.time)
        dumps = folder / "dumps"
        shutil.rmtree(folder, ignore_errors=True)  # of work that failed
        folder.mkdir()
        tell(f"counting what the {audience} graphs hold")
        shown, told, difference = show(self.lines, about, dumps, self.earlier, tell)
        with ThreadPoolExecutor(1) as aside:
            tell(f"building the {audience} store")
            aside_works = [
                aside.submit(self.filling.fill, folder / "store", shown, difference),
                aside.submit(compress, dumps, FIRST),
                aside.submit(write_tables, shown.named),
            ]
            known = Known.of(difference.before) if difference else Known()
            pieces = write_dumps(
                shown, known, lambda names: tell(f"writing {audience} {names}")
            )
            aside_works.append(aside.submit(compress, dumps, LATER))
            keep_pieces(folder, pieces)
            told.held.keep(folder)
            write_service(folder / VOID_FILE, told)
            said = proven(shown, pieces, known)
            self._refuse_leaks(about, (shown, difference), said, tell)
            tell(f"indexing the names in the {audience} graphs")
            if difference is not None:
                aside_works[0].result()  # what differs is read from the store
            _index_names(folder, shown, difference)
            for work in aside_works:
                work.result()
        return _Written(about, shown, told.served, difference)

    def _refuse_leaks(
        self,
        about: Edition,
        seen: tuple[Shown, Difference | None],
        said: list[str],
        tell: Tell,
    ) -> None:
        tell(f"looking for leaks in the {about.audience} dumps")
        shown, difference = seen
        sight = Sight(self.lines.access, about.audience, about.time.date())
        if difference is not None and is_followed(shown, difference, sight):
            said = [*said, *FIRST]
        hidden, every = hidden_names(self.lines, sight), Seen(shown, sight)
        leaks = find_leaks(shown.named.parent, hidden, every, said, every.naming())
        if leaks:
            lines = "\n".join(leaks)
            raise ValidationError(f"hidden content in public files:\n{lines}")

    def finish(self, written: _Written, findings: list[Finding], tell: Tell) -> None:
        """Measure what has been written, and say what it is and what is new in it."""
        about, held = written.about, written.held
        folder = self.place.edition(about.audience)
        tell(f"measuring the {about.audience} graphs")
        found = count_findings(findings, written.shown, held.sizes)
        self._measure(folder, about, found)
        write_shapes(folder, self.lines.content.shapes)
        manifest = {
            **self.header.fields(),
            "audience": about.audience.value,
            "counts": count(held.census, held.sizes),
            "graphs": graph_sizes(held.sizes),
            "coverage": measure_coverage(OxigraphStore(folder / "store")).fields(),
        }
        write_citations(folder / "dumps", Published.read(folder, manifest))
        files = {"files": write_checksums(folder / "dumps")}
        write_json(folder / MANIFEST, {**manifest, **files})
        self._compare(folder, written, tell)

    def _compare(self, folder: Path, written: _Written, tell: Tell) -> None:
        """Say what is new since the current release, and list what there is."""
        audience = written.about.audience
        before = self.place.before(audience)
        tell(f"comparing the {audience} graphs with those before")
        shutil.rmtree(folder / CHANGES, ignore_errors=True)  # of work that failed
        known = (before / "dumps" / DUMP).is_file()
        write_changes(folder, before if known else None)
        tell(f"listing what the {audience} graphs tell of")
        listed = before / LISTS_FILE
        previous = listed if listed.is_file() else None
        write_lists(folder, previous, written.difference)

    def _measure(
        self, folder: Path, about: Edition, found: dict[str, dict[str, int]]
    ) -> None:
        """Measure what an audience is shown, and see that it is good enough.

        Raises:
            ValidationError: a threshold is missed.
        """
        content = self.lines.content
        store = OxigraphStore(folder / "store")
        measured = tuple(measure(store, content.queries, about.time.date()))
        quality = Quality(about.version, about.audience.value, measured, found)
        missed = [line for it in content.thresholds if (line := it.missed(quality))]
        if missed:
            lines = "\n".join(missed)
            raise ValidationError(f"{lines}\n{about.audience} build: not good enough")
        write_quality(folder, quality, about, content.queries)


def _index_names(folder: Path, shown: Shown, difference: Difference | None) -> None:
    """Index the names in an edition: by what differs, or by all its lines."""
    if difference is not None:
        lines = (*difference.added, *difference.removed)
        if update_names(folder, difference.before, lines):
            return
    write_search(folder / SEARCH_FILE, gather(shown.named))
