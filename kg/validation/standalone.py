"""Validation of any RDF: files and shapes in, a report out. It needs no project."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import Quad

from kg.errors import InputError, InputErrors, KgError, MissingFieldError, Position
from kg.validation.assembly import Material, assemble, rules_of
from kg.validation.columns.quads import SUBJECT, Quads
from kg.validation.coverage import Coverage, cover
from kg.validation.engine import Background, validate_columns
from kg.validation.finding import Finding
from kg.validation.positions import Positions
from kg.validation.reports.excerpt import Texts
from kg.validation.reports.names import Names
from kg.validation.reports.report import Report, faults_of
from kg.validation.seat import Seats
from kg.validation.shapefiles import ShapeFiles, read_shape_files
from kg.validation.shapes import Shapes
from kg.validation.source import Source
from kg.validation.sources import LARGEST, Limit, Sources, read_sources

QUICK = 100_000
"""Statements up to which a report without findings says what was looked at."""

Paths = Iterable[str | Path]


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be validated, and how.

    `background` is what the data builds on: rules look at it, and nothing is found
    about it. `counted` asks for the coverage, which takes a look at every shape.
    """

    paths: Sequence[str | Path]
    shapes: Sequence[str | Path]
    background: Sequence[str | Path] = ()
    largest: int = LARGEST
    counted: bool = False
    stdin: BinaryIO | None = None


def validate_paths(
    paths: Paths, shapes: Paths, background: Paths = (), *, largest: int = LARGEST
) -> Report:
    """Validate files, or folders of them, against shapes.

    What cannot be read is told among the faults of the report; the rest is validated.

    Args:
        paths: the data: Turtle, TriG, N-Triples, N-Quads, JSON-LD or RDF/XML.
        shapes: files of shapes, or folders of them.
        background: what the data builds on, such as an ontology.
        largest: bytes that are read in all.
    """
    job = Job([*paths], [*shapes], [*background], largest)
    return run(job)


def run(job: Job) -> Report:
    """Do a job."""
    limit = Limit(job.largest)
    errors: list[KgError] = []
    book = _read_shapes(job, limit, errors)
    without = [] if book is None else book.files
    data = read_sources(job.paths, limit, job.stdin, without)
    ground = read_sources(job.background, limit)
    errors += [*data.faults, *ground.faults, *emptiness(data)]
    faults = tuple(fault for error in errors for fault in faults_of(error))
    texts = Texts(given={s.name: s.text for s in data.read if s.path is None})
    try:
        if book is None:
            return Report(faults=faults, texts=texts)
        report = judge(book, data.read, list(ground.quads), counted=job.counted)
    except InputError as error:  # a rule that cannot be asked of this data
        return Report(faults=(*faults, *faults_of(error)), texts=texts)
    return replace(report, faults=faults, texts=texts)


def _read_shapes(job: Job, limit: Limit, errors: list[KgError]) -> ShapeFiles | None:
    try:
        return read_shape_files(job.shapes, limit)
    except (InputError, InputErrors) as error:
        errors.append(error)
        return None


def emptiness(data: Sources) -> list[InputError]:
    """Refuse what states nothing: it would conform to anything."""
    if data.faults or any(len(source.quads) for source in data.read):
        return []
    names = ", ".join(source.name for source in data.read) or "the data"
    return [MissingFieldError(names, "no statements", "statements of RDF")]


def judge(
    book: ShapeFiles,
    sources: Sequence[Source],
    known: Sequence[Quad],
    *,
    counted: bool = False,
) -> Report:
    """Validate what was read, merged with what it builds on.

    The sources have one dictionary. `counted` asks for the coverage, where there are
    findings too.
    """
    quads = Quads.joined(source.quads for source in sources)
    quads, shapes, notes = _expanded(book, quads, known)
    background = Background(known)
    columns = background.columns_with(quads)
    found = validate_columns(columns, shapes, background)
    names = Names(_prefixes([*book.sources, *sources]), root())
    place = book.places.of_node
    material = Material(shapes, quads, known, names, place, root())
    results = assemble(place_findings(found, sources), material)
    coverage: Coverage | None = None
    if counted or (not found and len(quads) <= QUICK):
        coverage = cover(columns, shapes, len(sources))
    return Report(
        results=tuple(results),
        rules=rules_of(material),
        names=names,
        coverage=coverage,
        notes=notes,
    )


def _expanded(
    book: ShapeFiles, quads: Quads, known: Sequence[Quad]
) -> tuple[Quads, Shapes, tuple[str, ...]]:
    """Have pySHACL run what our engine does not, and say so."""
    if book.advanced is None:
        return quads, book.shapes, ()
    # pySHACL takes half a second to import, and few shapes need it.
    from kg.validation.expansion import extended

    more, shapes = extended(book.advanced, book.shapes, quads, known)
    return more, shapes, (book.advanced.note,)


def root() -> str:
    """Return the IRI of the folder that is worked in."""
    return f"{Path.cwd().as_uri()}/"


def _prefixes(sources: Iterable[Source]) -> dict[str, str]:
    """Collect the prefixes of files; the first meaning of each stays."""
    prefixes: dict[str, str] = {}
    for source in sources:
        for prefix, space in source.prefixes.items():
            if prefix:
                prefixes.setdefault(prefix, space)
    return prefixes


def place_findings(found: list[Finding], sources: Sequence[Source]) -> list[Finding]:
    """Give findings their places in the sources: at least the file."""
    if not found:
        return []
    about = {finding.focus for finding in found}
    files: dict[object, Position] = {
        node: Position(source.name)
        for source in reversed(sources)
        for node in source.quads.where(SUBJECT, about).terms(SUBJECT)
    }
    seats = Seats(Quads.joined(source.quads for source in sources))
    seated = [seats.of(finding) for finding in found]
    positions = Positions.from_sources(sources, [*seated, *found])
    places = (
        positions.of(seat) or positions.of(finding) or files.get(finding.focus)
        for seat, finding in zip(seated, found, strict=True)
    )
    placed = zip(found, places, strict=True)
    return sorted(replace(finding, position=place) for finding, place in placed)
