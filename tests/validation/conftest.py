"""The project's own shapes and what its examples build on."""

from pathlib import Path

import pytest

from kg.validation.engine import Background
from kg.validation.files import rdf_files, read_quads
from kg.validation.shapes import Shapes, read_shapes

ONTOLOGY = Path(__file__).parents[2] / "ontology"


@pytest.fixture(scope="session")
def shapes() -> Shapes:
    return read_shapes(ONTOLOGY / "shapes")


@pytest.fixture(scope="session")
def background() -> Background:
    modules = [*sorted(ONTOLOGY.glob("*.ttl")), ONTOLOGY / "vocabularies"]
    files = rdf_files([*modules, ONTOLOGY / "examples" / "background.ttl"])
    return Background(quad for file in files for quad in read_quads(file))
