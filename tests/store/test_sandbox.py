"""What a process can still do once it has confined itself: tried in a real one."""

import errno
import platform
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kg.errors import QueryError, SetupError
from kg.rdf.formats import CSV
from kg.store.engine import read_whole
from kg.store.limits import Limits
from kg.store.pool.workers import WorkerPool

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.slow,
    pytest.mark.skipif(
        platform.system() != "Linux" or platform.machine() not in ("x86_64", "aarch64"),
        reason="there is no filter for this system",
    ),
]

ROOT = Path(__file__).parents[2]
REFUSED = (
    "socket.socket()",
    "socket.socket(socket.AF_UNIX)",
    "socket.socketpair()",
    "socket.create_connection(('127.0.0.1', 9))",
    "open('new', 'w')",
    "open('old', 'w')",
    "open('old', 'a')",
    "open('old', 'r+')",
    "os.open('.', os.O_TMPFILE | os.O_RDWR)",
    "os.unlink('old')",
    "os.rename('old', 'new')",
    "os.link('old', 'new')",
    "os.symlink('/', 'new')",
    "os.truncate('old', 0)",
    "os.mkdir('new')",
    "os.chmod('old', 0)",
    "os.utime('old')",
    "os.mkfifo('new')",
    "os.memfd_create('new')",
    "os.fork()",
    "os.execv('/bin/true', ['true'])",
    "os.posix_spawn('/bin/true', ['true'], {})",
    "os.kill(os.getppid(), 0)",
    "os.pidfd_open(os.getppid())",
    "os.setuid(0)",
    "os.chroot('/')",
    "os.sched_setaffinity(0, {0})",
)
CALLS = {  # of x86-64
    "ptrace": 101,
    "process_vm_readv": 310,
    "bpf": 321,
    "io_uring_setup": 425,
    "openat2": 437,
    "socket of x32": 41 | 0x40000000,
    "mount": 165,
    "keyctl": 250,
    "unshare": 272,
    "vfork": 58,
    "userfaultfd": 323,
    "creat": 85,
}
KEPT = (
    "open('old').read()",
    "os.listdir('.')",
    "(t := threading.Thread(target=print, daemon=True)).start() or t.join()",
    "mmap.mmap(-1, 1 << 20)",
    "os.urandom(8)",
    "resource.getrlimit(resource.RLIMIT_AS)",
)
_BEGIN = """
import ctypes, mmap, os, platform, resource, socket, sys, threading
from kg.errors import SetupError
from kg.store.limits import Sandbox
from kg.store.processes.sandbox import confine
"""
_TRIALS = f"""{_BEGIN}
assert confine(1024, 60, Sandbox.REQUIRE)
for code in sys.argv[1:]:
    try:
        eval(code)
    except Exception as error:
        print(type(error).__name__, file=sys.stderr)
    else:
        print("done", file=sys.stderr)
"""
_NUMBERS = f"""{_BEGIN}
call = ctypes.CDLL(None, use_errno=True).syscall
assert confine(1024, 60, Sandbox.REQUIRE)
for number in sys.argv[1:]:
    call(int(number), 0, 0, 0, 0)
    print(ctypes.get_errno(), file=sys.stderr)
"""


def run(script: str, *arguments: str, folder: Path = ROOT) -> list[str]:
    """Run a script in a process of its own; give the lines it writes to its errors."""
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=True,
        cwd=folder,
        env={"PYTHONPATH": str(ROOT)},
    ).stderr.splitlines()


