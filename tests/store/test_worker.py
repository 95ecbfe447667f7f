"""The worker's own side, run in a thread of this process."""

import hashlib
import socket
from collections.abc import Iterator
from threading import Thread

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from pyoxigraph import Store as Engine

from kg.errors import (
    AnswerTooLargeError,
    KgError,
    NotAcceptableError,
    QueryError,
    QuerySyntaxError,
    SetupError,
    UnexpectedValueError,
)
from kg.rdf.formats import CSV, TURTLE
from kg.store.processes.duty import Wear
from kg.store.processes.frames import (
    HEADER,
    Request,
    Say,
    ask,
    asked,
    fault,
    faulted,
    frame,
)
from kg.store.processes.worker import serve
from kg.store.protocol import STORED, Dataset
from kg.store.total import Total

ANSWERS = 3
"""After which the worker leaves."""


class Parent:
    def __init__(self, channel: socket.socket) -> None:
        self._stream = channel.makefile("rb")
        self._channel = channel
        self.totals: list[Total] = []

    def say(self, content: bytes) -> None:
        self._channel.sendall(content)

    def hear(self) -> tuple[Say, bytes]:
        """Hear the next frame but those that tell of the others, which are kept."""
        kind, length = HEADER.unpack(self._stream.read(HEADER.size))
        content = self._stream.read(length)
        if kind == Say.TOTAL:
            self.totals.append(Total.unpack(content))
            return self.hear()
        return Say(kind), content


@pytest.fixture
def parent() -> Iterator[Parent]:
    ours, theirs = socket.socketpair()
    ours.settimeout(10)
    engine = Engine()
    name = NamedNode("http://e/name")
    engine.extend(
        Quad(NamedNode(f"http://e/{number}"), name, Literal("é" * 40))
        for number in range(2000)
    )
    thread = Thread(target=serve, args=(theirs, engine, Wear(ANSWERS, 1_000_000)))
    thread.start()
    parent = Parent(ours)
    yield parent
    parent._stream.close()
    ours.close()
    thread.join(10)
    theirs.close()
    assert not thread.is_alive()


def test_answers(parent: Parent) -> None:
    parent.say(ask(Request("ASK {}", CSV, STORED)))
    assert parent.hear() == (Say.LAST, b"boolean\r\ntrue\r\n")
    digest = hashlib.sha256(b"boolean\r\ntrue\r\n").digest()
    assert parent.totals == [Total(None, digest)]


def test_a_long_answer_comes_in_blocks(parent: Parent) -> None:
    parent.say(ask(Request("SELECT ?n { ?s ?p ?n }", CSV, STORED)))
    frames = [parent.hear() for _ in range(3)]
    assert [kind for kind, _ in frames] == [Say.BLOCK, Say.BLOCK, Say.LAST]
    assert b"".join(content for _, content in frames).count("é".encode()) == 80_000
    assert all(len(content) < 80_000 for _, content in frames)
    whole = b"".join(content for _, content in frames)
    assert parent.totals == [Total(2000, hashlib.sha256(whole).digest())]


@pytest.mark.parametrize(("most", "blocks"), [(100, 0), (1000, 1), (1999, 2)])
def test_an_answer_with_too_many_rows_ends_in_a_fault(
    parent: Parent, most: int, blocks: int
) -> None:
    parent.say(ask(Request("SELECT ?n { ?s ?p ?n }", CSV, STORED, most)))
    kinds = []
    while (said := parent.hear())[0] is Say.BLOCK:
        kinds.append(said[0])
    assert len(kinds) == blocks
    error = faulted(said[1])
    assert isinstance(error, AnswerTooLargeError)
    assert str(error) == f"the answer has more than {most} rows, the most given out"
    assert error.limit == "max_answer_rows"
    parent.say(ask(Request("ASK {}", CSV, STORED, most)))
    assert parent.hear()[0] is Say.LAST


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        pytest.param(Request("ASK {", CSV, STORED), QuerySyntaxError, id="syntax"),
        pytest.param(
            Request("ASK {}", TURTLE, STORED), NotAcceptableError, id="format"
        ),
        pytest.param(
            Request("ASK {}", CSV, Dataset(("no iri",))),
            UnexpectedValueError,
            id="graph",
        ),
    ],
)
def test_a_fault_is_said_and_the_next_answered(
    parent: Parent, request_: Request, error: type[KgError]
) -> None:
    parent.say(ask(request_))
    kind, content = parent.hear()
    assert kind is Say.FAULT
    assert type(faulted(content)) is error
    parent.say(ask(Request("ASK {}", CSV, STORED)))
    assert parent.hear()[0] is Say.LAST


def test_says_with_its_last_answer_that_it_leaves(parent: Parent) -> None:
    kinds = []
    for _ in range(ANSWERS):
        parent.say(ask(Request("ASK {}", CSV, STORED)))
        kinds.append(parent.hear()[0])
    assert kinds == [Say.LAST, Say.LAST, Say.END]


def test_is_spent_when_its_memory_has_grown() -> None:
    assert Wear(answers=100, grown_mb=1).spent()
    assert not Wear(answers=100, grown_mb=100_000).spent()


def test_a_request_arrives_as_it_was_sent() -> None:
    graphs = Dataset(("a:b",), ("c:d", "e:f"))
    request = Request("ASK { ?é ?p '\n' }", TURTLE, graphs, 7)
    assert asked(ask(request)[HEADER.size :]) == request


def test_a_format_that_is_not_known_is_no_request() -> None:
    with pytest.raises(ValueError, match="not the name of a format"):
        asked(b'["ASK {}","pdf",[],[],0]')


@pytest.mark.parametrize(
    "error",
    [
        QuerySyntaxError("found '}'", 3, 7),
        UnexpectedValueError("default-graph-uri", "x", "an IRI"),
        NotAcceptableError("Turtle cannot hold bindings"),
        QueryError("disk is full"),
        SetupError("no such store"),
    ],
)
def test_an_error_arrives_as_it_was_raised(error: KgError) -> None:
    told = faulted(fault(error)[HEADER.size :])
    assert type(told) is type(error)
    assert str(told) == str(error)
    assert getattr(told, "line", None) == getattr(error, "line", None)


def test_a_frame_is_kind_length_and_content() -> None:
    assert frame(Say.BLOCK, b"abc") == b"\x02\x00\x00\x00\x03abc"
