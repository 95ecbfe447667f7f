"""What two sorted files have in common, and the way from one to the other."""

import hashlib
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SyntaxFaultError
from kg.publishing.changes.delta import applied, delta_lines
from kg.publishing.changes.lines import Kind, Lines, differences, opened

TEXTS = st.lists(st.text("abé\x7f ", max_size=5), max_size=30, unique=True)


def lines_of(texts: list[str]) -> Lines:
    return Lines(b"".join(sorted(f"{text}\n".encode() for text in texts)))


@given(TEXTS, TEXTS)
def test_each_line_is_the_same_or_gone_or_new(old: list[str], new: list[str]) -> None:
    before, now = lines_of(old), lines_of(new)
    found: dict[Kind, set[str]] = {kind: set() for kind in Kind}
    for run in differences(before, now):
        lines = now if run.kind is Kind.NEW else before
        text = bytes(lines.content[run.start : run.start + run.size]).decode()
        found[run.kind] |= set(text.removesuffix("\n").split("\n"))
    assert found[Kind.GONE] == set(old) - set(new)
    assert found[Kind.NEW] == set(new) - set(old)
    assert found[Kind.SAME] == set(old) & set(new)


@given(TEXTS, TEXTS)
def test_a_delta_leads_from_one_file_to_the_other(
    old: list[str], new: list[str]
) -> None:
    before, now = lines_of(old), lines_of(new)
    delta = list(delta_lines(differences(before, now), now))
    made = b"".join(applied(delta, io.BytesIO(bytes(before.content))))
    assert made == now.content


def test_a_delta_leads_there_whatever_the_order() -> None:
    before, now = Lines(b"c\na\nb\n"), Lines(b"b\nc\na\na\n")
    delta = list(delta_lines(differences(before, now), now))
    assert b"".join(applied(delta, io.BytesIO(b"c\na\nb\n"))) == b"b\nc\na\na\n"


def test_large_equal_parts_are_passed_over_as_one() -> None:
    same = b"".join(b"%09d\n" % number for number in range(100_000))
    old, new = Lines(same + b"x\n"), Lines(same + b"y\n")
    kinds = [(run.kind, run.size) for run in differences(old, new)]
    assert kinds == [(Kind.SAME, 1_000_000), (Kind.GONE, 2), (Kind.NEW, 2)]


@pytest.mark.parametrize(
    ("delta", "found"),
    [
        pytest.param([b"* 3\n"], "delta:1: found '* 3", id="unknown"),
        pytest.param([b"= 2\n", b"= x\n"], "delta:2: found '= x", id="no-number"),
        pytest.param([b"= 99\n"], "94 bytes more", id="beyond-the-end"),
        pytest.param([b"+ cut off"], "delta:1: found", id="half-a-line"),
    ],
)
def test_what_is_no_delta_of_a_file_is_refused(delta: list[bytes], found: str) -> None:
    with pytest.raises(SyntaxFaultError) as error:
        list(applied(delta, io.BytesIO(b"a\nbc\n")))
    assert found.replace("'", "") in str(error.value).replace("b'", "").replace("'", "")


@given(TEXTS, st.text("ab ", max_size=3))
def test_lines_are_found_by_what_they_begin_with(texts: list[str], start: str) -> None:
    found = [line.decode()[:-1] for line in lines_of(texts).of(start.encode())]
    expected = [text for text in texts if text.startswith(start)]
    assert sorted(found) == sorted(expected)


def test_a_line_is_found_from_any_place_before_it() -> None:
    numbered = [b"%07d\n" % number for number in range(0, 40_000, 2)]
    lines = Lines(b"".join(numbered))
    for wanted in (1, 7, 8, 20_001, 39_998, 39_999):
        place = lines.first(b"%07d\n" % wanted)
        assert place == (wanted + 1) // 2 * 8
        for start in {8, place // 16 * 8, place}:
            assert lines.first(b"%07d\n" % wanted, min(start, place)) == place


def test_lines_that_have_words_are_yielded_once_and_in_order(tmp_path: Path) -> None:
    path = tmp_path / "graph.nq"
    words = {3: b"one", 99_998: b"two and one", 150_000: b"one", 299_999: b"two"}
    path.write_bytes(
        b"".join(b"%029d %b\n" % (it, words.get(it, b"none")) for it in range(300_000))
    )
    with opened(path) as lines:
        found = list(lines.having([b" two", b" one", b"and"]))
        assert list(lines)[99_998] == found[1]  # what was passed over is read again
    assert found == [b"%029d %b\n" % it for it in words.items()]


def test_a_file_without_content_has_no_lines(tmp_path: Path) -> None:
    (tmp_path / "empty.nq").touch()
    with opened(tmp_path / "empty.nq") as none, opened(None) as nothing:
        assert list(differences(none, nothing)) == []


def test_the_digest_of_a_long_file_does_not_take_its_memory() -> None:
    old = Lines(b"x" * 10_000_000 + b"\n")
    delta = delta_lines(differences(old, old), old)
    sums = hashlib.sha256()
    for block in applied(delta, io.BytesIO(bytes(old.content))):
        assert len(block) <= 1 << 20
        sums.update(block)
    assert sums.hexdigest() == hashlib.sha256(old.content).hexdigest()
