"""Work beside: told as it goes, given back, and ended with whoever waits for it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

from kg.errors import SetupError
from kg.pipeline.beside import beside, wait_for

Tell = Callable[[str], None]


def work(tell: Tell) -> int:
    tell("reading")
    tell("writing")
    return os.getpid()


def test_stages_are_told_here_and_the_result_comes_from_a_process_of_its_own() -> None:
    told: list[str] = []
    with beside(work, told.append) as working:
        assert working.result() not in (os.getpid(), 0)
        assert working.is_done
    assert told == ["reading", "writing"]


def test_what_work_raises_is_raised_in_full() -> None:
    def fail(tell: Tell) -> int:
        tell("failing")
        raise SetupError("nothing is there")

    told: list[str] = []
    with (
        pytest.raises(SetupError, match="nothing is there"),
        beside(fail, told.append) as failing,
    ):
        failing.result()
    assert "failing" in told


def test_several_works_are_waited_for_together() -> None:
    told: list[str] = []
    with beside(work, told.append) as one, beside(work, told.append) as other:
        while waiting := [it for it in (one, other) if not it.is_done]:
            wait_for(waiting)
        assert one.result() != other.result()
    assert sorted(told) == ["reading", "reading", "writing", "writing"]


WAITING = """
import time
from kg.pipeline.beside import beside

def wait(tell):
    tell("waiting")
    while True:
        time.sleep(60)

with beside(wait, lambda stage: print(stage, flush=True)) as waiting:
    waiting.result()
"""


def test_work_does_not_outlive_the_process_that_waits_for_it() -> None:
    command = [sys.executable, "-c", WAITING]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "waiting\n"
        process.send_signal(signal.SIGKILL)
        # The copy holds the other end of the pipe: it is read to its end when both are
        # gone.
        assert process.stdout.read() == ""
