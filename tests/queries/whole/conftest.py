"""All of `data/`, as the public sees it: made once for a run of tests."""

from pathlib import Path

import pytest

from kg.store.oxigraph import OxigraphStore
from tests.conftest import ROOT, make_once
from tests.queries.tables import Keys, read_keys
from tests.queries.whole.tables import STORE, make_store


@pytest.fixture(scope="session")
def whole(shared: Path) -> OxigraphStore:
    """A store of all sources, which no test changes."""
    return OxigraphStore(make_once(shared / "whole", make_store) / STORE)


@pytest.fixture(scope="session")
def all_keys() -> Keys:
    """What the opaque identifiers of the project stand for."""
    return read_keys(ROOT)
