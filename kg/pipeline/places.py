"""Places: where findings about bulk sources stand, found by mapping these again."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from kg.mapping.codes import Codes
from kg.pipeline.bulk import map_bulk
from kg.pipeline.content import Content
from kg.pipeline.stages import Stage
from kg.publishing.lines import parts
from kg.rdf.statement import Statement
from kg.validation.finding import Finding
from kg.validation.positions import Positions


def place(findings: Iterable[Finding], content: Content) -> list[Finding]:
    """Give findings their places in source files, and sort them by these.

    A bulk source is mapped again only when a finding has no other place, and is about
    something that the stage of this source tells of.
    """
    known = Positions.from_statements(content.statements)
    placed = [replace(it, position=known.of(it) or it.position) for it in findings]
    for stage in content.stages:
        open_ = [finding for finding in placed if finding.position is None]
        if open_ and _tells_of(stage, open_):
            found = _positions(stage, open_, content)
            placed = [
                it if it.position else replace(it, position=found.of(it))
                for it in placed
            ]
    return sorted(placed)


def _tells_of(stage: Stage, findings: list[Finding]) -> bool:
    """Tell whether a stage has a line about a focus, or in the graph of a finding."""
    names = {str(term).encode() for it in findings for term in (it.focus, it.graph)}
    with stage.lines.open("rb") as lines:
        return any(
            line.partition(b" ")[0] in names or parts(line)[1] in names
            for line in lines
        )


def _positions(stage: Stage, findings: list[Finding], content: Content) -> Positions:
    codes = Codes.from_quads(content.ontology)
    mapped = map_bulk(stage.source, content.corpus, codes)
    merges = content.merges
    told = (replace(it, quad=merges.moved(it.quad)) for it in mapped.statements)
    nodes = {finding.focus for finding in findings}
    return Positions.from_statements(_about(told, nodes))


def _about(
    statements: Iterable[Statement], nodes: Collection[object]
) -> Iterator[Statement]:
    """Yield what is said of nodes, and what stands first in each graph."""
    graphs: set[object] = set()
    for statement in statements:
        quad = statement.quad
        if quad.subject in nodes or quad.object in nodes:
            yield statement
        elif quad.graph_name not in graphs:
            graphs.add(quad.graph_name)
            yield statement
