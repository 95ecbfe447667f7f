"""Relations: the ways from a page to others, and what is known to lie behind them."""

from collections.abc import Iterator

from pyoxigraph import NamedNode

from kg.publishing.mirror.reading.page import Relation, Stream
from kg.publishing.mirror.reading.paths import path_of, stamp_of
from kg.publishing.mirror.reading.said import Node, Said
from kg.rdf.stream import tree
from kg.rdf.terms import RDF

_RELATION = tree("relation")
_BEFORE = str(tree("LessThanRelation").value)
_UNTIL = {tree("LessThanOrEqualToRelation").value, tree("EqualToRelation").value}


def relations_of(said: Said, page: str, stream: Stream) -> tuple[Relation, ...]:
    """List the pages that a page leads to, each once.

    Several relations to a page hold together, so that any upper bound is one of them.
    """
    found: dict[str, Relation] = {}
    here: Node = NamedNode(page)
    others = said.subjects(_RELATION)
    if here not in others and len(others) == 1:
        here = others[0]  # the publisher calls its page otherwise than we asked for it
    for relation in said.nodes(here, _RELATION):
        for node in said.iris(relation, tree("node")):
            address = node.partition("#")[0]
            bound = _bound(said, relation, address, stream)
            known = found.get(address, Relation(address))
            found[address] = known if known.until else bound
    return tuple(found.values())


def _bound(said: Said, relation: Node, address: str, stream: Stream) -> Relation:
    """Read what a relation says of the times behind it, by the path of the stream."""
    types = set(said.iris(relation, RDF.type))
    ordered = stream.timestamp and not stream.version_timestamp
    if not types & {_BEFORE, *_UNTIL} or not ordered:
        return Relation(address)
    if path_of(said, relation, tree("path")) != stream.timestamp:
        return Relation(address)
    for time in _times(said, relation):
        return Relation(address, time, inclusive=_BEFORE not in types)
    return Relation(address)


def _times(said: Said, relation: Node) -> Iterator[str]:
    for text in said.texts(relation, tree("value")):
        yield stamp_of(text, relation.value)
