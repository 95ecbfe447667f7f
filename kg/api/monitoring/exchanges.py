"""Requests that were answered, in numbers: by route, method and status, not by whom."""

from collections import defaultdict
from collections.abc import Iterator

from prometheus_client.core import (
    CounterMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from kg.store.pool.tally import BOUNDS, Durations

_METHODS = frozenset(
    {"GET", "HEAD", "POST", "OPTIONS", "QUERY", "PUT", "DELETE", "PATCH"}
)


class Exchanges(Collector):
    """Counts on the event loop alone, so that it takes a tenth of what locks take."""

    def __init__(self) -> None:
        """Begin at zero."""
        self._requests: defaultdict[tuple[str, str, int], int] = defaultdict(int)
        self._sent: defaultdict[str, int] = defaultdict(int)
        self._seconds: defaultdict[str, Durations] = defaultdict(Durations)

    def count(
        self, route: str, method: str, status: int, sent: int, seconds: float
    ) -> None:
        """Count a request: its route, method and status, and what its answer took."""
        self._requests[route, method if method in _METHODS else "other", status] += 1
        self._sent[route] += sent
        self._seconds[route].add(seconds)

    def collect(self) -> Iterator[Metric]:
        """Yield what there is to tell now."""
        requests = CounterMetricFamily(
            "kg_requests",
            "Requests answered, or given up by the client, by route and status.",
            labels=("route", "method", "status"),
        )
        for (route, method, status), number in list(self._requests.items()):
            requests.add_metric((route, method, str(status or "none")), number)
        yield requests
        seconds = HistogramMetricFamily(
            "kg_request_seconds",
            "From the headers of a request to the end of its answer.",
            labels=("route",),
        )
        for route, durations in list(self._seconds.items()):
            seconds.add_metric((route,), buckets(durations), durations.total)
        yield seconds
        sent = CounterMetricFamily(
            "kg_answer_bytes", "Bytes of answers, as sent.", labels=("route",)
        )
        for route, length in list(self._sent.items()):
            sent.add_metric((route,), length)
        yield sent


def buckets(durations: Durations) -> list[tuple[str, float]]:
    """Give the classes of durations as Prometheus has them, each with those before."""
    names = [f"{bound:g}" for bound in BOUNDS]
    return list(zip([*names, "+Inf"], map(float, durations.up_to()), strict=True))
