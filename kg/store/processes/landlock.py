"""Where in the file system a process may write: beneath one folder, for good.

seccomp sees the calls of a process, not the paths; Landlock (Linux 5.19 or later) sees
the paths. The kernel's interface is three calls, which no library among ours has.
https://docs.kernel.org/userspace-api/landlock.html
"""

import ctypes
import os
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
"""The same numbers on every architecture."""

_ASK_VERSION = 1
_PATH_BENEATH = 1
_NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS
_LEAST_VERSION = 2
"""The first that can allow hard links between folders, which checkpoints are."""

_EXECUTE = 1 << 0
_REGULAR = 1 << 1 | 0b11 << 4 | 1 << 7 | 1 << 8 | 1 << 13
"""Write to files; remove folders and files; make folders, files and hard links."""

_SPECIAL = 1 << 6 | 1 << 9 | 1 << 10 | 1 << 11 | 1 << 12
"""Make devices, sockets, pipes and symbolic links."""

_TRUNCATE = 1 << 14  # since version 3


class _Ruleset(ctypes.Structure):
    _fields_ = (("handled_access_fs", ctypes.c_uint64),)


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32))


def write_only_beneath(folder: Path) -> bool:
    """Give up writing outside a folder, and running programs; say whether it is so.

    It holds for this thread and those it makes, so it is done before there are others.
    """
    system = ctypes.CDLL(None, use_errno=True)
    version = system.syscall(_CREATE_RULESET, None, 0, _ASK_VERSION)
    if version < _LEAST_VERSION:
        return False
    writing = _REGULAR | (_TRUNCATE if version > _LEAST_VERSION else 0)
    ruleset = _Ruleset(writing | _SPECIAL | _EXECUTE)
    rules = _called(
        system,
        (_CREATE_RULESET, ctypes.byref(ruleset), ctypes.sizeof(ruleset), 0),
    )
    place = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    try:
        beneath = _Beneath(writing, place)
        _called(system, (_ADD_RULE, rules, _PATH_BENEATH, ctypes.byref(beneath), 0))
        system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        _called(system, (_RESTRICT_SELF, rules, 0))
    finally:
        os.close(place)
        os.close(rules)
    return True


def _called(system: ctypes.CDLL, call: tuple[object, ...]) -> int:
    result: int = system.syscall(*call)
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
