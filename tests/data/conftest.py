"""What curators wrote, read once for all tests of it."""

from pathlib import Path

import pytest

from kg.importers.project import read_project
from kg.importers.record import read_record
from kg.model.corpus import Corpus
from kg.model.records.extract import Extract
from kg.model.records.source import Source
from kg.model.text import SourceText

ROOT = Path(__file__).parents[2]
FIRST = "data/sources/hrhf/norway-release-political-prisoners"


@pytest.fixture(scope="session")
def corpus(root: Path) -> Corpus:
    return read_project(root)


@pytest.fixture(scope="session")
def source() -> Source:
    name = f"{FIRST}/source.yml"
    return read_record(ROOT / name, name, Source)


@pytest.fixture(scope="session")
def extract() -> Extract:
    name = f"{FIRST}/extract.yml"
    return read_record(ROOT / name, name, Extract)


@pytest.fixture(scope="session")
def text() -> SourceText:
    return SourceText.from_bytes((ROOT / FIRST / "raw/article.txt").read_bytes())
