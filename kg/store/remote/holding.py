"""What an engine is to hold of a release, and which graphs a query may read there.

An engine may hold more: other audiences' graphs, other releases, graphs of its own.
Every query therefore says which graphs it runs over, and those of this release and
audience are all there are to choose from.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.errors import QueryRefusedError, UnexpectedValueError
from kg.rdf.namespaces import BASE
from kg.store.protocol import Dataset
from kg.store.remote.portable import resolve_code_points, take_clauses

NOWHERE = f"{BASE}graph/nothing"
"""A graph that nobody fills, for queries that may see none."""

Parameters = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """How an engine takes the graphs that are chosen for a query.

    Attributes:
        chooses: parameters choose them, and hide all others.
        overrides: parameters hold, whatever the query's FROM clauses say.
        merges: a triple that two default graphs have is one triple.
    """

    chooses: bool
    overrides: bool
    merges: bool


@dataclass(frozen=True, slots=True)
class Holding:
    """A release as one audience has it, in an engine.

    Attributes:
        label: the version of the release.
        merged: the graph that the merge of all lies in; None when it is the engine's
            own default graph, and the engine holds nothing else.
        triples: how many the merge has.
        graphs: how many triples each named graph has.
        marker: a question that this release alone answers with yes.
        marked: the named graphs that it needs.
    """

    label: str
    merged: str | None
    triples: int
    graphs: Mapping[str, int]
    marker: str
    marked: tuple[str, ...] = ()

    def choose(self, query: str, dataset: Dataset, ways: "Ways") -> "Chosen":
        """Choose the graphs of a query, which are at most those it asks for.

        Raises:
            UnexpectedValueError: what it asks for is no IRI.
            QueryRefusedError: it asks for a merge, and the engine makes none.
        """
        text, clauses = take_clauses(
            resolve_code_points(query), strict=not ways.overrides
        )
        wanted = dataset or Dataset(tuple(clauses.default), tuple(clauses.named))
        if not wanted:
            return Chosen(text, self._all(text))
        if not ways.chooses:
            raise QueryRefusedError(
                "the engine behind this service does not choose graphs: ask without"
            )
        default = self._known(wanted.default, "default-graph-uri")
        named = self._known(wanted.named, "named-graph-uri")
        if len(default) > 1 and not ways.merges:
            raise QueryRefusedError(
                "the engine behind this service counts a triple once for each graph "
                "that has it: choose one default graph, or ask GRAPH ?graph { … }"
            )
        return Chosen(text, _parameters(default, named))

    @property
    def marking(self) -> Parameters:
        """The graphs that the marker is asked over."""
        return () if self.merged is None else _parameters([self.merged], self.marked)

    def _all(self, text: str) -> Parameters:
        if self.merged is None:
            return ()
        named = self.graphs if "GRAPH" in text.upper() else ()
        return _parameters([self.merged], named)

    def _known(self, wanted: Iterable[str], parameter: str) -> list[str]:
        found = dict.fromkeys(_absolute(wanted, parameter))
        return [iri for iri in found if iri in self.graphs]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A query without graphs of its own, and the parameters that choose them."""

    query: str
    parameters: Parameters


def _absolute(iris: Iterable[str], parameter: str) -> Iterator[str]:
    for iri in iris:
        try:
            yield NamedNode(iri).value
        except ValueError as error:
            raise UnexpectedValueError(parameter, iri, "an absolute IRI") from error


def _parameters(default: Iterable[str], named: Iterable[str]) -> Parameters:
    """Name some of either always: without any, engines take all they have."""
    return (
        *(("default-graph-uri", iri) for iri in list(default) or [NOWHERE]),
        *(("named-graph-uri", iri) for iri in list(named) or [NOWHERE]),
    )


NOTHING = _parameters((), ())
"""The graphs of a query that may see none."""
