"""Rules: what shapes, checks and questions find in the content of a project."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from pyoxigraph import Quad

from kg.errors import ValidationError
from kg.pipeline.content import SHAPES, Content, Step, silent
from kg.pipeline.places import place
from kg.validation.background import Background, asked_store
from kg.validation.checks.questions import FOLDER, question_findings
from kg.validation.checks.registry import check as run_checks
from kg.validation.columns.dictionary import LITERAL, Ids
from kg.validation.columns.pairs import Places, distinct, member
from kg.validation.core import Columns
from kg.validation.engine import judge
from kg.validation.finding import Finding, Severity
from kg.validation.holding import in_graphs
from kg.validation.shapes import Shapes, read_shapes


@dataclass(frozen=True, slots=True)
class Rules:
    """The shapes, and the ontology that they and the data build on."""

    shapes: Shapes
    background: Background

    @classmethod
    def read(cls, root: Path, ontology: list[Quad]) -> "Rules":
        """Read the shapes of a project.

        Raises:
            InputErrors: all that is wrong with them.
        """
        return cls(read_shapes(root / SHAPES), Background(ontology))

    def findings(self, content: Content) -> list[Finding]:
        """List what breaks the rules, each at its place in a source file.

        The data is read once, into columns.
        """
        columns = self.background.columns(content.data())
        broken = set(judge(columns, self.shapes, self.background, repeated=False))
        found = list(in_graphs(broken, columns))
        checked = _checked(columns, len(content.statements))
        found += run_checks(checked, self.background.triples, content.texts)
        found += self._question_findings(columns, content)
        return place(found, content)

    def _question_findings(self, columns: Columns, content: Content) -> list[Finding]:
        """Ask a store with what the questions can reach."""
        asked = [query for query in content.queries if query.folder == FOLDER]
        store = asked_store(columns, (query.bind() for query in asked))
        return question_findings(store, asked)


def _checked(columns: Columns, curated: int) -> Iterator[Quad]:
    """Yield the quads that checks look at.

    These are the first ones, which curators wrote; of the others what is said of their
    graphs, one for each term, and one for each text with its predicate: what is wrong
    with them is so everywhere.
    """
    rest = columns.rows[curated:]
    places = _first_places(columns, rest)
    yield from _quads(columns, columns.rows[:curated])
    yield from _quads(columns, rest[places])


def _first_places(columns: Columns, rows: Ids) -> Places:
    subjects, predicates, objects, graphs = rows.T
    kept = [np.unique(it, return_index=True)[1] for it in (subjects, graphs)]
    values, first = np.unique(objects, return_index=True)
    named = columns.graph.kinds(values) != LITERAL
    kept.append(first[named & ~member(distinct(subjects), values)])
    texts = np.flatnonzero(columns.graph.kinds(objects) == LITERAL)
    said = (predicates[texts].astype(np.int64) << 32) | objects[texts]
    kept.append(texts[np.unique(said, return_index=True)[1]])
    kept.append(np.flatnonzero(member(distinct(graphs), subjects)))
    return np.unique(np.concatenate(kept))


def _quads(columns: Columns, rows: Ids) -> Iterator[Quad]:
    terms = cast("list[Any]", columns.graph.dictionary.terms)
    for subject, predicate, object_, graph in rows.tolist():
        yield Quad(terms[subject], terms[predicate], terms[object_], terms[graph])


def check(root: Path, content: Content, step: Step = silent) -> list[Finding]:
    """List what the rules of a project find in it (see `Rules`)."""
    step("validating")
    return Rules.read(root, content.ontology).findings(content)


def refuse_violations(findings: list[Finding]) -> None:
    """Stop a build.

    Raises:
        ValidationError: there is a finding of severity Violation.
    """
    violations = [f for f in findings if f.severity is Severity.VIOLATION]
    if violations:
        lines = [str(finding) for finding in violations]
        lines.append(f"{len(violations)} violations: nothing was published")
        raise ValidationError("\n".join(lines))
