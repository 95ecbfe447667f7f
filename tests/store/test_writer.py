"""The process that writes, and the one that reads uploads: what they may do and do."""

import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import (
    KgError,
    QuerySyntaxError,
    QueryTooComplexError,
    UnexpectedValueError,
    UpdateFailedError,
    WorkerDiedError,
)
from kg.rdf.formats import TURTLE
from kg.store.limits import Limits
from kg.store.processes import intake, writer
from kg.store.processes.clerk import Clerk
from kg.store.processes.intake import write_upload
from kg.store.processes.writer import Change, read_drafted, write_draft

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[2]
S, P = NamedNode("http://example.org/s"), NamedNode("http://example.org/p")
G = NamedNode("http://example.org/g")

ENDING = """
import os, socket, sys, tempfile
from pathlib import Path
from kg.store.processes.landlock import write_only_beneath
from kg.store.limits import Sandbox
from kg.store.processes.sandbox import WRITING, confine

inside, outside = Path(sys.argv[1]), Path(sys.argv[2])
(outside / "there").write_text("kept")
assert confine(1024, 60, Sandbox.REQUIRE, WRITING, 16)
assert write_only_beneath(inside)

def refused(act):
    try:
        act()
    except OSError as error:
        return True
    return False

(inside / "a").mkdir()
(inside / "a" / "new").write_text("x")
os.link(inside / "a" / "new", inside / "linked")
(inside / "linked").rename(inside / "renamed")
(inside / "renamed").unlink()
print([
    refused(lambda: (outside / "new").write_text("x")),
    refused(lambda: (outside / "there").write_text("x")),
    refused(lambda: (outside / "there").unlink()),
    refused(lambda: (outside / "folder").mkdir()),
    refused(lambda: os.link(outside / "there", inside / "stolen")),
    refused(lambda: os.truncate(outside / "there", 0)),
    refused(lambda: os.execv("/bin/true", ["true"])),
    refused(lambda: socket.socket()),
    refused(lambda: os.fork()),
    (outside / "there").read_text(),
])
"""


def test_a_writer_writes_beneath_its_folder_alone(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    found = subprocess.run(
        [sys.executable, "-c", ENDING, str(inside), str(outside)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout.strip() == str([*[True] * 9, "kept"]), found.stderr


def late() -> KgError:
    return QueryTooComplexError("late")


def died() -> KgError:
    return WorkerDiedError("died")


@asynccontextmanager
async def clerk(program: str, folder: Path) -> AsyncIterator[Clerk]:
    made = Clerk(program, folder, Limits(seconds=20, memory_mb=1024), late, died)
    try:
        yield made
    finally:
        await made.close()


@pytest.fixture
def base(tmp_path: Path) -> Path:
    store = Store(str(tmp_path / "base"))
    store.add(Quad(S, P, Literal(1), G))
    store.flush()
    return tmp_path / "base"


@pytest.mark.slow
async def test_a_change_is_made_to_a_draft(base: Path) -> None:
    async with clerk(writer.PROGRAM, base.parent) as made:
        draft = base.parent / "draft"
        content = f"{S} {P} <http://example.org/o> .\n".encode()
        change = Change("post", G.value, content)
        drafted = read_drafted(await made.do(write_draft(change, base, draft)))
        assert (drafted.existed, drafted.default, drafted.named) == (
            True,
            0,
            {G.value: 2},
        )
    assert len(Store.read_only(str(draft))) == 2
    assert [quad.object for quad in Store.read_only(str(base))] == [Literal(1)]


@pytest.mark.slow
async def test_what_is_wrong_with_an_update_is_told(base: Path) -> None:
    async with clerk(writer.PROGRAM, base.parent) as made:
        for number, (text, error, message) in enumerate(
            [
                ("INSERT DATA { <a:s> <a:p> }", QuerySyntaxError, "found '}'"),
                ("INSERT DATA { e:s <a:p> 1 }", QuerySyntaxError, "prefix e: is not"),
                (f"CREATE GRAPH {G}", UpdateFailedError, "already exists"),
            ]
        ):
            change = Change("update", None, text.encode())
            job = write_draft(change, base, base.parent / f"draft-{number}")
            with pytest.raises(error, match=message):
                await made.do(job)


@pytest.mark.slow
async def test_an_upload_that_ends_its_reader_is_told_and_the_next_is_read(
    tmp_path: Path,
) -> None:
    async with clerk(intake.PROGRAM, tmp_path) as made:
        bomb = b"<a:s> <a:p> " + b"<<( <a:s> <a:p> " * 60_000
        with pytest.raises((WorkerDiedError, UnexpectedValueError)):
            await made.do(write_upload(bomb, TURTLE, "http://example.org/"))
        read = await made.do(
            write_upload(b"<s> <p> 1 .", TURTLE, "http://example.org/")
        )
        assert read.startswith(f"{S} {P} ".encode())
