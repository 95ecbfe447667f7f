"""Stages of long work: bars on a terminal, lines elsewhere."""

import re
from io import StringIO

import pytest
from rich.console import Console

from kg.cli import progress as subject

CONTROL = re.compile(r"\x1b\[[?0-9;]*[a-zA-Z]")
"""Cursor movements, which differ between terminals."""


def test_on_a_terminal_every_stage_has_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    written = StringIO()
    terminal = Console(file=written, force_terminal=True, color_system=None, width=60)
    monkeypatch.setattr(subject, "ERR", terminal)

    with subject.progress() as step:
        step("reading")
        step("writing")

    shown = CONTROL.sub("", written.getvalue()).splitlines()
    last = [line for line in shown if line.strip()][-2:]
    assert [line.split()[0] for line in last] == ["reading", "writing"]
    assert all("━" * 20 in line for line in last)


def test_elsewhere_every_stage_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with subject.progress() as step:
        step("reading")
        step("writing")

    assert capsys.readouterr().err == "- reading\n- writing\n"
