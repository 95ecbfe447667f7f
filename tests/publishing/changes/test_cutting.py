"""Pieces of a dump: cut alike by all, wherever the blocks end in which it comes."""

import hashlib
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.publishing.changes import cutting
from kg.publishing.changes.cutting import cut, listed

LINES = st.lists(st.integers(0, 999).map(lambda it: b"line %d\n" % it), max_size=60)
"""Lines of 7 to 9 bytes, some of them more than once."""


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a piece have 30 to 90 bytes, and a line in three end it."""
    monkeypatch.setattr(cutting, "LEAST", 30)
    monkeypatch.setattr(cutting, "MOST", 90)
    monkeypatch.setattr(cutting, "_BITS", 27)


def blocks(content: bytes, size: int) -> Iterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


@pytest.mark.usefixtures("small")
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES, st.integers(1, 200))
def test_pieces_are_the_dump_whatever_the_blocks(lines: list[bytes], size: int) -> None:
    content = b"".join(lines)
    pieces = list(cut(blocks(content, size)))
    assert b"".join(pieces) == content
    assert pieces == list(cut([content]))
    for piece in pieces[:-1]:
        assert piece.endswith(b"\n")
        assert 30 <= len(piece) < 90 + 9


@pytest.mark.usefixtures("small")
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES, LINES)
def test_a_piece_is_the_same_whatever_follows_it(
    lines: list[bytes], more: list[bytes]
) -> None:
    ended = list(cut([b"".join(lines)]))[:-1]
    assert list(cut([b"".join(lines + more)]))[: len(ended)] == ended


def test_pieces_have_the_size_that_a_publisher_gives_them() -> None:
    """A service and its partners may have different versions: this never changes."""
    lines = (
        f'<urn:thing:{number:06}> <urn:says> "value {number * 7919 % 104729}" .\n'
        for number in range(60_000)
    )
    pieces = list(cut([it.encode() for it in lines]))
    assert [len(it) for it in pieces] == [768_752, 1_369_385, 618_211]
    digests = [hashlib.sha256(it).hexdigest() for it in pieces]
    assert hashlib.sha256(listed(digests)).hexdigest() == (
        "8921d2a1eb01bbfaae8d0adef4e111fdb24fc2873227704a1bebb7afefb65534"
    )


def test_a_line_that_is_longer_than_a_piece_is_one() -> None:
    long = b"x" * (cutting.MOST + 1) + b"\n"
    assert [len(it) for it in cut([b"a\n", long, b"b\n"])] == [len(long) + 2, 2]


def test_nothing_has_no_pieces() -> None:
    assert list(cut([])) == []
    assert listed([]) == b""


def test_the_list_is_what_sha256sum_reads() -> None:
    assert listed(["ab", "cd"]) == b"ab  000000.nq\ncd  000001.nq\n"
