"""The graph from a script: queries with bound values, answers as Python values.

```python
from kg.client import Graph, Iri

graph = Graph("http://127.0.0.1:8000/sparql")
rows = graph.select(
    "SELECT ?who { ?event <https://w3id.org/hrsolidarity/ontology#supporter> ?who }",
    event=Iri("https://w3id.org/hrsolidarity/id/event/solidarity-action-2011-01-16"),
)
```
SPARQLWrapper sends the queries; what it does not see (a late answer, half an answer, a
page in the place of one) is an error here. Every error is a `kg.errors.KgError`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rdflib

from kg.errors import QueryError, QuerySyntaxError
from kg.rdf.endpoint import Asked, Endpoint, fetch
from kg.rdf.formats import JSON, N_TRIPLES, Format, Kind
from kg.rdf.query.binding import bind
from kg.rdf.query.preflight import query_form
from kg.rdf.values import Iri, Text, Value, read_value, to_term

__all__ = ["Graph", "Iri", "Text", "Value"]


@dataclass(frozen=True, slots=True)
class Graph:
    """A SPARQL endpoint, and the seconds it has for each answer."""

    url: str
    seconds: float = 60.0

    def select(self, query: str, **values: Value) -> list[dict[str, Value]]:
        """List the rows of a SELECT; a variable without a value is not in its row.

        Args:
            query: the query as text.
            values: what its variables are bound to, by name.
        """
        rows = self._results(query, Kind.BINDINGS, values, "results")["bindings"]
        return [{name: read_value(term) for name, term in row.items()} for row in rows]

    def ask(self, query: str, **values: Value) -> bool:
        """Answer an ASK."""
        return bool(self._results(query, Kind.BOOLEAN, values, "boolean"))

    def construct(self, query: str, **values: Value) -> rdflib.Graph:
        """Return the graph of a CONSTRUCT or DESCRIBE."""
        content = self._fetch(query, Kind.GRAPH, values, N_TRIPLES)
        return rdflib.Graph().parse(data=content, format="nt")

    def _results(
        self, query: str, kind: Kind, values: Mapping[str, Value], member: str
    ) -> Any:  # noqa: ANN401 - JSON
        content = self._fetch(query, kind, values, JSON)
        try:
            return json.loads(content)[member]
        except (ValueError, LookupError, TypeError) as error:
            raise QueryError(f"the answer of {self.url} has no {member}") from error

    def _fetch(
        self, query: str, kind: Kind, values: Mapping[str, Value], written: Format
    ) -> bytes:
        if query_form(query).kind is not kind:
            raise QuerySyntaxError(f"the answer to the query is no {kind}")
        bound = bind(query, {name: to_term(value) for name, value in values.items()})
        asked = Asked(bound, written.media_types)
        return fetch(Endpoint(self.url, self.seconds), asked)
