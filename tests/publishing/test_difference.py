"""What differs between two editions leads from the one to the other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import SetupError
from kg.publishing.audience import merged_lines
from kg.publishing.changes.lines import Lines
from kg.publishing.difference import Change, change_of, merged_change, patched

LINES = tuple(
    f"<urn:{s}> <urn:p> {o} <urn:{g}> .\n".encode()
    for s in "ab"
    for o in ('"a"', '"a b"', '"a"@en', "<urn:o>")
    for g in "gh"
)
FILE = st.sets(st.sampled_from(LINES)).map(sorted)


def joined(*files: list[bytes]) -> list[bytes]:
    return sorted({line for file in files for line in file})


@settings(max_examples=40)
@given(st.lists(FILE, min_size=3, max_size=3), st.lists(FILE, min_size=3, max_size=3))
def test_a_change_of_files_is_that_of_all_they_say(
    tmp_path_factory: pytest.TempPathFactory,
    old: list[list[bytes]],
    new: list[list[bytes]],
) -> None:
    """A line of one file may be one of another; a file may be the same, or go."""
    folder = tmp_path_factory.mktemp("files")
    new[0] = old[0]
    was = {str(n): folder / f"old{n}" for n in range(3)}
    now = {"0": was["0"], "1": folder / "new1", "3": folder / "new2"}
    for path, lines in zip(
        (*was.values(), now["1"], now["3"]), (*old, *new[1:]), strict=True
    ):
        path.write_bytes(b"".join(lines))
    change = change_of(was, now)
    before, after = joined(*old), joined(*new)
    assert set(change.added) == set(after) - set(before)
    assert set(change.removed) == set(before) - set(after)
    first, last = Lines(b"".join(before)), Lines(b"".join(after))
    assert b"".join(patched(first, change)) == last.content
    merged = Lines(b"".join(merged_lines(before)))
    there = b"".join(patched(merged, merged_change(change, first, last)))
    assert there == b"".join(merged_lines(after))


def test_what_is_not_there_cannot_go() -> None:
    with pytest.raises(SetupError, match="not there: b'<urn:b>"):
        list(patched(Lines(LINES[0]), Change((), (LINES[-1],))))
