"""Engines as the bench of validation runs them, each with the packages it needs.

    PYTHON bench/engines.py ENGINE DATA SHAPES

What an engine finds is printed, `focus shape` a line, both without their namespace. An
engine of others is given files, and what it is quickest with.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rdflib import Graph

Pairs = Iterator[tuple[str, str]]


def _parse_only(data: Path, _shapes: Path) -> Pairs:
    from pyoxigraph import RdfFormat, parse

    for _quad in parse(path=data, format=RdfFormat.TURTLE):
        pass
    yield from ()


def _ours(data: Path, shapes: Path) -> Pairs:
    from kg.validation.engine import Background, validate_columns
    from kg.validation.reading import read_source
    from kg.validation.shapes import read_shapes

    rules, background = read_shapes(shapes, house_rules=False), Background()
    columns = background.columns_with(read_source(data.name, data).quads)
    for it in validate_columns(columns, rules, background):
        yield str(it.focus), str(it.shape)


def _files(data: Path, shapes: Path) -> Pairs:
    from kg.validation.standalone import validate_paths

    for it in validate_paths([data], [shapes], largest=1 << 40).findings:
        yield str(it.focus), str(it.shape)


def _pyshacl(data: Path, shapes: Path) -> Pairs:
    import pyshacl
    import rdflib

    graph, rules = rdflib.Graph().parse(data), rdflib.Graph().parse(shapes)
    yield from _reported(pyshacl.validate(graph, shacl_graph=rules)[1])


def _turbo(data: Path, shapes: Path) -> Pairs:
    import pyshacl_turbo  # type: ignore[import-not-found]

    files = {"data_graph": str(data), "shacl_graph": str(shapes)}
    yield from _reported(pyshacl_turbo.validate(**files)[1])


def _reported(report: "Graph") -> Pairs:
    """Read a report that is a graph of rdflib."""
    import rdflib

    shacl = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    for it in report.objects(None, shacl.result):
        focus, shape = shacl.focusNode, shacl.sourceShape
        yield str(report.value(it, focus)), str(report.value(it, shape))


def _rudof(data: Path, shapes: Path) -> Pairs:
    import pyrudof  # type: ignore[import-not-found]

    rudof = pyrudof.Rudof(pyrudof.RudofConfig())
    rudof.read_data(data)
    rudof.read_shacl(shapes)
    for it in rudof.validate_shacl():
        yield str(it.focus_node), str(it.source_shape)


def _shacl_rust(data: Path, shapes: Path) -> Pairs:
    import shacl_rust  # type: ignore[import-not-found]

    report = shacl_rust.validate_file(data, shapes, experimental_index=True)
    for it in report["results"]:
        yield it["focusNode"], it["sourceShape"]


ENGINES: dict[str, Callable[[Path, Path], Pairs]] = {
    "parse": _parse_only,
    "ours": _ours,
    "files": _files,
    "pyshacl": _pyshacl,
    "turbo": _turbo,
    "rudof": _rudof,
    "shacl-rust": _shacl_rust,
}


def tell(found: Iterable[tuple[str, str]]) -> None:
    """Print what was found."""
    for pair in found:
        print(*(name.strip("<>").rpartition("/")[2] for name in pair))


if __name__ == "__main__":
    engine, *files = sys.argv[1:]
    tell(ENGINES[engine](*map(Path, files)))
