"""Bundles: the same bytes from equal releases, and nothing believed when unpacked."""

import hashlib
import os
import shutil
from pathlib import Path

import orjson

from kg.publishing.audience import Audience
from kg.publishing.bundle.packing import Origin, pack
from kg.publishing.bundle.unpacking import Trust, unpack
from kg.publishing.release import Release
from kg.store.oxigraph import OxigraphStore
from tests.publishing.bundle.members import HEAD, QUERIES, Files, silent

ANY = Trust(None, 1 << 30)
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def test_equal_releases_give_equal_bytes(
    release: Release, bundle: Path, tmp_path: Path
) -> None:
    again = tmp_path / "releases" / release.version
    shutil.copytree(release.path, again)
    for path in again.rglob("*"):
        os.utime(path, (1, 1))
        path.chmod(0o755)
    (again / "public" / "store" / "LOG").write_text("another store")

    origin = Origin(Release(again), Audience.PUBLIC, QUERIES)

    assert pack(origin, tmp_path, None, silent).read_bytes() == bundle.read_bytes()
    assert bundle.name == f"solidarity-graph-{release.version}-public.tar.zst"


def test_every_tar_reads_it(members: Files) -> None:
    files = {name: content for name, (_it, content) in members.items()}
    parts = orjson.loads(files.pop(HEAD))["parts"]
    archived = [it for it in parts if "made" not in it]
    assert [it.removeprefix("solidarity-graph/") for it in files] == [
        it["path"] for it in archived
    ]
    for part in archived:
        found = files[f"solidarity-graph/{part['path']}"]
        assert part["size"] == len(found)
        assert part["sha256"] == hashlib.sha256(found).hexdigest()


def test_what_is_unpacked_is_the_release(
    release: Release, bundle: Path, tmp_path: Path
) -> None:
    found = unpack(bundle, tmp_path, ANY, silent)

    edition = (found.build / "current" / "public").resolve()
    origin = release.path / "public"
    for path in origin.rglob("*"):
        name = path.relative_to(origin)
        if path.is_file() and name.parts[0] != "store":
            assert (edition / name).read_bytes() == path.read_bytes(), name
    counted = [
        OxigraphStore(it / "store").select(COUNT)[0]["n"] for it in (edition, origin)
    ]
    assert counted[0] == counted[1]
    assert [it.name for it in tmp_path.iterdir()] == [found.folder.name]


def test_nothing_of_partners_is_in_the_bundle_for_all(
    release: Release, members: Files, tmp_path: Path
) -> None:
    partners = pack(Origin(release, Audience.PARTNER, QUERIES), tmp_path, None, silent)
    assert partners.name.endswith("-partner.tar.zst")
    assert partners.stat().st_mode & 0o077 == 0
    files = {name: content for name, (_it, content) in members.items()}
    assert not any("partner" in name for name in files)
    manifest = orjson.loads(files["solidarity-graph/edition/manifest.json"])
    assert manifest["audience"] == "public"


def test_the_second_start_unpacks_nothing(bundle: Path, tmp_path: Path) -> None:
    steps: list[str] = []
    first = unpack(bundle, tmp_path, ANY, steps.append)
    assert len(steps) == 2
    assert unpack(bundle, tmp_path, ANY, steps.append) == first
    assert len(steps) == 2


def test_what_was_left_half_unpacked_is_cleared_away(
    bundle: Path, tmp_path: Path
) -> None:
    left = tmp_path / ".unfinished-99999999-x"
    left.mkdir()
    (left / "half").write_text("a file")
    found = unpack(bundle, tmp_path, ANY, silent)
    assert [it.name for it in tmp_path.iterdir()] == [found.folder.name]
