"""The processors of this machine: how many there are, and which long queries keep to.

A process that wakes is put beside a long query where no processor is free at that
moment, and may wait there for a turn of some milliseconds to end, whatever the
priorities are. Where long queries keep to few processors, the others are free sooner.
"""

import os
from collections.abc import Sequence
from threading import current_thread, main_thread

_SHARE = 4
"""Of so many processors, long queries have one."""


def processors() -> Sequence[int]:
    """List the processors that this process may run on; none where nobody can say."""
    if not hasattr(os, "sched_getaffinity"):
        return ()
    return sorted(os.sched_getaffinity(0))


def may_copy() -> bool:
    """Tell whether a copy of this process would help, and can be made safely."""
    return len(processors()) > 1 and current_thread() is main_thread()


def for_long(given: Sequence[int]) -> Sequence[int]:
    """Choose those that long queries keep to.

    >>> for_long([0, 1]), for_long([2, 3, 5, 7, 8]), for_long([0])
    ([1], [8], [0])
    """
    return given[-max(1, len(given) // _SHARE) :]
