"""`docs/shapes.md`: every rule, how grave a breach is, and what it says to people."""

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode

from kg.publishing.pages.markdown import note, page, table
from kg.rdf.graph import Graph
from kg.rdf.iri import shorten
from kg.rdf.terms import SH

_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)


def render(project: Path) -> str:
    """List the rules file by file."""
    folder = project / "ontology" / "shapes"
    names = sorted(path.name for path in folder.glob("*.ttl"))
    return page(
        note("ontology/shapes/"),
        "# Rules",
        "What data must be like. A breach of severity *Violation* stops the build; "
        "*Warning* and *Info* are in the report of the release. Each rule has an "
        "example in `ontology/examples/invalid/` that breaks it and no other.",
        *(_file(name, Graph.read(folder, name)) for name in names),
    )


def _file(name: str, graph: Graph) -> str:
    rows = list(_rows(graph))
    if not rows:
        return ""
    return page(
        f"## {name.removesuffix('.ttl').capitalize()}",
        f"[ontology/shapes/{name}](../ontology/shapes/{name})",
        table(("rule", "severity", "looks at", "what it says"), rows),
    ).rstrip()


def _rows(graph: Graph) -> Iterator[list[str]]:
    for shape in graph.of_type(SH.NodeShape, SH.PropertyShape):
        focus = [f"`{shorten(iri.value)}`" for iri in _focus(graph, shape)]
        if focus:  # a shape without is a part of others, not a rule of its own
            yield [
                f"`{_local(shape)}`",
                ", ".join(_local(iri) for iri in graph.iris(shape, SH.severity)),
                ", ".join(focus),
                graph.text(shape, SH.message, "en"),
            ]


def _focus(graph: Graph, shape: NamedNode) -> Iterator[NamedNode]:
    """Yield what a rule looks at: its targets, or those of the shapes it is part of."""
    if not graph.text(shape, SH.message, "en"):
        return
    for owner in (shape, *graph.with_value(SH.property, shape)):
        for target in _TARGETS:
            yield from graph.iris(owner, target)


def _local(term: NamedNode) -> str:
    return shorten(term.value).partition(":")[2]
