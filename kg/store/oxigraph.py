"""The embedded store: Oxigraph in this process, reading only.

For the build, tests and trusted queries. Queries of strangers go to worker processes
(kg.store.pool.workers): nothing stops a query once it runs here.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, Self

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Triple,
)
from pyoxigraph import Store as Engine

from kg.errors import (
    NotAcceptableError,
    QueryError,
    QuerySyntaxError,
    SetupError,
    UnexpectedValueError,
)
from kg.rdf.formats import Format, Kind, Result
from kg.rdf.namespaces import BASE
from kg.rdf.query.clauses import from_clauses
from kg.rdf.query.preflight import check
from kg.store.fault import syntax_error, unknown_function
from kg.store.protocol import STORED, Dataset, Row

BLOCK = 65_536
"""Bytes of an answer that are passed on together."""


class OxigraphStore:
    """A frozen view of a store directory, or quads in memory."""

    def __init__(self, path: Path) -> None:
        """Open a store directory, which nobody may be writing to.

        Raises:
            SetupError: there is no readable store at the path.
        """
        self._engine = open_engine(path)

    @classmethod
    def of_quads(cls, quads: Iterable[Quad]) -> Self:
        """Hold quads in memory: for tests, and for graphs small enough."""
        store = cls.__new__(cls)
        store._engine = Engine()
        store._engine.bulk_extend(quads)
        return store

    def select(self, query: str) -> list[Row]:
        """List the solutions of a SELECT, in the engine's order."""
        solutions = self._result(query, STORED)
        if not isinstance(solutions, QuerySolutions):
            raise QuerySyntaxError("the query is not a SELECT")
        names = [variable.value for variable in solutions.variables]
        return [
            {name: term for name in names if (term := solution[name]) is not None}
            for solution in solutions
        ]

    def ask(self, query: str) -> bool:
        """Answer an ASK."""
        truth = self._result(query, STORED)
        if not isinstance(truth, QueryBoolean):
            raise QuerySyntaxError("the query is not an ASK")
        return bool(truth)

    def construct(self, query: str) -> Iterator[Triple]:
        """Yield the triples of a CONSTRUCT or DESCRIBE."""
        triples = self._result(query, STORED)
        if not isinstance(triples, QueryTriples):
            raise QuerySyntaxError("the query is neither a CONSTRUCT nor a DESCRIBE")
        return triples

    def answer(
        self, query: str, written: Format, dataset: Dataset = STORED
    ) -> Iterator[bytes]:
        """Yield the answer to any query in blocks, as a format writes it."""
        result = self._result(query, dataset)
        output = BytesIO()
        write(result, written, output)
        view = output.getbuffer()
        for start in range(0, len(view), BLOCK):
            yield bytes(view[start : start + BLOCK])

    def write(self, query: str, written: Format, output: IO[bytes]) -> None:
        """Write the answer to any query into a file, without holding it whole."""
        write(self._result(query, STORED), written, output)

    def _result(self, query: str, dataset: Dataset) -> Result:
        check(query)
        return evaluate(self._engine, query, dataset)


def open_engine(path: Path) -> Engine:
    """Open a store directory for reading alone.

    Raises:
        SetupError: there is no readable store at the path.
    """
    try:
        return Engine.read_only(str(path))
    except OSError as error:
        raise SetupError(f"{path} is not a readable store: {error}") from error


def evaluate(engine: Engine, query: str, dataset: Dataset) -> Result:
    """Run a query that has passed `kg.rdf.query.preflight.check`.

    Relative IRIs are relative to our base, as in `kg.rdf.query.binding.with_base`.

    Raises:
        QuerySyntaxError: the engine cannot read it.
        QueryError: the engine fails.
    """
    try:
        return _evaluate(engine, query, dataset or _chosen(query))
    except SyntaxError as error:
        raise syntax_error(query, str(error)) from error
    except (OSError, ValueError, RuntimeError) as error:
        fault = unknown_function(query, str(error)) or QueryError(str(error))
        raise fault from error


def _evaluate(engine: Engine, query: str, dataset: Dataset) -> Result:
    if not dataset:
        return engine.query(query, base_iri=BASE)
    default = [_graph(iri, "default-graph-uri") for iri in dataset.default]
    named = [_graph(iri, "named-graph-uri") for iri in dataset.named]
    if len(default) < 2:
        return engine.query(
            query, base_iri=BASE, default_graph=[*default], named_graphs=[*named]
        )
    merged = _merged(engine, default, named)
    return merged.query(
        query, base_iri=BASE, default_graph=DefaultGraph(), named_graphs=[*named]
    )


def _chosen(query: str) -> Dataset:
    """Give the graphs of the query's own clauses when they have to be merged."""
    if query.upper().count("FROM") < 2:
        return STORED
    clauses = from_clauses(query)
    if len(clauses.default) < 2:
        return STORED
    return Dataset(tuple(clauses.default), tuple(clauses.named))


def _merged(
    engine: Engine, default: Iterable[NamedNode], named: Iterable[NamedNode]
) -> Engine:
    """Copy graphs into a store whose default graph is the merge of some of them.

    The engine joins several graphs without merging them: a triple that two of them
    have is found twice, and counted twice (oxigraph/oxigraph#1919).
    """
    merged = Engine()
    for graph in default:
        quads = engine.quads_for_pattern(None, None, None, graph)
        merged.bulk_extend(Quad(it.subject, it.predicate, it.object) for it in quads)
    for graph in named:
        merged.bulk_extend(engine.quads_for_pattern(None, None, None, graph))
    return merged


def write(result: Result, written: Format, output: IO[bytes]) -> None:
    """Write a result in a format, as the engine comes by it.

    Raises:
        NotAcceptableError: the format cannot hold this result.
        QueryError: the engine fails on the way.
    """
    if kind(result) not in written.holds:
        raise NotAcceptableError(f"{written.label} cannot hold {kind(result)}")
    with writing(written):
        written.write(result, output)


@contextmanager
def writing(written: Format) -> Iterator[None]:
    """Make what the engine says while it writes an error of ours."""
    try:
        yield
    except ConnectionError:
        raise
    except (OSError, ValueError, RuntimeError) as error:
        if "does not support RDF 1.2" in str(error):
            message = f"{written.label} cannot hold triples in triples"
            raise NotAcceptableError(message) from error
        raise QueryError(str(error)) from error


def kind(result: Result) -> Kind:
    """Say what a result is."""
    if isinstance(result, QuerySolutions):
        return Kind.BINDINGS
    return Kind.BOOLEAN if isinstance(result, QueryBoolean) else Kind.GRAPH


def _graph(iri: str, parameter: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise UnexpectedValueError(parameter, iri, "an absolute IRI") from error
