"""How good a release is, read for people: shares with bars, and how they went."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from kg.api.pages.language import NAMES
from kg.api.pages.reading import Reading
from kg.api.pages.words import sentence
from kg.publishing.audience import Audience
from kg.publishing.quality import Measurement, Quality
from kg.publishing.release import RELEASES
from kg.rdf.iri import expand
from kg.rdf.query.catalogue import Catalogue, Query

MOST = 12
"""How many releases a trend goes back."""

_HEADINGS = {"semanticAccuracy": "Accuracy", "conciseness": "Uniqueness"}
_GRAVEST_FIRST = ("Violation", "Warning", "Info")


@dataclass(frozen=True, slots=True)
class Share:
    """A share: what it is of, in words, and how many of how many."""

    label: str
    good: int
    all: int

    @property
    def percent(self) -> int:
        """The share in per cent, rounded down: 100 is all of them."""
        return 100 * self.good // self.all if self.all else 100


@dataclass(frozen=True, slots=True)
class Point:
    """What an earlier or this release reached, in per cent."""

    version: str
    percent: int


@dataclass(frozen=True, slots=True)
class Metric:
    """A measure: its query, the share in all, the shares of each, and the trend."""

    query: Query
    whole: Share
    parts: tuple[Share, ...]
    trend: tuple[Point, ...]

    @property
    def moved(self) -> bool:
        """Whether the releases differ in it."""
        return len({point.percent for point in self.trend}) > 1

    @property
    def line(self) -> str:
        """The trend as the points of an SVG line, 100 wide and 24 high."""
        step = 100 / (len(self.trend) - 1) if len(self.trend) > 1 else 0
        return " ".join(
            f"{number * step:.1f},{22 - point.percent * 0.2:.1f}"
            for number, point in enumerate(self.trend)
        )


@dataclass(frozen=True, slots=True)
class Dimension:
    """The measures of one aspect."""

    name: str
    heading: str
    metrics: tuple[Metric, ...]


@dataclass(frozen=True, slots=True)
class Breach:
    """How often things break a rule that does not stop a release.

    `href` leads to what the rule says, "" where no page has it.
    """

    rule: str
    severity: str
    number: int
    href: str


def read_history(build: Path, audience: Audience) -> list[Quality]:
    """Read what the releases that are kept reached, the oldest first."""
    folders = sorted(path / audience.value for path in (build / RELEASES).iterdir())
    read = (Quality.read(folder) for folder in folders)
    return [quality for quality in read if quality is not None]


def read_dimensions(
    quality: Quality, history: list[Quality], catalogue: Catalogue, reading: Reading
) -> list[Dimension]:
    """Group the measures of a release by what they measure."""
    before = [it for it in history if it.version <= quality.version][-MOST:]
    queries = {query.name: query for query in catalogue}
    metrics = [
        _metric(quality, queries[name], before, reading)
        for name in quality.metrics()
        if name in queries
    ]
    metrics.sort(key=lambda it: (it.query.dimension, it.query.title))
    return [
        Dimension(name, _heading(name), tuple(found))
        for name, found in groupby(metrics, key=lambda it: it.query.dimension)
    ]


def _heading(dimension: str) -> str:
    return _HEADINGS.get(dimension, sentence(dimension))


def _metric(
    quality: Quality, query: Query, before: Iterable[Quality], reading: Reading
) -> Metric:
    whole = quality.total(query.name)
    return Metric(
        query,
        Share("in all", whole.good, whole.all),
        tuple(_share(part, reading) for part in quality.of(query.name)),
        tuple(_trend(query.name, before)),
    )


def _share(part: Measurement, reading: Reading) -> Share:
    return Share(_label(part.of, reading), part.good, part.all)


def _label(of: str, reading: Reading) -> str:
    if ":" not in of:
        return NAMES.get(of, of)
    return reading.label(expand(of)).text


def _trend(metric: str, history: Iterable[Quality]) -> Iterator[Point]:
    for quality in history:
        if quality.of(metric):
            whole = quality.total(metric)
            yield Point(quality.version, Share("", whole.good, whole.all).percent)


def read_breaches(quality: Quality, catalogue: Catalogue) -> list[Breach]:
    """List the rules that are broken, the gravest first."""
    queries = {query.name for query in catalogue}
    found = [
        Breach(rule, severity, number, _href(rule, queries))
        for rule, by_severity in quality.found.items()
        for severity, number in by_severity.items()
    ]
    return sorted(
        found, key=lambda it: (_GRAVEST_FIRST.index(it.severity), -it.number, it.rule)
    )


def _href(rule: str, queries: set[str]) -> str:
    if rule in queries:
        return f"/queries/{rule}"
    return f"/shapes#{rule}" if "Shape-" in rule else ""
