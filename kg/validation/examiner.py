"""The process that validates what strangers send: `python -m kg.validation.examiner`.

It works on a release's folder of one audience: that has the rules, the graphs that data
builds on, and those that may be examined. Uploads are parsed here,
without network, and nothing that they name is fetched or read.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import IO

from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from kg.errors import InputError, InputErrors, MissingFieldError
from kg.rdf.formats import by_name
from kg.store.oxigraph import open_engine
from kg.store.processes.attendance import Work, attend
from kg.store.processes.duty import Duty
from kg.store.processes.sandbox import confine
from kg.validation.case import Case, Verdict, read_case, write_verdict
from kg.validation.columns.quads import Quads
from kg.validation.neighbours import Neighbours
from kg.validation.reading import read_source
from kg.validation.reports.excerpt import Texts
from kg.validation.reports.forms import FORMS, Wish
from kg.validation.reports.report import Report, faults_of
from kg.validation.shapefiles import ShapeFiles, compile_alone, read_shape_files
from kg.validation.source import Source
from kg.validation.sources import Limit
from kg.validation.standalone import judge

SHAPES_FILE = "shapes.ttl"
"""The rules of a release, as they lie in the folder of each audience."""

DATA = "the data"
SHAPES = "the shapes"


class Examiner:
    """A release's rules and graphs, read when they are first needed."""

    def __init__(self, folder: Path) -> None:
        """Work on the folder of a release and audience."""
        self._folder = folder

    @cached_property
    def _rules(self) -> ShapeFiles:
        return read_shape_files([self._folder / SHAPES_FILE], Limit())

    @cached_property
    def _store(self) -> Store:
        return open_engine(self._folder / "store")

    @cached_property
    def _neighbours(self) -> Neighbours:
        return Neighbours(self._store)

    def _graph(self, name: NamedNode) -> Iterator[Quad]:
        return self._store.quads_for_pattern(None, None, None, name)

    def _ground(self, case: Case, data: Source) -> list[Quad]:
        """List what the data builds on: nothing is found about that.

        A graph of the release builds on the others, as do data that are to keep the
        release's rules: they name its agents, places and concepts. What comes with
        shapes of its own stands alone.
        """
        if case.has_shapes and not case.graph:
            return []
        own = NamedNode(case.graph) if case.graph else None
        return self._neighbours.of(data.quads, apart=own)

    def examine(self, job: bytes, output: IO[bytes]) -> None:
        """Validate what a job says, and write the verdict."""
        case = read_case(job)
        report = self._report(case)
        written = FORMS[case.form](report, Wish())
        output.write(write_verdict(Verdict(report.conforms, written.encode())))

    def _report(self, case: Case) -> Report:
        data, shapes = self._data(case), self._shapes(case)
        errors: list[InputError | InputErrors] = list(data.faults)
        book = self._book(shapes, errors)
        if not data.faults and not data.quads:
            expected = "statements of RDF"
            errors.append(MissingFieldError(data.name, "no statements", expected))
        report = (
            Report() if book is None else judge(book, [data], self._ground(case, data))
        )
        faults = tuple(fault for error in errors for fault in faults_of(error))
        read = [source for source in (data, shapes) if source is not None]
        return replace(report, faults=faults, texts=_texts(read))

    def _data(self, case: Case) -> Source:
        if not case.graph:
            return _source(DATA, case.data, case.data_format)
        quads = Quads.of(self._graph(NamedNode(case.graph)))
        return Source(case.graph, RdfFormat.N_QUADS, "", quads)

    def _shapes(self, case: Case) -> Source | None:
        if not case.has_shapes:
            return None
        return _source(SHAPES, case.shapes, case.shapes_format)

    def _book(
        self, shapes: Source | None, errors: list[InputError | InputErrors]
    ) -> ShapeFiles | None:
        if shapes is None:
            return self._rules
        try:
            return compile_alone(shapes)
        except (InputError, InputErrors) as error:
            errors.append(error)
            return None


def _source(name: str, data: bytes, written: str) -> Source:
    found = by_name(written)
    if found is None:
        raise ValueError(f"{written!r} is not the name of a format")
    return read_source(name, None, data, found.rdf)


def _texts(sources: Sequence[Source]) -> Texts:
    return Texts(given={it.name: it.text for it in sources if it.data})


def _prepare(duty: Duty) -> tuple[Work, bool]:
    os.chdir(duty.store)  # reports name rules by their file, not by where ours are
    filtered = confine(duty.memory_mb, duty.cpu_seconds, duty.sandbox)
    return Examiner(Path()).examine, filtered


if __name__ == "__main__":
    attend(sys.argv[1], _prepare)
