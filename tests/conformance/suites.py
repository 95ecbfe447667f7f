"""The W3C's SPARQL 1.1 suites: what each of their query tests asks and expects."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from rdflib import Graph, Namespace, Node
from rdflib.collection import Collection
from rdflib.namespace import RDF

BASE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"

_MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
_QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")

POSITIVE = _MF.PositiveSyntaxTest11
NEGATIVE = _MF.NegativeSyntaxTest11


@dataclass(frozen=True)
class Data:
    """The files of a test: those of its default graph, and its named graphs."""

    default: tuple[Path, ...]
    named: tuple[Path, ...]


@dataclass(frozen=True)
class Case:
    """One test; `well_formed` is what a syntax test expects, None elsewhere.

    `others` are the endpoints that it calls, with the data that they have.
    """

    name: str
    folder: Path
    text: str
    data: Data
    result: Path | None
    well_formed: bool | None
    others: tuple[tuple[str, Path], ...] = ()

    @property
    def base(self) -> str:
        """What relative IRIs in the files are relative to."""
        return f"{BASE}{self.folder.name}/"


def read_cases(folder: Path) -> list[Case]:
    """Read the tests of a suite, those over the same data one after another."""
    manifest = folder / "manifest.ttl"
    graph = Graph().parse(manifest, format="turtle", publicID=f"{folder.as_uri()}/")
    (entries,) = graph.objects(None, _MF.entries)
    cases = [_case(graph, folder, test) for test in Collection(graph, entries)]
    return sorted(cases, key=lambda case: repr(case.data))


def read_quads(case: Case) -> Iterator[Quad]:
    """Yield what the store holds for a test; a named graph is named by its file."""
    for path in case.data.default:
        yield from read_graph(path, case.base)
    for path in case.data.named:
        name = NamedNode(case.base + path.name)
        for quad in read_graph(path, case.base):
            yield Quad(quad.subject, quad.predicate, quad.object, name)


def read_graph(path: Path, base: str) -> Iterator[Quad]:
    """Yield the triples of a file; no two files share a blank node."""
    form = RdfFormat.from_extension(path.suffix.removeprefix("."))
    return parse(
        path=path, format=form, base_iri=base + path.name, rename_blank_nodes=True
    )


def _case(graph: Graph, folder: Path, test: Node) -> Case:
    action, result = graph.value(test, _MF.action), graph.value(test, _MF.result)
    query = graph.value(action, _QT.query) or action
    kinds = set(graph.objects(test, RDF.type))
    syntax = kinds & {POSITIVE, NEGATIVE}
    return Case(
        name=str(test).rpartition("#")[2],
        folder=folder,
        text=_path(folder, query).read_bytes().decode("utf-8"),
        data=Data(_files(graph, folder, action, "data"), _named(graph, folder, action)),
        result=None if syntax else _path(folder, result),
        well_formed=POSITIVE in kinds if syntax else None,
        others=tuple(_others(graph, folder, action)),
    )


def _others(
    graph: Graph, folder: Path, action: Node | None
) -> Iterator[tuple[str, Path]]:
    for other in graph.objects(action, _QT.serviceData):
        endpoint, data = graph.value(other, _QT.endpoint), graph.value(other, _QT.data)
        yield str(endpoint), _path(folder, data)


def _named(graph: Graph, folder: Path, action: Node | None) -> tuple[Path, ...]:
    return _files(graph, folder, action, "graphData")


def _files(
    graph: Graph, folder: Path, action: Node | None, term: str
) -> tuple[Path, ...]:
    return tuple(sorted(_path(folder, it) for it in graph.objects(action, _QT[term])))


def _path(folder: Path, file: Node | None) -> Path:
    return folder / str(file).rpartition("/")[2]
