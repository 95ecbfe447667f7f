"""Running the command as its user does, but in this process."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.cli import main


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run left behind: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str | Path) -> Outcome:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        written = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return Outcome(left.value.code, written.out, written.err)

    return run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An empty project: the folders that make one, and nothing in them."""
    for folder in ("ontology", "data", "queries"):
        (tmp_path / folder).mkdir()
    return tmp_path
