"""House rules for shapes: each has a name, and says in English what is amiss.

SHACL asks for neither; but a finding that names no rule cannot be looked up, and one
that says nothing helps nobody.
"""

from collections.abc import Iterator

from pyoxigraph import BlankNode, NamedNode

from kg.errors import InputError, MissingFieldError
from kg.rdf.terms import SH
from kg.validation.index import Index, Node
from kg.validation.lint import Place, constrains
from kg.validation.shape import TARGETS, read_messages


def house_faults(graph: Index, place: Place) -> Iterator[InputError]:
    """Yield where shapes break the house rules.

    Shapes without a name that others only judge values by are left alone: no finding
    is about them.
    """
    for node in graph.nodes():
        if isinstance(node, BlankNode):
            yield from _unnamed_target(graph, node, place)
        else:
            yield from _unnamed_properties(graph, node, place)
            yield from _message_faults(graph, node, place)


def _unnamed_target(graph: Index, node: Node, place: Place) -> Iterator[InputError]:
    if any(graph.objects(node, target) for target in TARGETS):
        found, expected = "a shape without a name", "an IRI for every shape"
        yield MissingFieldError(place(node, None), found, expected)


def _unnamed_properties(
    graph: Index, node: NamedNode, place: Place
) -> Iterator[InputError]:
    for shape in graph.objects(node, SH.property):
        if isinstance(shape, BlankNode):
            found, expected = (
                "a property shape without a name",
                "an IRI for every shape",
            )
            yield MissingFieldError(place(node, SH.property), found, expected)


def _message_faults(
    graph: Index, node: NamedNode, place: Place
) -> Iterator[InputError]:
    speaks = graph.value(node, SH.path) is not None or constrains(graph, node)
    languages = [message.language for message in read_messages(graph, node)]
    if speaks and "en" not in languages:
        found = "no sh:message in English" if languages else "no sh:message"
        expected = "a sentence for the person who broke it, tagged @en"
        yield MissingFieldError(place(node, None), found, expected)
