"""A build tells what has changed since the release that was current."""

import shutil
from pathlib import Path

import pytest

from kg import pipeline
from kg.publishing.audience import Audience
from kg.publishing.changes.record import BEGINNING, read_record
from kg.publishing.manifest import Stamp
from kg.publishing.release import Release


@pytest.mark.slow
def test_a_build_follows_the_current_release(
    copy: Path, release: Release, stamp: Stamp, tmp_path: Path
) -> None:
    first, build = release, tmp_path / "build"
    shutil.copytree(first.path.parents[1], build, symlinks=True)
    (copy / "queries" / "note.txt").write_text("a change that says nothing new")
    second = pipeline.build(copy, build, stamp)
    for audience in Audience:
        begun, record = (
            read_record(it.path / audience.value) for it in (first, second)
        )
        assert begun is not None
        assert record is not None
        assert begun.previous is None
        assert begun.counts["Create"] > 500
        assert begun.chain != BEGINNING
        assert record.previous is not None
        assert record.previous.version == first.version
        assert record.previous.chain == begun.chain
        changes = (record.counts[it] for it in ("Create", "Update", "Delete"))
        assert list(changes) == [0, 0, 0]
    public, partner = (read_record(second.path / it.value) for it in Audience)
    assert public is not None
    assert partner is not None
    assert public.chain != partner.chain
