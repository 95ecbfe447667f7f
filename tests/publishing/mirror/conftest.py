import datetime
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from kg.publishing.mirror.fetching import Fetcher
from kg.publishing.mirror.mirroring import Outcome, mirror
from kg.publishing.mirror.reading.reader import Reader
from kg.publishing.mirror.wishes import Wishes
from tests.publishing.mirror.thirdparty import Publisher, publishing

NOW = datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC)

Mirroring = Callable[..., Outcome]


@pytest.fixture
def thirdparty() -> Iterator[Publisher]:
    with publishing() as publisher:
        yield publisher


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


@pytest.fixture
def mirroring(tmp_path: Path, told: list[str], reader: Reader) -> Mirroring:
    """Mirror an address into a folder of the test."""

    def mirrored(
        url: str,
        now: datetime.datetime = NOW,
        ends: datetime.datetime | None = None,
        **wishes: object,
    ) -> Outcome:
        with httpx.Client(timeout=30, follow_redirects=True) as client:
            fetcher = Fetcher(client, lambda _seconds: None, lambda: now)
            fetcher.ends = ends
            wished = Wishes(told=told.append, **wishes)  # type: ignore[arg-type]
            return mirror(url, tmp_path / "mirror", fetcher, wished, reader)

    return mirrored


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    return tmp_path / "mirror" / "graph.nq"
