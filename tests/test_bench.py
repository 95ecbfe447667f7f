"""What measures leaves nothing running when it is ended."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MEASURE = """
import sys
from collections.abc import Callable
from pathlib import Path
from bench.validate import Engine, measure

code = "import os, time; print(os.getpid(), file=open('{}', 'w')); time.sleep(60)"
engine = Engine("slow", (sys.executable, "-c", code))
measure(engine, (Path("data"), Path("shapes")), 60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel ends it on Linux")
def test_an_engine_ends_with_what_measures_it(tmp_path: Path) -> None:
    number = tmp_path / "number"
    bench = subprocess.Popen(
        [sys.executable, "-c", MEASURE.replace("{}", str(number))], cwd=ROOT
    )
    wait(lambda: number.is_file() and number.read_text())
    engine = Path(f"/proc/{number.read_text().strip()}")
    assert engine.exists()
    bench.send_signal(signal.SIGKILL)
    bench.wait()
    wait(lambda: not engine.exists() or " Z " in (engine / "stat").read_text())


def wait(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)
