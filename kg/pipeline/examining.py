"""Examining all that a project says: everything is read once, into columns."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import NamedNode, Quad, Store, Triple

from kg.pipeline.content import Content
from kg.pipeline.outcome import Found
from kg.rdf.query.catalogue import Query
from kg.validation.background import LENT, Background, asked_store
from kg.validation.checks.budget import Quoting
from kg.validation.checks.questions import FOLDER, question_findings
from kg.validation.checks.registry import check
from kg.validation.columns.dictionary import LITERAL, NOTHING, Ids
from kg.validation.columns.pairs import Places, distinct, member
from kg.validation.core import Columns
from kg.validation.engine import judge
from kg.validation.finding import Finding
from kg.validation.holding import in_graphs
from kg.validation.queries.reach import looks_into_graphs, reached
from kg.validation.shapes import Shapes
from kg.validation.ways.queryways import Spread

_AT_ONCE = 20_000
"""Quads of stages that are checked at once: each is checked by itself."""


def examine(content: Content, shapes: Shapes, background: Background) -> Found:
    """Find what breaks the rules anywhere."""
    columns = background.columns(content.data())
    broken = set(judge(columns, shapes, background, repeated=False))
    stages = _Stages(columns, len(content.statements))
    asked = questions(content)
    store = _store(columns, shapes, [query.bind() for query in asked])
    return Found(
        list(in_graphs(broken, columns)),
        stages.findings(background.triples),
        question_findings(store, asked),
        stages.quoted(Quoting(content.texts.values())),
        stages.about,
        stages.graphs,
        tuple(_spreads(columns)),
    )


def questions(content: Content) -> list[Query]:
    """List the questions whose rows are faults."""
    return [query for query in content.queries if query.folder == FOLDER]


def curated_findings(
    content: Content, found: Found, background: Sequence[Triple]
) -> list[Finding]:
    """Check what curators wrote, beside the words of stages that it has to do with."""
    quads = (statement.quad for statement in content.statements)
    known = (*background, *(quad.triple for quad in found.about))
    return check(quads, known, content.texts, found.quoted)


def _store(columns: Columns, shapes: Shapes, asked: Sequence[str]) -> Store:
    """Give a store for questions: that of the shapes, where all of the merge is there.

    It takes as much memory as all else.
    """
    has_all = len(columns.rows) > LENT and reached(shapes.queries) is None
    if has_all and not any(map(looks_into_graphs, asked)):
        return columns.graph.store
    return asked_store(columns, asked)


class _Stages:
    """What checks look at in stages: they are long, and repeat themselves.

    Of the quads these are what is said of their graphs, one for each term, and one for
    each text with its predicate and graph: what is wrong with them is so everywhere.
    """

    def __init__(self, columns: Columns, curated: int) -> None:
        self._columns = columns
        self._curated = columns.rows[:curated]
        self._rows = columns.rows[curated:]
        self._graphs = distinct(self._rows[:, 3])
        terms = columns.graph.terms(self._graphs)
        self.graphs = frozenset(it for it in terms if isinstance(it, NamedNode))
        self.about = tuple(self._about(self._rows))

    def _about(self, rows: Ids) -> Iterator[Quad]:
        """Yield what rows say of the graphs of stages."""
        return self._quads(rows[member(self._graphs, rows[:, 0])])

    def findings(self, background: Sequence[Triple]) -> list[Finding]:
        """List what checks find, each fault at the first place that it has."""
        about = list(self._about(self._curated))
        rows = self._rows[_first_places(self._columns, self._rows)]
        every: set[Finding] = set()
        for start in range(0, len(rows), _AT_ONCE):
            part = self._quads(rows[start : start + _AT_ONCE])
            every |= set(check((*about, *part), background, {}))
        found = sorted(every - set(check(about, background, {})), key=self._place)
        first: dict[object, Finding] = {}
        for it in found:
            value = it.focus if it.value is None else it.value
            first.setdefault((it.shape, it.path, value), it)
        return sorted(first.values())

    def _place(self, finding: Finding) -> int:
        """Tell the first row that a finding may be about."""
        terms = (finding.focus, finding.path, finding.value, finding.graph)
        mask = np.ones(len(self._rows), np.bool_)
        for column, term in enumerate(terms):
            number = self._columns.graph.dictionary.find(term)
            if number != NOTHING:
                mask &= self._rows[:, column] == number
        return int(np.argmax(mask))

    def quoted(self, quoting: Quoting) -> tuple[Quad, ...]:
        """List the statements whose words texts have, too, one for each graph."""
        rows = self._rows[self._columns.graph.kinds(self._rows[:, 2]) == LITERAL]
        found: dict[tuple[Any, ...], Quad] = {}
        said = np.unique(_joined(rows[:, 1], rows[:, 2]))
        terms = cast("list[Any]", self._columns.graph.dictionary.terms)
        for pair in said.tolist():
            predicate, value = pair >> 32, pair & 0xFFFFFFFF
            if quoting.counts(terms[value], terms[predicate]):
                mask = (rows[:, 1] == predicate) & (rows[:, 2] == value)
                for quad in self._quads(rows[mask]):
                    key = (quad.predicate, quad.object, quad.graph_name)
                    found.setdefault(key, quad)
        return tuple(found.values())

    def _quads(self, rows: Ids) -> Iterator[Quad]:
        terms = cast("list[Any]", self._columns.graph.dictionary.terms)
        for subject, predicate, object_, graph in rows.tolist():
            yield Quad(terms[subject], terms[predicate], terms[object_], terms[graph])


def _first_places(columns: Columns, rows: Ids) -> Places:
    subjects, predicates, objects, graphs = rows.T
    kept = [np.unique(it, return_index=True)[1] for it in (subjects, graphs)]
    values, first = np.unique(objects, return_index=True)
    named = columns.graph.kinds(values) != LITERAL
    kept.append(first[named & ~member(distinct(subjects), values)])
    texts = np.flatnonzero(columns.graph.kinds(objects) == LITERAL)
    said = np.unique(_joined(predicates[texts], objects[texts]), return_inverse=True)[1]
    told = _joined(said, graphs[texts])
    kept.append(texts[np.unique(told, return_index=True)[1]])
    kept.append(np.flatnonzero(member(distinct(graphs), subjects)))
    return np.unique(np.concatenate(kept))


def _joined(left: NDArray[Any], right: Ids) -> NDArray[np.int64]:
    """Give each pair of numbers as one number."""
    joined: NDArray[np.int64] = (left.astype(np.int64) << 32) | right
    return joined


def _spreads(columns: Columns) -> Iterator[tuple[NamedNode, Spread]]:
    """Tell of each predicate how many triples share a subject, and an object."""
    table = columns.graph.table
    for number in table.predicates.tolist():
        term = columns.graph.dictionary.terms[number]
        if isinstance(term, NamedNode):
            pairs = table.pairs(number)
            yield term, (_spread(pairs.left), _spread(pairs.right))


def _spread(ends: Ids) -> float:
    """Tell how many triples share an end, as a triple finds it on the average."""
    counts = np.bincount(np.unique(ends, return_inverse=True)[1]).astype(np.float64)
    return float((counts**2).sum() / counts.sum())
