"""Editions: a release as each audience gets it, written from sorted lines.

What takes long without the interpreter's lock (loading a store, compressing) is done
beside the rest, on another core.
"""

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.errors import ValidationError
from kg.pipeline.content import Content, Step
from kg.pipeline.header import Header
from kg.pipeline.seen import Lines, Seen, hidden_names, show
from kg.publishing.audience import Audience, Sight
from kg.publishing.catalogue import VOID_FILE, Edition, Told, write_service
from kg.publishing.citations import write_citations
from kg.publishing.coverage import measure_coverage
from kg.publishing.dcat.published import Published
from kg.publishing.dumps import FIRST, LATER, compress, write_checksums, write_dumps
from kg.publishing.leaks import find_leaks
from kg.publishing.lines import parts
from kg.publishing.manifest import count, graph_sizes, write_json
from kg.publishing.parquet import write_tables
from kg.publishing.quality import Quality, measure, write_quality
from kg.publishing.release import MANIFEST
from kg.publishing.shapes import write_shapes
from kg.publishing.shown import Shown
from kg.search.gathering import gather
from kg.search.tables import FILE as SEARCH_FILE
from kg.search.writing import write_index
from kg.store.bulk import build_store
from kg.store.oxigraph import OxigraphStore
from kg.validation.finding import Finding

CORES = 2
"""Stores that are loaded, and folders that are compressed, at a time."""


@contextmanager
def write_editions(
    path: Path, content: Content, header: Header, step: Step
) -> Iterator[Callable[[list[Finding]], None]]:
    """Write the files of every audience; offer to finish them with what was found.

    Raises:
        ValidationError: a file holds what its readers may not see, or an edition is
            not good enough.
    """
    with (
        TemporaryDirectory(dir=path, prefix=".lines-") as scratch,
        ThreadPoolExecutor(CORES) as pool,
    ):
        lines = Lines.write(content, Path(scratch))
        writer = _Writer(lines, header, step, pool)
        written = [writer.write(path / audience.value) for audience in Audience]

        def finish(findings: list[Finding]) -> None:
            for edition in written:
                writer.finish(edition, findings)

        yield finish


@dataclass(frozen=True, slots=True)
class _Written:
    """An edition whose dumps are there, and what is still done beside."""

    folder: Path
    about: Edition
    shown: Shown
    told: Told
    beside: list[Future[None]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Writer:
    lines: Lines
    header: Header
    step: Step
    pool: ThreadPoolExecutor

    def write(self, folder: Path) -> _Written:
        """Write the dumps of an audience, and have its store loaded beside."""
        audience = Audience(folder.name)
        about = Edition(audience, self.header.version, self.header.stamp.time)
        dumps = folder / "dumps"
        folder.mkdir()
        self.step(f"counting what the {audience} graphs hold")
        shown, told = show(self.lines, about, dumps)
        self.step(f"building the {audience} store")
        store = self.pool.submit(
            build_store, folder / "store", shown.named, shown.default
        )
        packed = self.pool.submit(compress, dumps, FIRST)
        tables = self.pool.submit(write_tables, shown.named)
        indexed = self.pool.submit(_write_search, folder / SEARCH_FILE, shown)
        write_dumps(shown, lambda name: self.step(f"writing {audience} {name}"))
        later = self.pool.submit(compress, dumps, LATER)
        self._refuse_leaks(dumps, about, shown)
        beside = [store, packed, tables, later, indexed]
        return _Written(folder, about, shown, told, beside)

    def _refuse_leaks(self, dumps: Path, about: Edition, shown: Shown) -> None:
        self.step(f"looking for leaks in the {about.audience} dumps")
        sight = Sight(self.lines.access, about.audience, about.time.date())
        hidden = hidden_names(self.lines, sight)
        leaks = find_leaks(dumps, hidden, Seen(shown, sight))
        if leaks:
            lines = "\n".join(leaks)
            raise ValidationError(f"hidden content in public files:\n{lines}")

    def finish(self, written: _Written, findings: list[Finding]) -> None:
        """Wait for what is done beside, measure, and say what has been written."""
        folder, about, told = written.folder, written.about, written.told
        for future in written.beside:
            future.result()
        self.step(f"measuring the {about.audience} graphs")
        found = count_findings(findings, written.shown)
        self._measure(folder, about, found)
        write_service(folder / VOID_FILE, told)
        write_shapes(folder, self.lines.content.shapes)
        manifest = {
            **self.header.fields(),
            "audience": about.audience.value,
            "counts": count(told.census, told.sizes),
            "graphs": graph_sizes(told.sizes),
            "coverage": measure_coverage(OxigraphStore(folder / "store")).fields(),
        }
        write_citations(folder / "dumps", Published.read(folder, manifest))
        files = {"files": write_checksums(folder / "dumps")}
        write_json(folder / MANIFEST, {**manifest, **files})

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


def _write_search(path: Path, shown: Shown) -> None:
    """Write the index of names, from what the audience is shown and nothing else."""
    write_index(path, gather(shown.named))


def count_findings(
    findings: Collection[Finding], shown: Shown
) -> dict[str, dict[str, int]]:
    """Count findings that an audience could have made itself, by rule and severity.

    They are about things it is shown, and stand in graphs that it is shown: a number
    must not tell of what is hidden.
    """
    about = {str(finding.focus).encode() for finding in findings}
    subjects, graphs = set[bytes](), set[bytes]()
    with shown.named.open("rb") as lines:
        for line in lines:
            graphs.add(parts(line)[1])
            subject = line.partition(b" ")[0]
            if subject in about:
                subjects.add(subject)
    counts: dict[str, dict[str, int]] = {}
    for it in findings:
        focus, graph = str(it.focus).encode(), str(it.graph).encode()
        if focus in subjects and graph in graphs:
            by_severity = counts.setdefault(it.name, {})
            severity = str(it.severity)
            by_severity[severity] = by_severity.get(severity, 0) + 1
    return counts
