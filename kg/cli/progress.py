"""Telling what a long command is at."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from kg.cli.console import ERR, tell


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Offer a function that is told of each stage before it begins.

    On a terminal the stage has a moving bar and its time; elsewhere it is a line.
    """
    if not ERR.is_terminal:
        yield lambda stage: tell(f"- {stage}")
        return
    columns = (TextColumn("{task.description}"), BarColumn(20), TimeElapsedColumn())
    with Progress(*columns, console=ERR) as bars:
        stages = _Stages(bars)
        yield stages.begin
        stages.end()


class _Stages:
    """Stages as bars, of which the last one moves."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._running: TaskID | None = None

    def begin(self, stage: str) -> None:
        self.end()
        self._running = self._bars.add_task(stage, total=None)

    def end(self) -> None:
        if self._running is not None:
            self._bars.update(self._running, total=1, completed=1)
