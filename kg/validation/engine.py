"""The engine: quads and shapes in, findings out, whichever way each rule is run."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg.errors import Position, UnexpectedValueError
from kg.store.processes.processors import processors
from kg.validation.background import Background, merge
from kg.validation.core import Columns, core_findings, targeted
from kg.validation.files import rdf_files, read_dataset, read_quads
from kg.validation.finding import Finding
from kg.validation.holding import in_graphs
from kg.validation.parts import local_constraints
from kg.validation.positions import Positions
from kg.validation.shapes import Shapes
from kg.validation.sparql import asked_constraints, local_rows, rows, sparql_findings
from kg.validation.watch import placed

__all__ = [
    "Background",
    "count_focus_nodes",
    "judge",
    "locate",
    "merge",
    "results",
    "validate",
    "validate_columns",
    "validate_files",
    "validate_nquads",
]

MANY = 50_000
"""Quads from which on queries are asked in a thread."""


def validate(
    quads: Iterable[Quad], shapes: Shapes, background: Background
) -> list[Finding]:
    """List the faults of the quads, merged with their background, in a fixed order.

    A finding is about the quads when they describe its focus node, or name it and the
    background does not describe it. Each says which named graph holds its triple. The
    quads are read once and not kept.
    """
    return validate_columns(background.columns(quads), shapes, background)


def validate_columns(
    columns: Columns, shapes: Shapes, background: Background
) -> list[Finding]:
    """List the faults of columns that the background gave, as `validate` does."""
    found = set(judge(columns, shapes, background, repeated=False))
    return sorted(in_graphs(found, columns))


def validate_nquads(
    paths: Iterable[Path], shapes: Shapes, background: Background
) -> list[Finding]:
    """List the faults of one dataset that lies in N-Quads files, as `validate` does.

    The files are parsed one after the other into columns, in some 200 bytes a quad; no
    list of quads is made. They may be sorted or not, and a quad may be in several. A
    blank node is the same in all of them. For quads that come from elsewhere, give
    `validate` an iterator: it reads it once and keeps none either.

    Raises:
        SyntaxFaultError: a file is not well-formed; the position is the parser's.
    """
    quads = (quad for path in paths for quad in read_dataset(path))
    return validate(quads, shapes, background)


def results(
    quads: Iterable[Quad], shapes: Shapes, background: Background
) -> list[Finding]:
    """List the results that SHACL asks for.

    A fault of a value is told once for each focus node that leads to it.
    """
    return list(judge(background.columns(quads), shapes, background, repeated=True))


def judge(
    columns: Columns, shapes: Shapes, background: Background, *, repeated: bool
) -> Iterator[Finding]:
    """Yield what is wrong with columns; a store is filled when a rule is a query.

    Raises:
        UnexpectedValueError: the data has a triple term, which SHACL does not know; or
            a rule takes longer than it may (kg.validation.watch).
    """
    for term in columns.graph.triple_terms():
        found, expected = f"the triple term {term}", "the terms of RDF 1.1"
        raise UnexpectedValueError("data", found, expected)
    with placed(shapes.place):
        if not shapes.queries:
            yield from core_findings(columns, shapes, repeated=repeated)
            return
        if len(columns.rows) > MANY and len(processors()) > 1:
            yield from _judge_at_once(columns, shapes, background, repeated=repeated)
            return
        with background.store_of(columns, shapes) as store:
            columns.graph.attach(lambda: store)
            yield from core_findings(columns, shapes, repeated=repeated)
            yield from sparql_findings(store, columns, shapes)


def _judge_at_once(
    columns: Columns, shapes: Shapes, background: Background, *, repeated: bool
) -> Iterator[Finding]:
    """Fill and ask a store in a thread, while columns are compared in this one.

    The engine of queries lets other threads run meanwhile.
    """
    from concurrent.futures import ThreadPoolExecutor  # which small data do not need

    asked = asked_constraints(columns, shapes)
    local = local_constraints(columns, shapes, asked)
    with ThreadPoolExecutor(1) as other:
        first = other.submit(lambda: list(local_rows(columns, local)))
        store = other.submit(background.filled, columns, shapes)
        columns.graph.attach(store.result)
        found = other.submit(lambda: list(rows(store.result(), asked, local)))
        yield from core_findings(columns, shapes, repeated=repeated)
        for part in (first.result(), found.result()):
            yield from (it for it in part if columns.is_ours(it.focus))


def count_focus_nodes(quads: Iterable[Quad], shapes: Shapes) -> dict[NamedNode, int]:
    """Count the focus nodes of every shape; one with none has checked nothing."""
    columns = Background().columns(quads)
    return {
        plan.shape.node: len(targeted(columns, plan))
        for plan in shapes.plans
        if not plan.shape.deactivated and isinstance(plan.shape.node, NamedNode)
    }


def locate(findings: Iterable[Finding], positions: Positions) -> list[Finding]:
    """Give each finding its place in the files, and sort them by it."""
    placed = (replace(f, position=positions.of(f) or f.position) for f in findings)
    return sorted(placed)


def validate_files(
    paths: Sequence[Path], shapes: Shapes, background: Background
) -> list[Finding]:
    """List what shapes and checks find in files of RDF.

    Each finding has its file and, in Turtle and its kin, its line and column.
    """
    # Few callers have files of a project, and what checks need takes long to import.
    from kg.validation.checks.registry import check

    files = list(rdf_files(paths))
    data = [(quad, file) for file in files for quad in read_quads(file)]
    quads = [quad for quad, _file in data]
    found = validate(quads, shapes, background)
    found += check(quads, background.triples, texts={})
    places: dict[object, Position] = {
        quad.subject: Position(file.as_posix()) for quad, file in reversed(data)
    }
    placed = (replace(f, position=places.get(f.focus)) for f in found)
    return locate(placed, Positions.from_files(files)) if found else []
