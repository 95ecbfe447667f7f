"""How good a release is: shares, measured by queries over what an audience is shown.

A measure is a query of the folder `quality`, whose rows have `?of` (what the share is
taken of: a class, a code, a language), `?good` and `?all`. It is kept beside the
manifest as JSON and as RDF, in the Data Quality Vocabulary
(https://www.w3.org/TR/vocab-dqv/).
"""

import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import orjson
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg.errors import Position, UnexpectedValueError
from kg.publishing.catalogue import Edition
from kg.publishing.void import default_graph
from kg.rdf.iri import shorten
from kg.rdf.namespaces import BASE, PREFIXES
from kg.rdf.query.catalogue import Query
from kg.rdf.terms import DCT, DQV, LDQD, RDF, RDFS, SKOS, XSD
from kg.store.protocol import Row, Store

FOLDER = "quality"
"""The folder of queries that measure."""

QUALITY_FILE = "quality.json"
DQV_FILE = "quality.ttl"

SINCE = "since"
"""The parameter of a measure that counts what was done lately."""

_COLUMNS = ("of", "good", "all")
_FITS = re.compile(r"[\w-]+", re.ASCII)
_PREFIXES = ("dct", "dqv", "ldqd", "rdfs", "skos", "xsd")


@dataclass(frozen=True, slots=True)
class Measurement:
    """One share.

    Attributes:
        metric: the name of the query that measures.
        dimension: what it is a measure of: a local name of LDQD.
        of: what the share is taken of: an IRI as a CURIE, or a text.
        good: how many are as they should be.
        all: how many there are.
    """

    metric: str
    dimension: str
    of: str
    good: int
    all: int

    @property
    def share(self) -> float:
        """The share that is good, from 0 to 1; nothing lacks where there is nothing."""
        return self.good / self.all if self.all else 1.0


@dataclass(frozen=True, slots=True)
class Quality:
    """What was measured in a release, for an audience.

    `found` counts what the rules found, by rule and severity.
    """

    version: str
    audience: str
    measurements: tuple[Measurement, ...]
    found: dict[str, dict[str, int]]

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """Read what stands beside a manifest; None in releases that did not measure."""
        path = folder / QUALITY_FILE
        if not path.is_file():
            return None
        fields: dict[str, Any] = orjson.loads(path.read_bytes())
        measurements = tuple(Measurement(**it) for it in fields.pop("measurements"))
        return cls(measurements=measurements, **fields)

    def metrics(self) -> Iterator[str]:
        """Name the metrics, each once, in the order of their names."""
        yield from sorted({it.metric for it in self.measurements})

    def of(self, metric: str) -> tuple[Measurement, ...]:
        """List the shares of a metric."""
        return tuple(it for it in self.measurements if it.metric == metric)

    def total(self, metric: str) -> Measurement:
        """Add the shares of a metric up."""
        parts = self.of(metric)
        good, all_ = sum(it.good for it in parts), sum(it.all for it in parts)
        return Measurement(metric, parts[0].dimension, "", good, all_)

    def severities(self) -> dict[str, int]:
        """Count the findings by severity."""
        counts: Counter[str] = Counter()
        for by_severity in self.found.values():
            counts.update(by_severity)
        return dict(counts)

    def json(self) -> bytes:
        """Write it as JSON, the same bytes every time."""
        options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE | orjson.OPT_SORT_KEYS
        return orjson.dumps(asdict(self), option=options)


def measure(
    store: Store, queries: Iterable[Query], day: datetime.date
) -> Iterator[Measurement]:
    """Measure what a store holds; what counts as lately ends a year before the day.

    Raises:
        UnexpectedValueError: a measure has other columns, or counts more good than all.
    """
    for query in queries:
        if query.folder == FOLDER:
            known = {parameter.name for parameter in query.parameters}
            since = {SINCE: _year_before(day).isoformat()} if SINCE in known else {}
            for row in store.select(query.bind(since)):
                yield _measurement(query, row)


