"""The formats answers, dumps and pages are written in: one table for all of them.

API, command line, dumps and documentation read `FORMATS`; a new format is one entry.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import IO

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
)

Result = QuerySolutions | QueryBoolean | QueryTriples


class Kind(StrEnum):
    """What a format can hold."""

    GRAPH = "graph"
    DATASET = "dataset"
    BINDINGS = "bindings"
    BOOLEAN = "boolean"


@dataclass(frozen=True, eq=False)
class Format:
    """One format; each is equal to itself alone.

    `name` is the value of `format=` and `--format`; `media_types` are all that are
    accepted, the one we answer with first; `suffix` has no dot; `iri` names the format
    in service descriptions; `truth` is how a table writes a boolean, where `%s` stands
    for `true` or `false`; `aliases` are what clients in use write in `format=`.
    """

    name: str
    label: str
    media_types: tuple[str, ...]
    suffix: str
    holds: frozenset[Kind]
    engine: RdfFormat | QueryResultsFormat
    iri: str
    truth: str | None = None
    aliases: tuple[str, ...] = ()

    @property
    def media_type(self) -> str:
        """The media type of an answer, without parameters."""
        return self.media_types[0]

    @cached_property
    def content_type(self) -> str:
        """The `Content-Type` of an answer: text formats say that they are UTF-8."""
        text = self.media_type.startswith("text/")
        return f"{self.media_type}; charset=utf-8" if text else self.media_type

    @property
    def rdf(self) -> RdfFormat:
        """The engine's format for graphs.

        Raises:
            TypeError: the format holds results, not graphs.
        """
        if not isinstance(self.engine, RdfFormat):
            raise TypeError(f"{self.label} does not hold graphs")
        return self.engine

    @property
    def results(self) -> QueryResultsFormat:
        """The engine's format for results of SELECT and ASK.

        Raises:
            TypeError: the format holds graphs, not results.
        """
        if not isinstance(self.engine, QueryResultsFormat):
            raise TypeError(f"{self.label} does not hold query results")
        return self.engine

    def write(self, result: Result, output: IO[bytes]) -> None:
        """Write a query's result as the engine gives it, without holding it whole."""
        if isinstance(result, QueryTriples):
            result.serialize(output, self.rdf)
        elif isinstance(result, QueryBoolean) and self.truth is not None:
            output.write((self.truth % str(bool(result)).lower()).encode())
        else:
            result.serialize(output, self.results)


_GRAPH = frozenset({Kind.GRAPH})
_DATASET = frozenset({Kind.GRAPH, Kind.DATASET})
_RESULTS = frozenset({Kind.BINDINGS, Kind.BOOLEAN})

_W3C = "http://www.w3.org/ns/formats/"

TURTLE = Format(
    "turtle",
    "Turtle",
    ("text/turtle", "application/turtle", "application/x-turtle"),
    "ttl",
    _GRAPH,
    RdfFormat.TURTLE,
    f"{_W3C}Turtle",
    aliases=("n3",),
)
N_TRIPLES = Format(
    "ntriples",
    "N-Triples",
    ("application/n-triples", "text/plain"),
    "nt",
    _GRAPH,
    RdfFormat.N_TRIPLES,
    f"{_W3C}N-Triples",
)
JSON_LD = Format(
    # The engine writes expanded JSON-LD. Documents for people to read get a context
    # where they are made; an answer that streams cannot.
    "jsonld",
    "JSON-LD",
    ("application/ld+json",),
    "jsonld",
    _DATASET,
    RdfFormat.JSON_LD,
    f"{_W3C}JSON-LD",
    aliases=("json-ld", "json"),
)
RDF_XML = Format(
    "rdfxml",
    "RDF/XML",
    ("application/rdf+xml", "application/xml", "text/xml"),
    "rdf",
    _GRAPH,
    RdfFormat.RDF_XML,
    f"{_W3C}RDF_XML",
    aliases=("rdf+xml", "xml"),
)
TRIG = Format(
    "trig",
    "TriG",
    ("application/trig", "application/x-trig"),
    "trig",
    _DATASET,
    RdfFormat.TRIG,
    f"{_W3C}TriG",
)
N_QUADS = Format(
    "nquads",
    "N-Quads",
    ("application/n-quads", "text/x-nquads", "text/nquads"),
    "nq",
    _DATASET,
    RdfFormat.N_QUADS,
    f"{_W3C}N-Quads",
)
JSON = Format(
    "json",
    "JSON",
    ("application/sparql-results+json", "application/json"),
    "json",
    _RESULTS,
    QueryResultsFormat.JSON,
    f"{_W3C}SPARQL_Results_JSON",
)
XML = Format(
    "xml",
    "XML",
    ("application/sparql-results+xml", "application/xml", "text/xml"),
    "xml",
    _RESULTS,
    QueryResultsFormat.XML,
    f"{_W3C}SPARQL_Results_XML",
)
# The W3C defines CSV and TSV for SELECT alone. Engines answer ASK with a bare "true",
# which every reader of CSV takes for a header without rows; a table of one column and
# one row is read rightly by all of them.
CSV = Format(
    "csv",
    "CSV",
    ("text/csv",),
    "csv",
    _RESULTS,
    QueryResultsFormat.CSV,
    f"{_W3C}SPARQL_Results_CSV",
    truth="boolean\r\n%s\r\n",
)
TSV = Format(
    "tsv",
    "TSV",
    ("text/tab-separated-values",),
    "tsv",
    _RESULTS,
    QueryResultsFormat.TSV,
    f"{_W3C}SPARQL_Results_TSV",
    truth="?boolean\n%s\n",
)

FORMATS = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML, TRIG, N_QUADS, JSON, XML, CSV, TSV)
"""Every format; among those that hold a thing, the first is the default for it."""


def holding(kind: Kind) -> tuple[Format, ...]:
    """List the formats that hold a kind of thing, the default first."""
    return tuple(item for item in FORMATS if kind in item.holds)


def by_media_type(media_type: str, among: Iterable[Format] = FORMATS) -> Format | None:
    """Find a format by any of its media types; parameters and case do not matter."""
    essence = media_type.partition(";")[0].strip().lower()
    return next((item for item in among if essence in item.media_types), None)


def by_name(name: str, among: Iterable[Format] = FORMATS) -> Format | None:
    """Find a format by its name or suffix, else by what clients call it in `format=`.

    SPARQLWrapper asks for graphs as `xml`, `n3` or `json-ld`.
    """
    wanted, known = name.strip().lower(), tuple(among)
    for item in known:
        if wanted in (item.name, item.suffix):
            return item
    return next((item for item in known if wanted in item.aliases), None)