def test_a_confined_process_reaches_nothing(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("kept")
    outcomes = run(_TRIALS, *REFUSED, folder=tmp_path)
    assert dict(zip(REFUSED, outcomes, strict=True)) == dict.fromkeys(
        REFUSED, "PermissionError"
    )
    assert {it.name: it.read_text() for it in tmp_path.iterdir()} == {"old": "kept"}


_IN_TERMINAL = f"""
import os, pty, subprocess, sys
child, terminal = pty.fork()
if not child:
    script = "open('/dev/tty').close(); print('held')"
    script += {_BEGIN!r} + "confine(1024, 60, Sandbox.REQUIRE)"
    script += chr(10) + "open('/dev/tty')"
    subprocess.run([sys.executable, "-c", script], process_group=0)
    os._exit(0)
said = b""
try:
    while block := os.read(terminal, 4096):
        said += block
except OSError:  # nobody holds the other end any more
    print(said.decode(), file=sys.stderr)
"""


def test_a_confined_process_has_no_terminal_to_type_into() -> None:
    said = "\n".join(run(_IN_TERMINAL))
    assert "held" in said
    assert "No such device or address: '/dev/tty'" in said


@pytest.mark.skipif(platform.machine() != "x86_64", reason="numbers of x86-64")
def test_a_confined_process_has_no_way_around() -> None:
    outcomes = run(_NUMBERS, *map(str, CALLS.values()))
    assert dict(zip(CALLS, map(int, outcomes), strict=True)) == dict.fromkeys(
        CALLS, errno.EPERM
    )


def test_a_confined_process_keeps_what_it_needs(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("kept")
    outcomes = run(_TRIALS, *KEPT, folder=tmp_path)
    assert dict(zip(KEPT, outcomes, strict=True)) == dict.fromkeys(KEPT, "done")


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        pytest.param("bytearray(2 << 30)", "MemoryError", id="memory"),
        pytest.param(
            "resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))",
            "ValueError",
            id="its-own-limit",
        ),
    ],
)
def test_a_confined_process_keeps_to_its_limits(code: str, outcome: str) -> None:
    assert run(_TRIALS, code) == [outcome]


def test_the_filter_holds_in_threads_that_run_already() -> None:
    script = f"""{_BEGIN}
go = threading.Event()
def work():
    go.wait()
    print(ctypes.CDLL(None).socket(2, 1, 0), file=sys.stderr)
thread = threading.Thread(target=work)
thread.start()
assert confine(1024, 60, Sandbox.REQUIRE)
go.set()
thread.join()
"""
    assert run(script) == ["-1"]


def test_a_process_that_aborts_ends_by_that_signal() -> None:
    with pytest.raises(subprocess.CalledProcessError) as caught:
        run(_TRIALS, "os.abort()")
    assert caught.value.returncode == -signal.SIGABRT


@pytest.mark.parametrize(
    ("sandbox", "machine", "outcome"),
    [
        pytest.param("OFF", "x86_64", "False", id="off"),
        pytest.param("AUTO", "riscv64", "False", id="auto"),
        pytest.param("REQUIRE", "riscv64", "SetupError", id="require"),
    ],
)
def test_a_system_without_a_filter_is_refused_unless_a_setting_allows_it(
    sandbox: str, machine: str, outcome: str
) -> None:
    script = f"""{_BEGIN}
platform.machine = lambda: {machine!r}
try:
    print(confine(1024, 60, Sandbox.{sandbox}), file=sys.stderr)
except SetupError as error:
    print(type(error).__name__, file=sys.stderr)
assert resource.getrlimit(resource.RLIMIT_FSIZE) == (0, 0)
"""
    assert run(script) == [outcome]


@pytest.fixture
async def pool(store_path: Path) -> AsyncIterator[WorkerPool]:
    pool = WorkerPool(Limits(memory_mb=1024))
    await pool.open(store_path, "first")
    yield pool
    await pool.close()


async def test_a_query_cannot_reach_another_service(pool: WorkerPool) -> None:
    """Not even one that the preflight has let pass: it is not asked here."""
    assert pool.filtered
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        with pytest.raises(QueryError, match="not permitted"):
            await pool.answer(f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}", CSV)
        with pytest.raises(BlockingIOError):
            server.accept()
    answer = await pool.answer("ASK {}", CSV)
    assert await read_whole(answer) == b"boolean\r\ntrue\r\n"


async def test_what_is_no_store_is_said(tmp_path: Path) -> None:
    pool = WorkerPool(Limits(memory_mb=1024))
    with pytest.raises(SetupError, match="is not a readable store"):
        await pool.open(tmp_path / "nothing", "first")
    await pool.close()