def _year_before(day: datetime.date) -> datetime.date:
    last = day.replace(day=28) if (day.month, day.day) == (2, 29) else day
    return last.replace(year=day.year - 1)


def _measurement(query: Query, row: Row) -> Measurement:
    where = Position(f"queries/{FOLDER}/{query.name}.rq")
    missing = [name for name in _COLUMNS if name not in row]
    if missing or not query.dimension:
        found = f"a row without ?{missing[0]}" if missing else "no **Dimension:**"
        raise UnexpectedValueError(where, found, "?of, ?good, ?all and a dimension")
    of, good, all_ = (row[name] for name in _COLUMNS)
    name = shorten(of.value) if isinstance(of, NamedNode) else _text(of)
    counted = Measurement(
        query.name, query.dimension, name, int(_text(good)), int(_text(all_))
    )
    if not 0 <= counted.good <= counted.all:
        found = f"{counted.good} good of {counted.all}"
        raise UnexpectedValueError(where, found, "no more good than all")
    return counted


def _text(term: object) -> str:
    return term.value if isinstance(term, Literal) else str(term)


def dqv_triples(
    quality: Quality, edition: Edition, queries: Iterable[Query]
) -> Iterator[Triple]:
    """Say what was measured in the Data Quality Vocabulary."""
    used = set(quality.metrics())
    for query in queries:
        if query.name in used:
            yield from _metric(query)
    dataset = default_graph(edition.graph)
    for item in quality.measurements:
        name = (quality.version, quality.audience, item.metric, _local(item.of))
        node = NamedNode(f"{BASE}quality/{'/'.join(name)}")
        yield from _stated(node, item, dataset, edition)


def _local(of: str) -> str:
    """Write what a share is of so that it fits the end of an address."""
    name = of.replace(":", "-")
    if _FITS.fullmatch(name):
        return name
    return hashlib.sha256(of.encode()).hexdigest()[:16]


def _metric(query: Query) -> Iterator[Triple]:
    metric = _metric_iri(query.name)
    yield Triple(metric, RDF.type, DQV.Metric)
    yield Triple(metric, SKOS.prefLabel, Literal(query.title, language="en"))
    yield Triple(metric, SKOS.definition, Literal(query.question, language="en"))
    yield Triple(metric, DQV.expectedDataType, XSD.decimal)
    yield Triple(metric, DQV.inDimension, LDQD.iri(query.dimension))


def _metric_iri(name: str) -> NamedNode:
    return NamedNode(f"{BASE}queries/{name}")


def _stated(
    node: NamedNode, item: Measurement, dataset: NamedNode, edition: Edition
) -> Iterator[Triple]:
    time = edition.time.isoformat().replace("+00:00", "Z")
    share = Literal(f"{item.share:.4f}", datatype=XSD.decimal)
    label = f"{item.good} of {item.all} ({item.of})"
    yield Triple(node, RDF.type, DQV.QualityMeasurement)
    yield Triple(node, RDFS.label, Literal(label, language="en"))
    yield Triple(node, DQV.isMeasurementOf, _metric_iri(item.metric))
    yield Triple(node, DQV.computedOn, dataset)
    yield Triple(node, DQV.value, share)
    yield Triple(node, DCT.date, Literal(time, datatype=XSD.dateTime))


def write_quality(
    folder: Path, quality: Quality, edition: Edition, queries: Iterable[Query]
) -> None:
    """Write what was measured beside the manifest, as JSON and as Turtle."""
    (folder / QUALITY_FILE).write_bytes(quality.json())
    with (folder / DQV_FILE).open("wb") as output:
        triples = sorted(dqv_triples(quality, edition, queries), key=str)
        prefixes = {prefix: PREFIXES[prefix] for prefix in _PREFIXES}
        serialize(triples, output, RdfFormat.TURTLE, prefixes=prefixes)
