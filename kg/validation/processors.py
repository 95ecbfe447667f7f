"""Processors: how many there are for work that can be done at once."""

import os
import sys
from threading import current_thread, main_thread


def processors() -> int:
    """Tell how many processors this process may use, as far as that can be known."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def may_copy() -> bool:
    """Tell whether a copy of this process would help, and can be made safely."""
    return processors() > 1 and current_thread() is main_thread()
