"""Examining again: what has changed since the rules were last asked, and no more."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from kg.pipeline.content import Content
from kg.pipeline.examining import questions
from kg.pipeline.kept import Kept
from kg.pipeline.lookup import Lookup
from kg.pipeline.marks import LINES
from kg.pipeline.outcome import Found
from kg.publishing.difference import change_of
from kg.rdf.terms import PROV
from kg.validation.background import Background
from kg.validation.checks.budget import Quoting
from kg.validation.checks.registry import check
from kg.validation.finding import Finding
from kg.validation.incremental.change import Change
from kg.validation.incremental.increment import Increments
from kg.validation.incremental.questions import Questions
from kg.validation.index import Term
from kg.validation.shapes import Shapes
from kg.validation.ways.ways import OpaqueError

FEW = 10
"""Of so many bytes one may have changed; of more, all is looked at."""


class Together:
    """Lookups, asked as one."""

    def __init__(self, parts: Iterable[Lookup]) -> None:
        """Take the parts."""
        self._parts = list(parts)

    def quads_for_pattern(
        self,
        subject: NamedNode | BlankNode | None,
        predicate: NamedNode | None,
        value: Term | None,
        /,
    ) -> Iterator[Quad]:
        """Yield the quads of any part that match."""
        for part in self._parts:
            yield from part.quads_for_pattern(subject, predicate, value)


def examine_again(
    content: Content, rules: tuple[Shapes, Background], kept: Kept, now: Sequence[Path]
) -> Found | None:
    """Find what breaks the rules now; None when a look at everything is due.

    Args:
        content: what a project says.
        rules: the shapes, and what data build on.
        kept: what was found before.
        now: the folders of what curators wrote, and of stages, as lines.
    """
    was = kept.folders
    curated, stages = _change(was[:1], now[:1]), _change(was[1:], now[1:])
    whole = Change(curated.added | stages.added, curated.removed | stages.removed)
    size = sum((path / LINES).stat().st_size for path in now)
    if sum(len(str(quad)) for quad in whole.quads) * FEW > size:
        return None
    again = _Again(content, rules, kept.found, stages)
    if _described(whole) & kept.found.graphs or again.is_faulty():
        return None
    known = Together(map(Lookup, now))
    try:
        return again.found(known, whole)
    except OpaqueError:
        return None


def _described(change: Change) -> set[object]:
    """List what else is said of than when it was made, as each build says of graphs.

    No check of a stage asks for that.
    """
    said = (quad for quad in change.quads if quad.predicate != PROV.generatedAtTime)
    return {quad.subject for quad in said}


def _change(before: Sequence[Path], after: Sequence[Path]) -> Change:
    files = [{it.name: it / LINES for it in paths} for paths in (before, after)]
    lines = change_of(*files)
    parts = (
        frozenset(parse(b"".join(part), RdfFormat.N_QUADS))
        for part in (lines.added, lines.removed)
    )
    return Change(*parts)


class _Again:
    """Looks again at what has changed."""

    def __init__(
        self,
        content: Content,
        rules: tuple[Shapes, Background],
        before: Found,
        stages: Change,
    ) -> None:
        self._content = content
        self._shapes, self._background = rules
        self._before = before
        self._stages = stages
        new = {quad.graph_name for quad in stages.added}
        self._graphs = before.graphs | {it for it in new if isinstance(it, NamedNode)}
        about = (quad for quad in stages.added if quad.subject in self._graphs)
        self._about = (*before.about, *sorted(about, key=str))

    def is_faulty(self) -> bool:
        """Tell whether checks find fault with what came into stages, or went.

        Which of the places of a fault is told depends on all of them.
        """
        curated = (statement.quad for statement in self._content.statements)
        told = [quad for quad in curated if quad.subject in self._graphs]
        about = (*told, *self._about)
        parts = ((), self._stages.added, self._stages.removed)
        none, *found = (set(self._checked((*about, *part))) for part in parts)
        return any(it - none for it in found)

    def _checked(self, quads: Iterable[Quad]) -> list[Finding]:
        return check(quads, self._background.triples, {})

    def found(self, known: Together, change: Change) -> Found:
        """Find what breaks the rules now.

        Raises:
            OpaqueError: a rule has to look at everything.
        """
        before, spreads = self._before, dict(self._before.spreads)
        increments = Increments(self._shapes, self._background, spreads)
        asked = Questions(self._background, known, change, spreads)
        if not increments.is_possible:
            raise OpaqueError("a rule that only a look at everything can judge")
        return Found(
            increments.validate(known, change, before.shapes),
            before.stages,
            asked.findings(questions(self._content), before.asked),
            tuple(self._quoted(known)),
            self._about,
            self._graphs,
            before.spreads,
        )

    def _quoted(self, known: Together) -> Iterator[Quad]:
        """Yield the statements of stages whose words texts have, too."""
        quoting = Quoting(self._content.texts.values())
        gone = {_said(quad) for quad in self._stages.removed}
        told = set()
        for quad in self._before.quoted:
            if _said(quad) not in gone or _is_said(quad, known):
                told.add(_said(quad))
                yield quad
        for quad in sorted(self._stages.added, key=str):
            value = quad.object
            if not isinstance(value, Literal) or _said(quad) in told:
                continue
            if quoting.counts(value, quad.predicate):
                told.add(_said(quad))
                yield quad


def _said(quad: Quad) -> tuple[object, ...]:
    return quad.predicate, quad.object, quad.graph_name


def _is_said(quad: Quad, known: Together) -> bool:
    """Tell whether something else is said to have the same text in the same graph."""
    value = quad.object
    if not isinstance(value, Literal):
        raise TypeError("a text is a literal")
    found = known.quads_for_pattern(None, quad.predicate, value)
    return any(it.graph_name == quad.graph_name for it in found)
