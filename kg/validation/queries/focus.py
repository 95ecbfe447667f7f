"""The focus nodes of a shape, as a SPARQL query."""

from collections.abc import Iterator, Mapping

from kg.rdf.terms import RDF, RDFS, SH
from kg.validation.index import Index, Node
from kg.validation.paths import write_path
from kg.validation.shape import Shape, Targets


def focus_query(graph: Index, shapes: Mapping[Node, Shape], shape: Shape) -> str:
    """Write the query for the focus nodes of a shape, as `?this`, each once.

    A property shape also looks at what the shapes that have it look at.
    """
    branches = list(_branches(graph, shapes, shape, "this"))
    union = " UNION ".join(f"{{ {branch} }}" for branch in branches)
    return f"SELECT DISTINCT ?this WHERE {{ {union or 'FILTER(false)'} }}"


def _branches(
    graph: Index, shapes: Mapping[Node, Shape], shape: Shape, variable: str
) -> Iterator[str]:
    if shape.deactivated:
        return
    yield from _target_patterns(shape.targets, variable)
    for owner in graph.subjects(SH.property, shape.node):
        if owner == shape.node or len(variable) > 50:
            raise ValueError("the shape has itself as a property")
        parent = shapes[owner]
        if parent.path is None:
            yield from _branches(graph, shapes, parent, variable)
        else:
            step = f"?{variable}0 {write_path(parent.path)} ?{variable} ."
            for branch in _branches(graph, shapes, parent, f"{variable}0"):
                yield f"{branch} {step}"


def _target_patterns(targets: Targets, variable: str) -> Iterator[str]:
    for iri in targets.classes:
        yield f"?{variable} {RDF.type}/{RDFS.subClassOf}* {iri} ."
    for iri in targets.subjects_of:
        yield f"?{variable} {iri} ?{variable}_object ."
    for iri in targets.objects_of:
        yield f"?{variable}_subject {iri} ?{variable} ."
    if targets.nodes:
        yield f"VALUES ?{variable} {{ {' '.join(map(str, targets.nodes))} }}"
