"""The ontology and its vocabularies, read once."""

from pathlib import Path

import pytest
from pyoxigraph import Store, parse

ONTOLOGY = Path(__file__).parents[2] / "ontology"


@pytest.fixture(scope="session")
def ontology() -> Store:
    store = Store()
    for path in [*ONTOLOGY.glob("*.ttl"), *ONTOLOGY.glob("vocabularies/*.ttl")]:
        store.extend(parse(path=path))
    return store
