"""Stages of long work: bars on a terminal, lines elsewhere."""

from io import StringIO

import pytest
from rich.console import Console

from kg.cli import progress as subject


def test_on_a_terminal_every_stage_has_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    written = StringIO()
    terminal = Console(file=written, force_terminal=True, color_system=None, width=60)
    monkeypatch.setattr(subject, "ERR", terminal)

    with subject.progress() as step:
        step("reading")
        step("writing")

    last = written.getvalue().splitlines()[-2:]
    assert [line.split()[0] for line in last] == ["reading", "writing"]
    assert all("━" * 20 in line for line in last)


def test_elsewhere_every_stage_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with subject.progress() as step:
        step("reading")
        step("writing")

    assert capsys.readouterr().err == "- reading\n- writing\n"
