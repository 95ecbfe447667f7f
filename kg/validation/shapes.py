"""Shapes: read from Turtle files, linted, ready for the engines."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg.errors import (
    InputError,
    InputErrors,
    MissingFieldError,
    Position,
)
from kg.rdf.terms import RDF, SH
from kg.validation.files import read_rules
from kg.validation.finding import local_name
from kg.validation.house import house_faults
from kg.validation.index import Index, Node, as_node
from kg.validation.lint import Place, constrains, faults
from kg.validation.plan import Plan
from kg.validation.planner import Planner
from kg.validation.positions import Positions
from kg.validation.queries.constraint import (
    SHAPES_GRAPH,
    AskConstraint,
    Compiler,
    SparqlConstraint,
)
from kg.validation.shape import TARGETS, Shape, read_shape


@dataclass(frozen=True, eq=False)
class Shapes:
    """The shapes of one or more files; compared by identity, so that engines cache.

    `quads` are the shapes themselves, for queries that look into `$shapesGraph`; none
    when no query does. `queries` are those that rules are made of. `place` finds where
    a node, or a predicate of it, is written.
    """

    graph: Index
    by_node: Mapping[Node, Shape]
    place: Place
    plans: tuple[Plan, ...]
    constraints: tuple[SparqlConstraint, ...]
    quads: tuple[Quad, ...] = ()
    queries: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Shape]:
        return iter(self.by_node.values())

    def rules(self) -> set[str]:
        """Name the shapes that findings can be about: those that say a message.

        Shapes that others only judge values by are not among them.
        """
        waiting = [shape.node for shape in self if shape.targets]
        reached: set[Node] = set()
        while waiting:
            node = waiting.pop()
            if node not in reached and not self.by_node[node].deactivated:
                reached.add(node)
                waiting += map(as_node, self.graph.objects(node, SH.property))
        return {local_name(node) for node in reached if self.by_node[node].messages}


def read_shapes(path: Path, *, house_rules: bool = True) -> Shapes:
    """Read a file of shapes or every `*.ttl` under a directory.

    Args:
        path: the file or directory.
        house_rules: refuse shapes without a name or an English message, too; shapes
            of other projects need not keep these rules.

    Raises:
        InputErrors: all that is wrong with them, each fault with its line.
    """
    files = sorted(path.rglob("*.ttl")) if path.is_dir() else [path]
    if not files:
        raise MissingFieldError(path.as_posix(), "no file", "shapes in *.ttl")
    sources = {file: list(read_rules(file)) for file in files}
    graph = Index(quad for quads in sources.values() for quad in quads)
    origins = {
        str(quad.subject): file
        for file, quads in reversed(sources.items())
        for quad in quads
    }
    places = _Places(origins)
    if house_rules:
        _refuse(house_faults(graph, places.of))
    return compile_shapes(graph, places.of)


def compile_shapes(graph: Index, place: Place, *, ignored: bool = False) -> Shapes:
    """Lint and compile shapes that were parsed before.

    Args:
        graph: the shapes.
        place: finds where a node, or a predicate of it, is written.
        ignored: pass over what SHACL tells an engine to ignore (see `faults`).

    Raises:
        InputErrors: all that is wrong with them.
    """
    _refuse(faults(graph, place, ignored=ignored))
    shapes = {n: read_shape(graph, n) for n in graph.nodes() if _is_shape(graph, n)}
    compiler = Compiler(graph, shapes, place)
    queries = tuple(compiler.constraints())
    _refuse(compiler.refused)
    planner = Planner(graph, shapes, queries, place)
    constraints = tuple(it for it in queries if isinstance(it, SparqlConstraint))
    looked_into = any(str(SHAPES_GRAPH) in query.query for query in queries)
    quads = tuple(_quads(graph)) if looked_into else ()
    texts = tuple(text for query in queries for text in _texts(query))
    return Shapes(
        graph, shapes, place, _plans(planner, shapes), constraints, quads, texts
    )


def _texts(query: SparqlConstraint | AskConstraint) -> Iterator[str]:
    """Yield every query that a constraint may put to a store."""
    yield query.query
    if isinstance(query, SparqlConstraint):
        yield query.focus
        if query.setwise is not None:
            yield query.setwise


def _quads(graph: Index) -> Iterator[Quad]:
    for node in graph.nodes():
        for predicate, value in graph.properties(node):
            yield Quad(node, predicate, value, SHAPES_GRAPH)


def _plans(planner: Planner, shapes: Mapping[Node, Shape]) -> tuple[Plan, ...]:
    """Compile the shapes that look at something by themselves."""
    plans: list[Plan] = []
    refused: list[InputError] = []
    for node, shape in shapes.items():
        if shape.targets:
            try:
                plans.append(planner.plan(node))
            except InputError as error:
                refused.append(error)
    _refuse(refused)
    return tuple(plans)


def _refuse(errors: Iterable[InputError]) -> None:
    found = sorted(errors, key=lambda error: str(error.where))
    if found:
        raise InputErrors(found)


def _is_shape(graph: Index, node: Node) -> bool:
    predicates = {predicate for predicate, _value in graph.properties(node)}
    types = graph.objects(node, RDF.type)
    declared = SH.NodeShape in types or SH.PropertyShape in types
    known = (*TARGETS, SH.path, SH.property)
    return declared or not predicates.isdisjoint(known) or constrains(graph, node)


class _Places:
    """Where the nodes of shapes files are written; the files are scanned when asked."""

    def __init__(self, origins: Mapping[str, Path]) -> None:
        self._origins = origins
        self._scans: dict[Path, Positions] = {}

    def of(self, node: Node, predicate: NamedNode | None) -> Position:
        file = self._origins.get(str(node))
        if file is None:
            return Position("shapes")
        if file not in self._scans:
            self._scans[file] = Positions.from_files([file])
        scan = self._scans[file]
        found = scan.of_node(node)
        if predicate is not None:
            found = scan.of_triple(node, predicate)
        return found or Position(file.as_posix())
