"""A dump made from the one before: whatever stays, goes or comes, and in any size."""

import hashlib
import os
import random
from pathlib import Path

import pytest

from kg.errors import SyntaxFaultError
from kg.publishing.changes.delta import Piece, delta_lines, pieces
from kg.publishing.changes.lines import Lines, differences
from kg.publishing.mirror.patching import write_patched


def numbered(numbers: range, word: str = "line") -> list[bytes]:
    return [b"%08d %b\n" % (number, word.encode()) for number in numbers]


def some(every: int, content: list[bytes]) -> list[bytes]:
    return [line for number, line in enumerate(content) if number % every]


MANY = numbered(range(12_000))


@pytest.mark.parametrize("by_system", [True, False])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(MANY, MANY, id="nothing"),
        pytest.param(MANY, [*MANY[:777], b"00000777 other\n", *MANY[778:]], id="one"),
        pytest.param(MANY, some(3, MANY), id="many-gone"),
        pytest.param(some(2, MANY), MANY, id="many-new"),
        pytest.param(MANY, numbered(range(12_000), "other"), id="all"),
        pytest.param(MANY[:1], MANY, id="nearly-all-new"),
        pytest.param(MANY, [], id="all-gone"),
        pytest.param([], MANY[:9], id="from-nothing"),
    ],
)
def test_the_new_dump_is_made_to_the_byte(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    old: list[bytes],
    new: list[bytes],
    by_system: bool,
) -> None:
    if not by_system:
        monkeypatch.delattr(os, "copy_file_range")
    before, after = tmp_path / "old", tmp_path / "new"
    before.write_bytes(b"".join(old))
    expected = b"".join(new)
    there = Lines(expected)
    runs = differences(Lines(before.read_bytes()), there)
    delta = delta_lines(runs, there)
    sums = hashlib.sha256()
    write_patched(pieces(delta, before.stat().st_size), before, after, sums)
    assert after.read_bytes() == expected
    assert sums.hexdigest() == hashlib.sha256(expected).hexdigest()


def test_what_a_file_system_cannot_copy_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may stop in the middle, as one that is mounted from elsewhere does."""
    copy, generator = os.copy_file_range, random.Random(3)  # noqa: S311 - no secret

    def copy_some(source: int, to: int, size: int, start: int) -> int:
        if generator.random() < 0.5:
            raise OSError("not here")
        return copy(source, to, size // 2 + 1, start)

    monkeypatch.setattr(os, "copy_file_range", copy_some)
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(random.Random(1).randbytes(900_000))  # noqa: S311 - no secret
    made: list[Piece] = [range(70_000, 400_000), b"new", range(100_000, 900_000)]
    sums = hashlib.sha256()
    write_patched(made, old, new, sums)
    content = old.read_bytes()
    assert new.read_bytes() == content[70_000:400_000] + b"new" + content[100_000:]
    assert sums.hexdigest() == hashlib.sha256(new.read_bytes()).hexdigest()


def test_a_delta_that_is_broken_ends_in_its_error(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.write_bytes(b"".join(MANY))
    delta = [b"= 100000\n", b"? 3\n"]
    with pytest.raises(SyntaxFaultError, match="delta:2"):
        write_patched(
            pieces(delta, old.stat().st_size), old, tmp_path / "new", hashlib.sha256()
        )
