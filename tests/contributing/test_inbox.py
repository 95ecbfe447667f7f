"""The inbox as a folder: revisions, decisions, quotas, and what a crash leaves."""

import datetime
import signal
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from kg.contributing.drawer import CONTENT, LINES
from kg.contributing.inbox import TRAIL, Inbox, Quota
from kg.contributing.refusals import (
    DecidedError,
    InboxFullError,
    TooManyWaitingError,
)
from kg.contributing.submission import Decision, Found, Sent, State
from kg.errors import NotInGraphError, SetupError

ROOT = Path(__file__).parents[2]
NOW = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
GRAPH = "https://ngo.example/data/prizes"
FOUND = Found(1, {"violation": 0, "warning": 2}, {}, b"{}", b"# none\n", b"<a> .\n")
ROOMY = Quota(1_000_000, 10)


def sent(content: bytes = b"one", graph: str = GRAPH, partner: str = "ngo") -> Sent:
    return Sent(partner, "ngo-key", graph, "turtle", f"hash of {content!r}", content)


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path / "inbox")


def give(inbox: Inbox, content: bytes = b"one", graph: str = GRAPH) -> int:
    return inbox.receive(sent(content, graph), FOUND, ROOMY, NOW).revision


def decide(inbox: Inbox, state: State, revision: int = 1) -> None:
    decision = Decision(state, "2026-11-23T13:00:00Z", "Kari", "Because.", "ngo-prizes")
    inbox.decide("ngo", GRAPH, revision, decision)


def states(inbox: Inbox) -> list[str]:
    return [str(it.state) for it in inbox.history("ngo", GRAPH)]


def test_the_same_graph_once_more_is_the_same_revision(inbox: Inbox) -> None:
    assert [give(inbox), give(inbox), give(inbox, b"two"), give(inbox)] == [1, 1, 2, 3]
    assert states(inbox) == ["replaced", "replaced", "waiting"]


@pytest.mark.parametrize(
    ("state", "again"),
    [(State.ACCEPTED, 1), (State.REJECTED, 1), (State.WITHDRAWN, 2)],
)
def test_what_was_decided_on_stands_until_something_else_is_given(
    inbox: Inbox, state: State, again: int
) -> None:
    give(inbox)
    decide(inbox, state)
    assert give(inbox) == again
    assert give(inbox, b"two") == again + 1


def test_content_goes_when_nobody_has_to_look_at_it(inbox: Inbox) -> None:
    drawer = inbox.drawer("ngo", GRAPH)
    held = []
    for content, state in (
        (b"accepted", State.ACCEPTED),
        (b"rejected", State.REJECTED),
        (b"withdrawn", State.WITHDRAWN),
    ):
        give(inbox, content)
        last = inbox.last("ngo", GRAPH)
        assert drawer.read(last, CONTENT) == content
        decide(inbox, state, last.revision)
        held.append((drawer.read(last, CONTENT), drawer.read(last, LINES)))
    assert held == [(b"", b"<a> .\n"), (b"", b""), (b"", b"")]
    kept = [path.read_bytes() for path in inbox.folder.rglob("*") if path.is_file()]
    assert not any(b"rejected content" in it or it == b"withdrawn" for it in kept)


def test_only_what_waits_is_decided_on_by_its_number(inbox: Inbox) -> None:
    with pytest.raises(NotInGraphError, match="no graph"):
        decide(inbox, State.ACCEPTED)
    give(inbox)
    give(inbox, b"two")
    with pytest.raises(DecidedError, match=r"revision 2 of .* waits, not 1"):
        decide(inbox, State.ACCEPTED, 1)
    decide(inbox, State.REJECTED, 2)
    with pytest.raises(DecidedError, match="is rejected: nothing waits"):
        inbox.withdraw("ngo", "ngo-key", GRAPH, NOW)


def test_a_partner_has_graphs_of_its_own_alone(inbox: Inbox) -> None:
    give(inbox)
    inbox.receive(sent(b"x", partner="other"), FOUND, ROOMY, NOW)
    inbox.withdraw("ngo", "ngo-key", GRAPH, NOW)
    assert [it.partner for it in inbox.of("ngo")] == ["ngo"]
    assert [(it.partner, str(it.state)) for it in inbox.all()] == [
        ("ngo", "withdrawn"),
        ("other", "waiting"),
    ]


