"""What everything above the store may ask of it, whichever engine answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.rdf.formats import Format

Term = NamedNode | Literal | BlankNode | Triple
Row = dict[str, Term]
"""One solution: the bound variables by name, in the order of the projection."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs a query runs over, by IRI, whatever its FROM clauses say.

    Without any, FROM clauses and the store's own graphs hold. With some, the default
    graph is the merge of `default`, and the named graphs are those of `named` alone.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.default or self.named)


STORED = Dataset()
"""The store's own graphs: the merged default graph and every named graph."""


class Store(Protocol):
    """A graph that answers queries and is never written to.

    Every method raises `kg.errors.QuerySyntaxError` for a query that is not SPARQL or
    not of the form the method answers, `QueryRefusedError` for one that policy forbids
    (updates, SERVICE) and another `QueryError` when the engine fails. Values are bound
    into a query by `kg.rdf.query.binding.bind`.
    """

    def select(self, query: str) -> list[Row]:
        """List the solutions of a SELECT, in the engine's order."""

    def ask(self, query: str) -> bool:
        """Answer an ASK."""

    def construct(self, query: str) -> Iterator[Triple]:
        """Yield the triples of a CONSTRUCT or DESCRIBE."""

    def answer(
        self, query: str, written: Format, dataset: Dataset = STORED
    ) -> Iterator[bytes]:
        """Yield the answer to any query in blocks, as a format writes it.

        Nothing is yielded before the engine has accepted the query. A failure later
        on raises: whoever passes the blocks on must not end as if all were well.
        """
