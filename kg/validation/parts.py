"""Queries that look no further than what is said of a node, asked of some at a time.

An engine joins such a query for all nodes together, in memory that grows with the data.
Where a query may ask for any predicate, that is several times what the data takes.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from pyoxigraph import NamedNode, Quad, Store

from kg.rdf.terms import RDFS, SH
from kg.validation.columns.pairs import Pairs
from kg.validation.core import Columns
from kg.validation.paths import CompoundPath, Operator, Path, predicates
from kg.validation.queries.constraint import SparqlConstraint
from kg.validation.queries.reach import reached
from kg.validation.shapes import Shapes
from kg.validation.ways.ways import ANY, OpaqueError

if TYPE_CHECKING:
    from kg.validation.ways.queryways import QueryWays

MANY = 400_000
"""Triples from which on such queries are asked of parts.

Of fewer it takes 0.1 GB more to ask all at once, and half of the time: what queries
share is in each part.
"""

PART = 50_000
"""Triples about the nodes of a part, and those about its last node."""


def local_constraints(
    columns: Columns, shapes: Shapes, asked: Iterable[SparqlConstraint]
) -> list[SparqlConstraint]:
    """List the constraints that parts can be asked; none where there is little data."""
    if len(columns.rows) < MANY:
        return []
    return [it for it in asked if _is_local(it, shapes, columns)]


def _is_local(constraint: SparqlConstraint, shapes: Shapes, columns: Columns) -> bool:
    """Tell whether a query needs what is said of its focus, and little else."""
    shape = constraint.shape
    below = shapes.graph.subjects(SH.property, shape.node)
    if reached([constraint.query]) is not None or shape.targets.objects_of or below:
        return False
    try:
        told = _ways(constraint)
    except OpaqueError:
        return False
    further = _further(told)
    if (ANY,) not in told.ways:
        return False
    shared = (len(columns.graph.pairs(predicate)) for predicate in further)
    return ANY not in further and sum(shared) < PART


def _ways(constraint: SparqlConstraint) -> "QueryWays":
    # rdflib reads the query there: it takes a tenth of a second to import, which is
    # more than little data takes.
    from kg.validation.ways.queryways import query_ways

    return query_ways(constraint.query)


def _further(told: "QueryWays") -> set[NamedNode]:
    """Collect the predicates that are followed from other nodes than the focus."""
    found = {RDFS.subClassOf, *told.apart}
    for first, *rest in told.ways:
        found |= _after_first(first)
        found |= {it for step in rest for it in predicates(step)}
    return found


def _after_first(step: Path) -> set[NamedNode]:
    if not isinstance(step, CompoundPath):
        return set()
    if step.operator is Operator.SEQUENCE:
        begin, *rest = step.parts
        return {*_after_first(begin), *(it for part in rest for it in predicates(part))}
    if step.operator is Operator.ALTERNATIVE:
        return {it for part in step.parts for it in _after_first(part)}
    return set(predicates(step))


def parts(columns: Columns, asked: Iterable[SparqlConstraint]) -> Iterator[Store]:
    """Yield stores with all that is said of some nodes, and what constraints share."""
    told = list(map(_ways, asked))
    shared = {predicate for it in told for predicate in _further(it)}
    for start, stop in _bounds(columns) if told else ():
        store = Store()
        store.bulk_extend(_quads(columns, shared, start, stop))
        yield store


def _bounds(columns: Columns) -> Iterator[tuple[int, int]]:
    """Part the numbers of nodes, so that not much more is said of each part."""
    table = columns.graph.table
    counts = np.zeros(len(columns.graph.dictionary) + 1, np.int64)
    for predicate in table.predicates.tolist():
        left = table.pairs(predicate).left
        counts += np.bincount(left, minlength=len(counts))
    part = np.cumsum(counts) // PART
    edges = [0, *(np.flatnonzero(np.diff(part)) + 1).tolist(), len(counts)]
    yield from pairwise(edges)


def _quads(
    columns: Columns, shared: set[NamedNode], start: int, stop: int
) -> Iterator[Quad]:
    terms = cast("list[Any]", columns.graph.dictionary.terms)
    table = columns.graph.table
    for number in table.predicates.tolist():
        pairs = table.pairs(number)
        if terms[number] not in shared:
            first, last = np.searchsorted(pairs.left, [start, stop])
            pairs = Pairs(pairs.left[first:last], pairs.right[first:last])
        for s, o in zip(pairs.left.tolist(), pairs.right.tolist(), strict=True):
            yield Quad(terms[s], terms[number], terms[o])
