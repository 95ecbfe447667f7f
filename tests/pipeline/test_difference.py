"""A release that is made from the one before equals one that is made from nothing."""

import datetime
import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg import pipeline
from kg.publishing.audience import Audience
from kg.publishing.manifest import Stamp
from kg.publishing.release import Release
from tests.pipeline.test_tables import CALLED_OFF, HEADER, LOOKUPS, MAP, NAME, SOURCE
from tests.publishing.indexes import lists_in, names_in

ROWS = (
    "7,16.01.2011,12:00,Solidarität mit Belarus,Freunde e.V.,30\n",
    "8,16.02.2011,12:00,Solidarität,Freunde e.V.,50\n",
    "9,16.03.2011,12:00,Frieden,Chor,7\n",
)


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def cut(file: Path, begin: str, end: str) -> None:
    """Take out what begins in one way, up to what begins in another."""
    text = file.read_text("utf-8")
    start = text.index(begin)
    file.write_text(text[:start] + text[text.index(end, start) :], "utf-8")


def register(project: Path, *rows: str) -> None:
    """Have the register of a city among the sources, with some rows."""
    folder, table = project / NAME, "".join((HEADER, *rows, CALLED_OFF)).encode()
    (folder / "raw").mkdir(parents=True, exist_ok=True)
    (folder / "raw" / "register.csv").write_bytes(table)
    source = SOURCE.replace("SHA256", hashlib.sha256(table).hexdigest())
    for name, text in {
        "source.yml": source,
        "map.yml": MAP.replace("label: {", "label: {nb: Markering, "),
        "lookups.yml": LOOKUPS,
    }.items():
        (folder / name).write_text(text, "utf-8")


def shared(before: Release, after: Release) -> bool:
    """Tell whether two releases have files of stores in common."""
    one, other = (
        {path.stat().st_ino for path in it.store(Audience.PUBLIC).glob("*.sst")}
        for it in (before, after)
    )
    return bool(one & other)


def later(stamp: Stamp, hours: int, *, anew: bool = False) -> Stamp:
    time = stamp.time + datetime.timedelta(hours=hours)
    return replace(stamp, time=time, anew=anew)


def parts(release: Release) -> dict[str, object]:
    """List what is in a release: bytes of files, rows of indexes, quads of stores."""
    return {
        path.relative_to(release.path).as_posix(): part(path)
        for path in release.path.rglob("*")
        if path.name == "store" or (path.is_file() and path.parent.name != "store")
    }


def part(path: Path) -> object:
    if path.name == "store":
        return sorted(map(str, Store.read_only(str(path))))
    readers = {"lists.sqlite": lists_in, "search.sqlite": names_in}
    return readers.get(path.name, Path.read_bytes)(path)


@pytest.mark.slow
def test_a_release_equals_one_that_takes_nothing_from_the_one_before(
    copy: Path, release: Release, stamp: Stamp, tmp_path: Path
) -> None:
    """It follows one that was made from another itself: no fault could stay hidden.

    First words and names go, so that stores are filled anew; then none. A source is
    added, a row is taken out of it, and a cell is changed.
    """
    one, other = tmp_path / "one", tmp_path / "other"
    shutil.copytree(release.path.parents[1], one, symlinks=True)
    change(copy / "data/authority/places.yml", "en: Oslo,", "en: Oslo town,")
    change(
        copy / "data/authority/places.yml", "aliases: {en: [Russian Federation]}", ""
    )
    cut(
        copy / "data/identity/places.yml",
        "  - key: russia-in-wikidata",
        "  - key: oslo",
    )
    register(copy, *ROWS)
    second = pipeline.build(copy, one, later(stamp, 1))
    assert not shared(release, second)
    register(copy, *ROWS[:2])
    third = pipeline.build(copy, one, later(stamp, 2))
    assert not shared(second, third)
    register(copy, ROWS[0], ROWS[1].replace("50", "60"))
    change(
        copy / "data/authority/places.yml", "en: Oslo town,", "en: Oslo town, de: Oslo,"
    )
    change(
        copy / "data/identity/places.yml", "certainty: confirmed", "certainty: likely"
    )
    shutil.copytree(one, other, symlinks=True)
    told: list[str] = []
    fourth = pipeline.build(copy, one, later(stamp, 3), told.append)
    assert shared(third, fourth)
    assert not [it for it in told if "anew" in it]
    anew = pipeline.build(copy, other, later(stamp, 3, anew=True))
    assert not shared(third, anew)
    found, expected = parts(fourth), parts(anew)
    assert sorted(found) == sorted(expected)
    assert [name for name in found if found[name] != expected[name]] == []
