"""Sizes of graphs, counted as a query over the engine's store would count them."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from pyoxigraph import NamedNode

from kg.publishing.numbered import (
    GRAPH,
    PREDICATE,
    SUBJECT,
    TYPE,
    VALUE,
    Numbers,
    Terms,
    iri_of,
    is_entity,
)


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a graph; `entities` are the subjects whose IRIs are of our making."""

    triples: int
    entities: int
    subjects: int
    objects: int
    classes: int
    properties: int


def take_sizes(lines: Iterable[bytes]) -> dict[NamedNode, Size]:
    """Measure named graphs, in the order of their names.

    Args:
        lines: of quads, each once.
    """
    terms = Terms()
    rows = terms.quads(lines)
    texts = terms.texts()
    ours = np.array([is_entity(text) for text in texts], np.bool_)
    typed = rows[:, PREDICATE] == terms.find(TYPE)
    entity = ours[rows[:, SUBJECT]] if len(rows) else typed
    counts = (
        np.bincount(rows[:, GRAPH], minlength=len(texts)),
        _different(rows[entity], SUBJECT, len(texts)),
        _different(rows, SUBJECT, len(texts)),
        _different(rows, VALUE, len(texts)),
        _different(rows[typed], VALUE, len(texts)),
        _different(rows, PREDICATE, len(texts)),
    )
    named = (it for it in np.unique(rows[:, GRAPH]).tolist() if texts[it])
    return {
        iri_of(texts[graph]): Size(*(int(it[graph]) for it in counts))
        for graph in sorted(named, key=texts.__getitem__)
    }


def _different(rows: Numbers, column: int, graphs: int) -> Numbers:
    """Count the different terms of a column in each graph."""
    keys = (rows[:, GRAPH].astype(np.int64) << 32) | rows[:, column]
    found: Numbers = np.bincount(np.unique(keys) >> 32, minlength=graphs)
    return found
