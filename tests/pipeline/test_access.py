"""What a graph's access level closes is in no byte that others get."""

from pathlib import Path

import pytest

from kg import pipeline
from kg.errors import ValidationError
from kg.publishing.audience import Audience
from kg.publishing.manifest import Stamp
from kg.publishing.release import Release

pytestmark = pytest.mark.slow

GRAPHS = "data/graphs.yml"
SOURCE = "data/sources/hrhf/norway-release-political-prisoners/source.yml"
IDENTITY = "title: {en: Judgements about identity}\n    access: "
OSLO = b"www.wikidata.org/entity/Q585"


def change(project: Path, name: str, old: str, new: str) -> None:
    path = project / name
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def seeing(release: Release) -> set[Audience]:
    """Return the audiences of which a file names what the graph of identity does."""
    seen_by = set()
    for audience in Audience:
        dumps = sorted(release.dumps(audience).iterdir())
        assert {path.name for path in dumps} >= {"graph.nq", "graph.trig", "merged.ttl"}
        index = release.path / audience.value / "search.sqlite"
        dumped = any(OSLO in path.read_bytes() for path in dumps)
        assert (OSLO in index.read_bytes()) is dumped
        if dumped:
            seen_by.add(audience)
    return seen_by


def test_a_public_graph_is_in_files_of_every_audience(release: Release) -> None:
    assert seeing(release) == {Audience.PUBLIC, Audience.PARTNER}


@pytest.mark.parametrize(
    ("access", "seen_by"), [("partner", {Audience.PARTNER}), ("restricted", set())]
)
def test_an_access_level_opens_files_to_its_audience_alone(
    copy: Path, tmp_path: Path, stamp: Stamp, access: str, seen_by: set[Audience]
) -> None:
    change(copy, GRAPHS, f"{IDENTITY}public", f"{IDENTITY}{access}")
    assert seeing(pipeline.build(copy, tmp_path / "build", stamp)) == seen_by


def test_a_graph_that_is_not_listed_is_never_published(
    copy: Path, tmp_path: Path, stamp: Stamp
) -> None:
    listed = f"  - name: identity\n    {IDENTITY}public\n"
    licence = "    licence: https://creativecommons.org/licenses/by/4.0/\n"
    change(copy, GRAPHS, listed + licence, "")
    with pytest.raises(ValidationError, match="GraphCheck-access"):
        pipeline.build(copy, tmp_path / "build", stamp)
    assert not (tmp_path / "build" / "current").exists()


@pytest.mark.parametrize("access", ["partner", "restricted"])
def test_a_closed_source_that_open_judgements_tell_of_is_not_published(
    copy: Path, tmp_path: Path, stamp: Stamp, access: str
) -> None:
    change(copy, SOURCE, "access: public", f"access: {access}")
    with pytest.raises(ValidationError, match="hidden content in public files"):
        pipeline.build(copy, tmp_path / "build", stamp)
    assert not (tmp_path / "build" / "current").exists()
