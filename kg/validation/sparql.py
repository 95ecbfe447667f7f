"""What SPARQL constraints find in a store, and how much they look at."""

from collections.abc import Iterator

from pyoxigraph import NamedNode, Store

from kg.validation.asking import answers, constraint_findings
from kg.validation.finding import Finding
from kg.validation.focus import focus_query
from kg.validation.shapes import Shapes


def sparql_findings(store: Store, shapes: Shapes) -> Iterator[Finding]:
    """Yield the rows of every constraint as findings."""
    for constraint in shapes.constraints:
        yield from constraint_findings(store, constraint)


def focus_counts(store: Store, shapes: Shapes) -> dict[NamedNode, int]:
    """Count the focus nodes of every shape that looks at something by itself.

    A shape with none checks nothing: its class may be misspelt or unused.
    """
    counts: dict[NamedNode, int] = {}
    for shape in shapes:
        if (
            shape.targets
            and not shape.deactivated
            and isinstance(shape.node, NamedNode)
        ):
            query = focus_query(shapes.graph, shapes.by_node, shape)
            counts[shape.node] = sum(1 for _ in answers(store, query))
    return counts
