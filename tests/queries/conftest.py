"""The public graph, held by two engines."""

import warnings
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, serialize
from rdflib import Dataset

from kg import pipeline
from kg.publishing.audience import Audience
from kg.publishing.manifest import Stamp
from kg.store.oxigraph import OxigraphStore
from tests.queries.tables import Keys, audience_quads, read_keys


@pytest.fixture(scope="session")
def keys(root: Path) -> Keys:
    return read_keys(root)


@pytest.fixture(scope="session")
def quads(content: pipeline.Content, stamp: Stamp) -> list[Quad]:
    return audience_quads(content, Audience.PUBLIC, stamp.time.date())


@pytest.fixture(scope="session")
def store(quads: list[Quad]) -> OxigraphStore:
    return OxigraphStore.of_quads(quads)


@pytest.fixture(scope="session")
def dataset(quads: list[Quad]) -> Dataset:
    dataset = Dataset()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own
        dataset.parse(data=serialize(quads, format=RdfFormat.N_QUADS), format="nquads")
    return dataset
