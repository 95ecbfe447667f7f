"""What the service counts, for Prometheus: numbers by route, never who asked what."""

from collections.abc import Iterator
from typing import Protocol

from prometheus_client import CollectorRegistry, Gauge
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_1_0_0, generate_latest
from prometheus_client.registry import Collector
from starlette.types import Scope

from kg.api.monitoring.exchanges import Exchanges, buckets
from kg.api.releases.release import Served
from kg.api.usage.enquiries import Enquiries
from kg.api.usage.fairuse import FairUse
from kg.store.cache import AnswerCache, CacheTally
from kg.store.engine import Engine
from kg.store.pool.tally import Census
from kg.store.pool.workers import WorkerPool
from kg.store.remote.engine import RemoteEngine
from kg.store.services.mediation import CallTally, Mediation

MEDIA_TYPE = CONTENT_TYPE_PLAIN_1_0_0
_NOWHERE = "none"
"""The route of a request that no route takes."""


class Metrics:
    """The numbers of one application: requests, and whatever collectors are added."""

    def __init__(self) -> None:
        """Begin at zero."""
        self.registry = CollectorRegistry()
        self.exchanges = Exchanges()
        self.registry.register(self.exchanges)
        under_way = Gauge(
            "kg_requests_under_way", "Requests under way.", registry=self.registry
        )
        under_way.set_function(lambda: self.under_way)
        self.under_way = 0

    def write(self) -> bytes:
        """Write all numbers in the text format of Prometheus."""
        return generate_latest(self.registry)


class Watched(Protocol):
    """A service whose release and workers are counted."""

    @property
    def release(self) -> Served:
        """The release that is served."""

    @property
    def engine(self) -> Engine:
        """What answers queries."""

    @property
    def fair_use(self) -> FairUse:
        """What clients have used."""

    @property
    def enquiries(self) -> Enquiries:
        """What clients have under way."""

    @property
    def answers(self) -> AnswerCache:
        """The answers that are kept."""

    @property
    def mediation(self) -> Mediation:
        """What asks other services."""


class ServiceCollector(Collector):
    """Asks a service for its release and its workers whenever somebody looks."""

    def __init__(self, service: Watched) -> None:
        self._service = service

    def collect(self) -> Iterator[Metric]:
        """Yield what there is to tell now."""
        release = self._service.release
        yield _labelled("kg_release", "The release served.", release)
        yield GaugeMetricFamily(
            "kg_release_timestamp_seconds",
            "When the release served was made.",
            release.time.timestamp(),
        )
        yield from _cache(self._service.answers.tally)
        yield from _fair_use(self._service)
        yield from _calls(self._service.mediation.tally)
        engine = self._service.engine
        if isinstance(engine, WorkerPool):
            yield from _workers(engine.census())
            yield from _queries(engine.census())
        if isinstance(engine, RemoteEngine):
            yield GaugeMetricFamily(
                "kg_engine_ready",
                "Whether the other engine is there, and has shown the release.",
                float(engine.ready),
            )
            yield from _queries(engine.census())


def _fair_use(service: Watched) -> Iterator[Metric]:
    throttled = CounterMetricFamily(
        "kg_queries_throttled",
        "Queries refused because their client has used its share, by limit.",
        labels=("limit",),
    )
    for limit, number in service.fair_use.refused.items():
        throttled.add_metric((limit,), number)
    yield throttled
    yield CounterMetricFamily(
        "kg_queries_cancelled",
        "Queries cancelled by their client.",
        service.enquiries.cancelled,
    )
    yield GaugeMetricFamily(
        "kg_clients",
        "Clients whose use is remembered now.",
        len(service.fair_use),
    )


def _calls(tally: CallTally) -> Iterator[Metric]:
    calls = CounterMetricFamily(
        "kg_service_calls",
        "Calls of other services by SERVICE, by what became of them.",
        labels=("fate",),
    )
    for fate, number in tally.fates.items():
        calls.add_metric((fate.value,), number)
    yield calls
    seconds = HistogramMetricFamily(
        "kg_service_seconds", "How long queries waited for all their calls."
    )
    seconds.add_metric((), buckets(tally.waits), tally.waits.total)
    yield seconds


def _labelled(name: str, text: str, release: Served) -> Metric:
    family = GaugeMetricFamily(f"{name}_info", text, labels=("version", "audience"))
    family.add_metric((release.version, release.audience.value), 1)
    return family


def _cache(tally: CacheTally) -> Iterator[Metric]:
    questions = CounterMetricFamily(
        "kg_cache_questions",
        "Questions whose answer was kept (hit), under way (joined) or neither (miss).",
        labels=("found",),
    )
    questions.add_metric(("hit",), tally.hits)
    questions.add_metric(("joined",), tally.joined)
    questions.add_metric(("miss",), tally.misses)
    yield questions
    yield GaugeMetricFamily("kg_cache_answers", "Answers kept.", tally.answers)
    yield GaugeMetricFamily(
        "kg_cache_bytes", "Memory set apart for the answers kept.", tally.bytes
    )


def _workers(census: Census) -> Iterator[Metric]:
    tally = census.tally
    workers = GaugeMetricFamily("kg_workers", "Worker processes.", labels=("state",))
    workers.add_metric(("idle",), census.idle)
    workers.add_metric(("busy",), census.busy)
    yield workers
    yield CounterMetricFamily(
        "kg_workers_started", "Worker processes started.", tally.started
    )
    ended = CounterMetricFamily(
        "kg_workers_ended", "Worker processes ended, by cause.", labels=("cause",)
    )
    for cause, number in sorted(tally.ended.items()):
        ended.add_metric((cause,), number)
    yield ended


def _queries(census: Census) -> Iterator[Metric]:
    tally = census.tally
    waiting = GaugeMetricFamily("kg_queue_length", "Waiting.", labels=("lane",))
    for lane, number in census.waiting.items():
        waiting.add_metric((lane,), number)
    yield waiting
    seconds = HistogramMetricFamily(
        "kg_query_seconds",
        "From the start of a query to its end, by the lane that it ended in.",
        labels=("lane",),
    )
    for lane, durations in tally.queries.items():
        seconds.add_metric((lane,), buckets(durations), durations.total)
    yield seconds
    waits = HistogramMetricFamily(
        "kg_queue_seconds", "How long queries that had to wait did so."
    )
    waits.add_metric((), buckets(tally.waits), tally.waits.total)
    yield waits


def route_of(scope: Scope) -> str:
    """Name the route that took a request: its pattern, which holds nothing asked."""
    return getattr(scope.get("route"), "path", _NOWHERE)
