"""The parent of a process: work that nobody waits for any more ends with it."""

import ctypes
import os
import signal
import sys

_SIGNAL_AT_ITS_END = 1
"""`PR_SET_PDEATHSIG` of Linux."""


def end_with_parent(parent: int) -> None:
    """Have the kernel end this process when the one that made it is no more.

    Args:
        parent: its number; it may have ended before this could be said.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SIGNAL_AT_ITS_END, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
