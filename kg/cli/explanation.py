"""`kg validate --explain`: how each shape is run, instead of what it finds."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import Quad

from kg import pipeline
from kg.cli.commit import stamp
from kg.cli.options import find_project
from kg.errors import InputErrors
from kg.rdf.ontology import read_ontology
from kg.validation.engine import Background
from kg.validation.explanation import explain, write_explanation
from kg.validation.shapefiles import read_shape_files
from kg.validation.shapes import Shapes, read_shapes
from kg.validation.sources import STDIN, Limit, read_size, read_sources


def explanation(
    project: Path,
    paths: Sequence[str],
    shapes: Sequence[Path],
    background: Sequence[Path],
    max_size: str,
) -> str:
    """Run every shape and write how; the arguments are those of the command.

    Raises:
        InputErrors: all files that cannot be read.
    """
    limit = Limit(read_size(max_size))
    if shapes:
        rules = read_shape_files(shapes, limit).shapes
        return _run(_read(paths, limit), rules, _read(background, limit))
    found = find_project(project.resolve())
    rules = read_shapes(found / pipeline.SHAPES)
    if paths:
        known = [*read_ontology(found), *_read(background, limit)]
        return _run(_read(paths, limit), rules, known)
    content = pipeline.read(found, stamp(found))
    quads = [statement.quad for statement in content.statements]
    return _run(quads, rules, content.ontology)


def _run(quads: Sequence[Quad], shapes: Shapes, known: Sequence[Quad]) -> str:
    runs = explain(quads, shapes, Background(known), time.perf_counter)
    return write_explanation(runs)


def _read(paths: Sequence[str | Path], limit: Limit) -> list[Quad]:
    stdin = sys.stdin.buffer if STDIN in paths else None
    sources = read_sources(paths, limit, stdin)
    if sources.faults:
        raise InputErrors(sources.faults)
    return [quad for source in sources.read for quad in source.quads]
