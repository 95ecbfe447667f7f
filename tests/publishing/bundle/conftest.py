from pathlib import Path

import pytest

from kg.publishing.audience import Audience
from kg.publishing.bundle.packing import Origin, pack
from kg.publishing.release import Release
from tests.publishing.bundle.members import QUERIES, Files, members_of, silent


@pytest.fixture(scope="package")
def bundle(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of the first source's release."""
    folder = tmp_path_factory.mktemp("bundle")
    return pack(Origin(release, Audience.PUBLIC, QUERIES), folder, None, silent)


@pytest.fixture(scope="package")
def members(bundle: Path) -> Files:
    """The members of a good bundle, by name."""
    return members_of(bundle)
