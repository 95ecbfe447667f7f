"""A watch on rules: none may run for ever.

The engine of queries cannot be interrupted: all that helps is to end the process. That
is the business of whoever owns it, so nothing is watched unless a command says so. What
is compared as columns, patterns above all, can be interrupted by an alarm, but Python
hears alarms in the main thread alone. In other threads, and on Windows, such a rule
ends the process as a query does.

One thing no timer of Python can end there: a pattern that tries every way in one text,
for it lets nothing else run meanwhile. Where strangers' shapes are run, in the service,
that is the business of the process around it: it has a limit of processor time and a
deadline, and whoever asked it kills it (kg.store.processes).
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Timer, current_thread, main_thread
from types import FrameType

from pyoxigraph import NamedNode

from kg.errors import Position, UnexpectedValueError
from kg.validation.finding import local_name
from kg.validation.index import Node

Stop = Callable[[str], None]
"""Told the rule that takes too long; ends the process."""

Place = Callable[[Node, NamedNode | None], Position]


@dataclass(frozen=True, slots=True)
class _Limit:
    seconds: float
    stop: Stop


_limits: list[_Limit] = []
_places: list[Place] = []
_looked_at: list[Node] = []
"""The shapes that are looked at, each inside the one before."""


@contextmanager
def limited_rules(seconds: float, stop: Stop) -> Iterator[None]:
    """Watch every rule meanwhile, in this process, whatever thread runs it."""
    limit = _Limit(seconds, stop)
    alarmed = _can_alarm()
    before = signal.signal(signal.SIGALRM, _ring) if alarmed else None
    _limits.append(limit)
    try:
        yield
    finally:
        _limits.remove(limit)
        if alarmed:
            signal.signal(signal.SIGALRM, before)


@contextmanager
def placed(place: Place) -> Iterator[None]:
    """Say of a rule where it is written, should one take too long meanwhile."""
    _places.append(place)
    try:
        yield
    finally:
        _places.remove(place)


@contextmanager
def watched(rule: Node) -> Iterator[None]:
    """Watch what ends with the process alone, such as a query of a shape."""
    timers = [Timer(it.seconds, _end, [it, rule]) for it in _limits]
    for timer in timers:
        timer.daemon = True
        timer.start()
    try:
        yield
    finally:
        for timer in timers:
            timer.cancel()


@contextmanager
def looked_at(shape: Node) -> Iterator[None]:
    """Watch what is compared for a shape; of shapes inside others, the outermost.

    Raises:
        UnexpectedValueError: it takes too long; the position is the innermost shape's.
    """
    if not _can_alarm():
        with watched(shape):
            yield
        return
    if not _limits:
        yield
        return
    if not _looked_at:
        signal.setitimer(signal.ITIMER_REAL, _limits[-1].seconds)
    _looked_at.append(shape)
    try:
        yield
    finally:
        _looked_at.pop()
        if not _looked_at:
            signal.setitimer(signal.ITIMER_REAL, 0)


def _can_alarm() -> bool:
    return hasattr(signal, "setitimer") and current_thread() is main_thread()


def _ring(_number: int, _frame: FrameType | None) -> None:
    """Interrupt what is looked at: even a search for a pattern hears the alarm."""
    if _looked_at and _limits:
        rule, seconds = _looked_at[-1], _limits[-1].seconds
        found = f"{local_name(rule)}, which has not ended within {seconds:g} seconds"
        expected = "a simpler rule; --max-query-seconds allows more"
        raise UnexpectedValueError(_where(rule) or "shapes", found, expected)


def _where(rule: Node) -> Position | None:
    return _places[-1](rule, None) if _places else None


def _end(limit: _Limit, rule: Node) -> None:
    told = local_name(rule)
    try:
        where = _where(rule)
        told = told if where is None else f"{told} ({where})"
    finally:  # whatever became of the file: the query is still running
        limit.stop(told)
