"""Builds into one folder take turns."""

import subprocess
import sys
from pathlib import Path

from kg.pipeline.turn import turn

HOLD = """
import sys
from pathlib import Path
from kg.pipeline.turn import turn
with turn(Path(sys.argv[1]), print):
    print("has it", flush=True)
    sys.stdin.readline()
"""


def test_a_build_waits_for_the_one_under_way(tmp_path: Path) -> None:
    told: list[str] = []
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "has it\n"

        def let_go(stage: str) -> None:
            told.append(stage)
            other.kill()  # whatever ends a build, the next one has its turn

        with turn(tmp_path, let_go):
            assert other.wait() != 0
    assert told == ["waiting for the build that is under way"]


def test_a_build_that_is_alone_waits_for_nobody(tmp_path: Path) -> None:
    told: list[str] = []
    for _again in range(2):
        with turn(tmp_path / "new", told.append):
            pass
    assert told == []
