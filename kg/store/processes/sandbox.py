"""What a worker process may ask of the system, given up for good before any query.

A query can call other services and a fault in the engine could do anything at all. A
worker therefore keeps the calls of the system that it needs to read its store and to
answer on the socket it has. All others fail: network, programs, processes, changes to
files. The filter holds for every thread and cannot be taken off.
"""

import errno
import os
import resource
from collections.abc import Iterable, Iterator
from contextlib import suppress
from fcntl import ioctl
from termios import TIOCNOTTY

from seccompy import (
    Action,
    ArgCmp,
    CmpOp,
    Filter,
    FilterFlag,
    SeccompError,
    UnsupportedError,
    syscall_nr,
)

from kg.errors import SetupError
from kg.store.limits import Sandbox

_MIB = 1_048_576
_FILES = 4096
"""Files that may be open at once: the engine keeps those of a store open."""

_ALLOWED = (
    # Read what is open, and find files.
    *("read", "readv", "pread64", "preadv", "lseek", "readahead", "fadvise64"),
    *("close", "fcntl", "fstat", "stat", "lstat", "newfstatat", "statx"),
    *("access", "faccessat", "faccessat2", "readlink", "readlinkat", "getcwd"),
    *("getdents64", "poll", "ppoll"),
    # Answer: on what is open, for nothing can be opened to write to.
    *("write", "writev", "sendto", "recvfrom"),
    # Memory, threads and signals of this process.
    *("brk", "mmap", "munmap", "mremap", "mprotect", "madvise", "membarrier"),
    *("futex", "set_robust_list", "rseq", "exit", "exit_group", "restart_syscall"),
    *("sched_yield", "sched_getaffinity", "gettid", "getpid"),
    *("rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack"),
    # Time and chance.
    *("clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep"),
    *("gettimeofday", "time", "getrandom", "getrusage", "sysinfo", "uname"),
)
NETWORK = (
    # Look names up, connect, and wait for more than one at a time.
    *("socket", "connect", "bind", "shutdown", "getsockname", "getpeername"),
    *("getsockopt", "setsockopt", "sendmsg", "sendmmsg", "recvmsg", "recvmmsg"),
    *("epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait", "select", "pselect6"),
    *("socketpair", "pipe2", "eventfd2", "ioctl", "getuid", "geteuid", "getgid"),
    *("getegid", "dup"),
)
"""What a process needs, beside the calls of every one, to ask other services."""

WRITING = (
    # Make, change and remove files: which, Landlock sees (kg.store.processes.landlock).
    *("open", "openat", "creat", "mkdir", "mkdirat", "rmdir", "unlink", "unlinkat"),
    *("rename", "renameat", "renameat2", "link", "linkat", "ftruncate", "fallocate"),
    *("pwrite64", "pwritev", "fsync", "fdatasync", "sync_file_range", "flock"),
    *("statfs", "fstatfs", "ioctl"),
    *("landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"),
)
"""What a process needs, beside the calls of every one, to write a store."""

_SET_NAME = 15  # PR_SET_NAME
_CLONE_THREAD = 0x00010000
_WRITING = os.O_ACCMODE | os.O_CREAT | os.O_TRUNC


def confine(
    memory_mb: int,
    cpu_seconds: int,
    sandbox: Sandbox,
    further: Iterable[str] = (),
    file_mb: int = 0,
) -> bool:
    """Bind this process, and say whether system calls are filtered from now on.

    It may take so much address space, and processor time in its whole life. `further`
    system calls are allowed it, and files that it may write up to `file_mb`.

    Raises:
        SetupError: a filter is required, and this system has none.
    """
    _leave_terminal()
    _limit(resource.RLIMIT_AS, memory_mb * _MIB)
    _limit(resource.RLIMIT_CPU, cpu_seconds)
    _limit(resource.RLIMIT_FSIZE, file_mb * _MIB)
    _limit(resource.RLIMIT_NOFILE, _FILES)
    _limit(resource.RLIMIT_CORE, 0)
    if sandbox is Sandbox.OFF:
        return False
    try:
        _filter(further).load()
    except (SeccompError, UnsupportedError) as error:
        if sandbox is Sandbox.REQUIRE:
            raise SetupError(_MISSING) from error
        return False
    return True


_MISSING = (
    "queries cannot be shut off from network and files here: that takes Linux with "
    "seccomp, on x86-64 or ARM64; KG_SANDBOX=auto serves without it"
)


def _leave_terminal() -> None:
    """Give up the terminal of whoever started us, which can be typed into (TIOCSTI)."""
    with suppress(OSError):
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
        try:
            ioctl(terminal, TIOCNOTTY)
        finally:
            os.close(terminal)


def _limit(kind: int, most: int) -> None:
    """Lower a limit of this process, which may be lower already."""
    _, allowed = resource.getrlimit(kind)
    if allowed != resource.RLIM_INFINITY:
        most = min(most, allowed)
    resource.setrlimit(kind, (most, most))


def _filter(further: Iterable[str]) -> Filter:
    """Make the filter for this machine; calls that it does not have are left out."""
    made = Filter(Action.ERRNO | errno.EPERM, flags=FilterFlag.TSYNC)
    for name in (*_ALLOWED, *further):
        if _exists(name):
            made.allow(name)
    for name, condition in _conditional():
        if _exists(name):
            made.allow(name, args=[condition])
    # The C library then makes threads with `clone`, whose flags a filter can read.
    made.errno("clone3", errno.ENOSYS)
    return made


def _conditional() -> Iterator[tuple[str, ArgCmp]]:
    """Yield calls that are allowed when one of their arguments is harmless."""
    yield "open", ArgCmp(1, CmpOp.MASKED_EQ, os.O_RDONLY, _WRITING)
    yield "openat", ArgCmp(2, CmpOp.MASKED_EQ, os.O_RDONLY, _WRITING)
    yield "clone", ArgCmp(0, CmpOp.MASKED_EQ, _CLONE_THREAD, _CLONE_THREAD)
    yield "tgkill", ArgCmp(0, CmpOp.EQ, os.getpid())  # to abort
    yield "prctl", ArgCmp(0, CmpOp.EQ, _SET_NAME)
    yield "prlimit64", ArgCmp(2, CmpOp.EQ, 0)  # to read limits, not to set them


def _exists(name: str) -> bool:
    try:
        syscall_nr(name)
    except ValueError:
        return False
    return True
