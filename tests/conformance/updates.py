"""The W3C's SPARQL 1.1 update suites: what each test does, and what follows."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad
from rdflib import Graph, Namespace, Node
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS

from tests.conformance.suites import BASE, read_graph

_MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
_UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")

_POSITIVE = {_MF.PositiveUpdateSyntaxTest11}
_NEGATIVE = {_MF.NegativeUpdateSyntaxTest11, _MF.NegativeSyntaxTest11}


@dataclass(frozen=True)
class UpdateCase:
    """One test; `well_formed` is what a syntax test expects, None elsewhere."""

    name: str
    text: str
    before: tuple[Quad, ...]
    after: tuple[Quad, ...]
    well_formed: bool | None


def read_updates(folder: Path) -> list[UpdateCase]:
    """Read the tests of a suite, in its order."""
    manifest = folder / "manifest.ttl"
    graph = Graph().parse(manifest, format="turtle", publicID=f"{folder.as_uri()}/")
    (entries,) = graph.objects(None, _MF.entries)
    return [_case(graph, folder, test) for test in Collection(graph, entries)]


def _case(graph: Graph, folder: Path, test: Node) -> UpdateCase:
    action = graph.value(test, _MF.action)
    request = graph.value(action, _UT.request) or action
    kinds = set(graph.objects(test, RDF.type))
    base = f"{BASE}{folder.name}/"
    text = _path(folder, request).read_bytes().decode("utf-8")
    return UpdateCase(
        name=str(test).rpartition("#")[2],
        text=f"BASE <{base}>\n{text}",
        before=tuple(_quads(graph, folder, action)),
        after=tuple(_quads(graph, folder, graph.value(test, _MF.result))),
        well_formed=bool(kinds & _POSITIVE)
        if kinds & (_POSITIVE | _NEGATIVE)
        else None,
    )


def _quads(graph: Graph, folder: Path, state: Node | None) -> Iterator[Quad]:
    base = f"{BASE}{folder.name}/"
    for file in graph.objects(state, _UT.data):
        yield from read_graph(_path(folder, file), base)
    for entry in graph.objects(state, _UT.graphData):
        name = NamedNode(str(graph.value(entry, RDFS.label)))
        for quad in read_graph(_path(folder, graph.value(entry, _UT.graph)), base):
            yield Quad(quad.subject, quad.predicate, quad.object, name)


def _path(folder: Path, file: Node | None) -> Path:
    return folder / str(file).rpartition("/")[2]