def test_a_partner_cannot_fill_the_inbox(inbox: Inbox) -> None:
    give(inbox, b"x" * 100)
    small = Quota(150, 10)
    with pytest.raises(InboxFullError, match="150 bytes"):
        inbox.receive(sent(b"x" * 100, f"{GRAPH}/2"), FOUND, small, NOW)
    # What takes the place of another does not come on top of it.
    assert inbox.receive(sent(b"y" * 120), FOUND, small, NOW).revision == 2
    with pytest.raises(TooManyWaitingError, match="1 graphs of ngo wait"):
        inbox.receive(sent(b"z", f"{GRAPH}/2"), FOUND, Quota(10_000, 1), NOW)


def test_the_trail_tells_what_was_done_and_nothing_of_what_was_said(
    inbox: Inbox,
) -> None:
    give(inbox, b"a secret name")
    inbox.refuse(sent(b"bad"), Found(3, {"violation": 1}, {}), NOW)
    decide(inbox, State.ACCEPTED)
    trail = (inbox.folder / TRAIL).read_bytes()
    told = [orjson.loads(line) for line in trail.splitlines()]
    assert [(it["action"], it["by"], it["revision"]) for it in told] == [
        ("received", "ngo-key", 1),
        ("refused", "ngo-key", None),
        ("accepted", "Kari", 1),
    ]
    assert set(told[0]) == {
        *("time", "action", "by", "partner", "graph", "revision", "sha256"),
        "findings",
    }


def test_nobody_else_may_look_into_it(inbox: Inbox) -> None:
    give(inbox)
    assert inbox.folder.stat().st_mode & 0o077 == 0
    files = [path for path in inbox.folder.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if path.stat().st_mode & 0o077] == []


def test_a_damaged_record_is_told(inbox: Inbox) -> None:
    give(inbox)
    [record] = inbox.folder.rglob("record.json")
    record.write_text("{")
    with pytest.raises(SetupError, match=r"record\.json"):
        inbox.all()


KILLED = """
import os, sys
from pathlib import Path
from kg.contributing.inbox import Inbox
from tests.contributing.test_inbox import FOUND, NOW, ROOMY, sent

def end_at(steps, folder):
    def look(event, arguments):
        nonlocal steps
        changes = ("open", "os.rename", "os.remove", "os.mkdir", "shutil.rmtree")
        if event in changes and any(folder in str(it) for it in arguments):
            steps -= 1
            if steps < 0:
                os.kill(os.getpid(), 9)
    return look

for folder in sys.argv[1:]:
    child = os.fork()
    if not child:
        sys.addaudithook(end_at(int(folder.rpartition("-")[2]), folder))
        Inbox(Path(folder)).receive(sent(b"two"), FOUND, ROOMY, NOW)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
"""Gives a second revision in children that are killed at the n-th step."""


def test_one_that_is_killed_leaves_the_last_revision_or_the_next(
    tmp_path: Path,
) -> None:
    inboxes = [Inbox(tmp_path / f"inbox-{steps}") for steps in range(0, 36, 2)]
    for inbox in inboxes:
        give(inbox)
    program = [sys.executable, "-c", KILLED, *(str(it.folder) for it in inboxes)]
    done = subprocess.run(program, check=True, cwd=ROOT, capture_output=True, text=True)
    outcomes = set()
    for inbox, code in zip(inboxes, done.stdout.split(), strict=True):
        last = inbox.last("ngo", GRAPH)
        content = inbox.drawer("ngo", GRAPH).read(last, CONTENT)
        assert (last.revision, content) in ((1, b"one"), (2, b"two"))
        outcomes.add((int(code), last.revision))
        assert give(inbox, b"two") == 2  # whoever was not told sends it again
        assert states(inbox) == ["replaced", "waiting"]
        first = inbox.history("ngo", GRAPH)[0]
        assert inbox.drawer("ngo", GRAPH).read(first, CONTENT) == b""
        assert list(inbox.folder.rglob(".unfinished-*")) == []
    killed = -signal.SIGKILL
    assert outcomes == {(killed, 1), (killed, 2), (0, 2)}
