"""A dump in pieces, made from the one before: as if it had been cut anew."""

import hashlib
import os
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import SyntaxFaultError
from kg.publishing.changes import cutting
from kg.publishing.changes.delta import Stretch, delta_lines
from kg.publishing.changes.lines import Lines, differences
from kg.publishing.mirror.fetching import NotAnnouncedError
from kg.publishing.mirror.pieces import (
    DamagedError,
    Pieces,
    write_patched,
    write_pieces,
)
from kg.publishing.mirror.shelf import Shelf

DUMPS = st.lists(st.sets(st.integers(0, 99), max_size=60), min_size=2, max_size=4)
OLD = st.lists(st.integers(0, 99), max_size=40)
STRETCHES = st.lists(
    st.binary(max_size=20) | st.tuples(st.integers(0, 320), st.integers(0, 320)),
    max_size=8,
)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a piece have some five lines; whether they are on the disk is not asked."""
    monkeypatch.setattr(cutting, "LEAST", 30)
    monkeypatch.setattr(cutting, "MOST", 90)
    monkeypatch.setattr(cutting, "_BITS", 27)
    monkeypatch.setattr(os, "fsync", lambda _file: None)


def dump(numbers: Iterable[int]) -> bytes:
    return b"".join(b"line %02d\n" % number for number in numbers)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def cut_anew(folder: Path, content: bytes) -> dict[str, bytes]:
    write_pieces([content], folder)
    return files(folder)


def delta(old: bytes, new: bytes) -> list[bytes]:
    now = Lines(new)
    return list(delta_lines(differences(Lines(old), now), now))


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.mark.usefixtures("small")
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DUMPS)
def test_deltas_one_after_the_other_lead_where_the_whole_does(
    tmp_path_factory: pytest.TempPathFactory, releases: list[set[int]]
) -> None:
    folder = tmp_path_factory.mktemp("shelf")
    contents = [dump(sorted(it)) for it in releases]
    shelf = Shelf(folder)
    shelf.cut([contents[0]], digest(contents[0]))
    for old, new in pairwise(contents):
        anew = cut_anew(folder / "anew", new)
        proof = digest(anew["pieces.sha256"])
        shelf.patch(delta(old, new), digest(old), digest(new), proof)
        pieces = Pieces.of(shelf.pieces(digest(new)))
        assert files(pieces.folder) == anew
        assert b"".join(pieces.blocks()) == new
        assert shelf.check(digest(new))


@pytest.mark.usefixtures("small")
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(OLD, STRETCHES)
def test_stretches_of_any_kind_are_put_together(
    tmp_path_factory: pytest.TempPathFactory,
    numbers: list[int],
    made: list[bytes | tuple[int, int]],
) -> None:
    """Also those that no publisher of ours would name, within lines and backwards."""
    folder, content = tmp_path_factory.mktemp("pieces"), dump(numbers)
    write_pieces([content], folder / "old")
    stretches: list[Stretch] = [
        it
        if isinstance(it, bytes)
        else range(*sorted(min(n, len(content)) for n in it))
        for it in made
    ]
    parts = [
        it if isinstance(it, bytes) else content[it.start : it.stop] for it in stretches
    ]
    write_patched(stretches, Pieces.of(folder / "old"), folder / "new")
    assert files(folder / "new") == cut_anew(folder / "anew", b"".join(parts))


MANY = b"".join(
    b'<urn:%06d> <urn:says> "%d" .\n' % (it, it**3) for it in range(150_000)
)
CHANGED = MANY.replace(b"<urn:070000> <urn:says>", b"<urn:070000> <urn:has>")


def inodes(folder: Path) -> set[int]:
    return {path.stat().st_ino for path in folder.glob("*.nq")}


def test_what_no_change_has_touched_is_not_written_again(tmp_path: Path) -> None:
    write_pieces([MANY], tmp_path / "old")
    old = Pieces.of(tmp_path / "old")
    start = MANY.index(b"<urn:070000>")
    end = start + len(MANY[start:].partition(b"\n")[0]) + 1
    line = CHANGED[start : CHANGED.index(b"\n", start) + 1]
    made: list[Stretch] = [range(start), line, range(end, len(MANY))]
    new = write_patched(made, old, tmp_path / "new")
    assert b"".join(new.blocks()) == CHANGED
    assert len(new.digests) == len(old.digests) >= 5
    fresh = inodes(tmp_path / "new") - inodes(tmp_path / "old")
    assert len(fresh) == 2  # the piece of the line, and the last one


@pytest.mark.usefixtures("small")
def test_where_files_have_one_name_only_they_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise PermissionError("not here")

    monkeypatch.setattr(os, "link", refuse)
    content = dump(range(60))
    write_pieces([content], tmp_path / "old")
    old = Pieces.of(tmp_path / "old")
    write_patched([range(len(content)), b"more\n"], old, tmp_path / "new")
    expected = cut_anew(tmp_path / "anew", content + b"more\n")
    assert files(tmp_path / "new") == expected
    assert not inodes(tmp_path / "new") & inodes(tmp_path / "old")


@pytest.fixture
def shelf(tmp_path: Path, small: None) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.cut([BEFORE], digest(BEFORE))
    return shelf


BEFORE, AFTER = dump(range(60)), dump(range(1, 61))


@pytest.mark.parametrize("proof", ["", "0" * 64], ids=["no-list", "another-list"])
def test_without_a_list_the_whole_dump_is_the_proof(shelf: Shelf, proof: str) -> None:
    shelf.patch(delta(BEFORE, AFTER), digest(BEFORE), digest(AFTER), proof)
    assert b"".join(Pieces.of(shelf.pieces(digest(AFTER))).blocks()) == AFTER


def test_a_delta_that_leads_elsewhere_leaves_nothing(shelf: Shelf) -> None:
    other = delta(BEFORE, AFTER + b"more\n")
    with pytest.raises(NotAnnouncedError, match=f"expected {digest(AFTER)}"):
        shelf.patch(other, digest(BEFORE), digest(AFTER), "")
    assert [it.name for it in shelf.folder.iterdir()] == [digest(BEFORE)]


def test_a_delta_that_is_broken_ends_in_its_error(shelf: Shelf) -> None:
    with pytest.raises(SyntaxFaultError, match="delta:2"):
        shelf.patch([b"= 100\n", b"? 3\n"], digest(BEFORE), digest(AFTER), "")


def test_a_piece_that_is_missing_is_told(shelf: Shelf) -> None:
    (shelf.pieces(digest(BEFORE)) / "000003.nq").unlink()
    with pytest.raises(DamagedError, match=r"000003\.nq: it is not there any more"):
        shelf.patch(delta(BEFORE, AFTER), digest(BEFORE), digest(AFTER), "")


def test_a_dump_is_joined_and_parted_to_the_byte(shelf: Shelf) -> None:
    name = digest(BEFORE)
    pieces = files(shelf.pieces(name))
    shelf.join(name)
    assert shelf.file(name).read_bytes() == BEFORE
    shelf.clear({shelf.file(name)})
    assert not shelf.is_cut(name)
    shelf.part(name)
    assert files(shelf.pieces(name)) == pieces


def test_damaged_pieces_are_not_joined(shelf: Shelf) -> None:
    piece = shelf.pieces(digest(BEFORE)) / "000002.nq"
    piece.write_bytes(piece.read_bytes().replace(b"line", b"lime"))
    with pytest.raises(DamagedError, match="not what it was"):
        shelf.join(digest(BEFORE))
    assert not shelf.file(digest(BEFORE)).exists()


def spoil(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-2] + b"?\n")


@pytest.mark.parametrize(
    "damaged",
    [
        pytest.param("{0}.nq", id="file"),
        pytest.param("{0}/000001.nq", id="piece"),
        pytest.param("{0}/pieces.sha256", id="list"),
    ],
)
def test_what_is_damaged_is_found_and_deleted(shelf: Shelf, damaged: str) -> None:
    name = digest(BEFORE)
    shelf.join(name)
    assert shelf.check(name)
    spoil(shelf.folder / damaged.format(name))
    assert not shelf.check(name)
    gone = damaged.format(name).partition("/")[0]
    assert {it.name for it in shelf.folder.iterdir()} == {name, f"{name}.nq"} - {gone}
    assert shelf.check(name)


def test_a_file_that_was_put_among_pieces_is_found(shelf: Shelf) -> None:
    """Whoever loads all files of the folder would load it, too."""
    (shelf.pieces(digest(BEFORE)) / "000999.nq").write_bytes(b"more\n")
    assert not shelf.check(digest(BEFORE))
