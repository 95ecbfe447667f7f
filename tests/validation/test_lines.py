"""Lines of files are found without reading the files whole."""

from pathlib import Path

import pytest

from kg.validation.reports import lines
from kg.validation.reports.lines import Lines


@pytest.mark.parametrize("block", [1, 2, 3, 7, 1 << 20])
def test_gives_each_line_whatever_is_read_at_once(
    block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "BLOCK", block)
    file = tmp_path / "a.txt"
    file.write_bytes("\ufeffone\r\n\nми\nend".encode())
    found = Lines(file)
    told = [found.line(number) for number in (4, 1, 3, 2, 5, 0)]
    assert told == ["end", "one", "ми", "", "", ""]


def test_a_file_that_is_gone_has_no_lines(tmp_path: Path) -> None:
    assert Lines(tmp_path / "gone").line(1) == ""


def test_a_file_of_a_gigabyte_is_not_read_for_a_line(tmp_path: Path) -> None:
    file = tmp_path / "large"
    with file.open("wb") as large:
        large.write(b"one\ntwo\n")
        large.truncate(1 << 30)
    assert Lines(file).line(2) == "two"
