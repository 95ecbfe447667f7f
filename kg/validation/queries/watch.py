"""A watch on queries: a rule must not run for ever.

The engine cannot be interrupted: all that helps is to end the process. That is the
business of whoever owns it, so nothing is watched unless a command says so.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer

Stop = Callable[[str], None]
"""Told the name of the rule whose query takes too long; ends the process."""

_limits: list[tuple[float, Stop]] = []


@contextmanager
def limited_queries(seconds: float, stop: Stop) -> Iterator[None]:
    """Watch every query of a rule meanwhile, in this process."""
    limit = (seconds, stop)
    _limits.append(limit)
    try:
        yield
    finally:
        _limits.remove(limit)


@contextmanager
def watched(rule: str) -> Iterator[None]:
    """Watch what is done meanwhile, in the name of a rule."""
    timers = [Timer(seconds, stop, [rule]) for seconds, stop in _limits]
    for timer in timers:
        timer.daemon = True
        timer.start()
    try:
        yield
    finally:
        for timer in timers:
            timer.cancel()
