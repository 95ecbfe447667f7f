"""The engine: quads and shapes in, findings out, whichever way each rule is run."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from kg.errors import Position
from kg.validation.checks.registry import check
from kg.validation.columns.dictionary import Dictionary, Ids
from kg.validation.columns.graph import Graph
from kg.validation.columns.pairs import member
from kg.validation.columns.table import Table
from kg.validation.core import Columns, core_findings
from kg.validation.files import rdf_files, read_quads
from kg.validation.finding import Finding
from kg.validation.index import Node, Term
from kg.validation.paths import predicates
from kg.validation.positions import Positions
from kg.validation.shapes import Shapes
from kg.validation.sparql import focus_counts, sparql_findings


class Background:
    """Statements that the data builds on, such as ontology and vocabularies.

    They are looked at when a rule asks for them, but findings about them are not the
    data's. Kept between validations, so that many small ones are quick.
    """

    def __init__(self, quads: Iterable[Quad] = ()) -> None:
        """Take the quads; their graphs are merged."""
        self.triples = merge(quads)

    @cached_property
    def subjects(self) -> frozenset[Term | Triple]:
        """Every node that the background describes."""
        return frozenset(triple.subject for triple in self.triples)

    @cached_property
    def _numbered(self) -> tuple[Dictionary, Ids]:
        dictionary = Dictionary()
        quads = (Quad(t.subject, t.predicate, t.object) for t in self.triples)
        return dictionary, dictionary.rows(quads)

    def columns(self, quads: Iterable[Quad], store: Store | None = None) -> Columns:
        """Give the background with quads added, as columns.

        Args:
            quads: what is added.
            store: the same content, for constraints that are queries.
        """
        numbered, known = self._numbered
        dictionary = Dictionary(numbered)
        rows = dictionary.rows(quads)
        table = Table(np.concatenate((known, rows)))
        subjects, objects = np.unique(rows[:, 0]), np.unique(rows[:, 2])
        named = objects[~member(np.unique(known[:, 0]), objects)]
        own = np.union1d(subjects, named)
        return Columns(Graph(dictionary, table, store), own, len(dictionary))

    @cached_property
    def _store(self) -> Store:
        store = Store()
        store.extend(Quad(t.subject, t.predicate, t.object) for t in self.triples)
        return store

    @contextmanager
    def store_with(
        self, quads: Iterable[Quad], beside: Iterable[Quad] = ()
    ) -> Iterator[Store]:
        """Lend the background with quads added: each in its graph and in the default.

        The default graph is thus the merge that plain queries see after publishing;
        what is put `beside` it is not part of the merge.
        """
        copies = (c for quad in quads for c in (quad, _in_default_graph(quad)))
        every = dict.fromkeys((*copies, *beside))
        added = [quad for quad in every if quad not in self._store]
        self._store.extend(added)
        try:
            yield self._store
        finally:
            for quad in added:
                self._store.remove(quad)


def merge(quads: Iterable[Quad]) -> tuple[Triple, ...]:
    """Merge all graphs into one, each triple once, in the order given."""
    return tuple(dict.fromkeys(quad.triple for quad in quads))


def _in_default_graph(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())


def validate(
    quads: Iterable[Quad], shapes: Shapes, background: Background
) -> list[Finding]:
    """List the faults of the quads, merged with their background, in a fixed order.

    A finding is about the quads when they describe its focus node, or name it and the
    background does not describe it. Each says which named graph holds its triple.
    """
    data = list(quads)
    found = set(results(data, shapes, background, repeated=False))
    return sorted(in_graphs(found, data))


def results(
    quads: Sequence[Quad],
    shapes: Shapes,
    background: Background,
    *,
    repeated: bool = True,
) -> list[Finding]:
    """List the results that SHACL asks for: a fault may be there several times.

    Args:
        quads: the data.
        shapes: the rules.
        background: what the data builds on.
        repeated: tell a fault of a value once for each focus node that leads to it.
    """
    about = _About(quads, background)
    with background.store_with(quads, shapes.quads) as store:
        columns = background.columns(quads, store)
        found = list(core_findings(columns, shapes, repeated=repeated))
        found += (f for f in sparql_findings(store, shapes) if about(f.focus))
    return found


def count_focus_nodes(quads: Iterable[Quad], shapes: Shapes) -> dict[NamedNode, int]:
    """Count the focus nodes of every shape; one with none has checked nothing."""
    with Background().store_with(quads) as store:
        return focus_counts(store, shapes)


class _About:
    """Tells whether a node is the data's rather than the background's."""

    def __init__(self, quads: Sequence[Quad], background: Background) -> None:
        self._described = {quad.subject for quad in quads}
        named = {quad.object for quad in quads}
        self._named = named - background.subjects

    def __call__(self, node: Term) -> bool:
        return node in self._described or node in self._named


def in_graphs(findings: Iterable[Finding], quads: Sequence[Quad]) -> Iterator[Finding]:
    """Say of each finding which named graph holds its triple, else its focus node."""
    graphs = _Graphs(quads)
    for finding in findings:
        yield replace(finding, graph=graphs.of(finding))


class _Graphs:
    """The named graphs of every triple, subject and predicate, and subject."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._graphs: dict[tuple[object, ...], Node] = {}
        for quad in sorted(quads, key=lambda quad: str(quad.graph_name)):
            if not isinstance(quad.graph_name, DefaultGraph):
                for width in (1, 2, 3):
                    self._graphs.setdefault(tuple(quad.triple)[:width], quad.graph_name)

    def of(self, finding: Finding) -> Node | None:
        steps = [] if finding.path is None else list(predicates(finding.path))
        value = [] if finding.value is None else [finding.value]
        keys: list[tuple[object, ...]] = [
            *((finding.focus, step, *value) for step in steps),
            *((finding.focus, step) for step in steps),
            (finding.focus,),
        ]
        return next((self._graphs[key] for key in keys if key in self._graphs), None)


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
