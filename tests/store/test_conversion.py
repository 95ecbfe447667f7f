"""An engine's answer in another format, within its bounds, or none."""

import asyncio
from io import BytesIO

import pytest
from pyoxigraph import RdfFormat, parse

from kg.errors import (
    AnswerTooLargeError,
    EngineError,
    KgError,
    OverloadedError,
    QueryTimeoutError,
)
from kg.rdf.formats import CSV, JSON, RDF_XML, TURTLE, Format, Kind
from kg.store.remote.conversion import Wanted, convert
from kg.store.remote.exchange import Address, Exchange, Question
from kg.store.remote.spool import SHORT, GivenUpError, Room, Spool, Tally
from kg.store.remote.store import Bounds, Reader
from tests.store.peers import puppet, reply

TABLE = b'{"head":{"vars":["x"]},"results":{"bindings":[%s]}}'
ROW = b'{"x":{"type":"literal","value":"%d"}}'
LINE = b'<http://e/s> <http://e/p> "%d" .\n'


def spool(content: bytes = b"", room: int = 1 << 24, most: int = 1 << 24) -> Spool:
    found = Spool(Room(room), most)
    found.write(content)
    return found


def table(rows: int) -> bytes:
    return TABLE % b",".join(ROW % number for number in range(rows))


def test_rows_are_counted_and_their_bytes_digested() -> None:
    target = spool()
    total = convert(spool(table(3)), Wanted(Kind.BINDINGS, CSV), target)
    assert target.read() == b"x\r\n0\r\n1\r\n2\r\n"
    assert total.rows == 3
    assert total.field == "sha-256=:513dFsj1+4g+eECx8LeI5Bd5fqjEIZxru9BxyaElQKE=:"


def test_a_graph_longer_than_memory_is_written_anew() -> None:
    lines = b"".join(LINE % number for number in range(20_000))
    assert len(lines) > SHORT
    target = spool()
    total = convert(spool(lines), Wanted(Kind.GRAPH, TURTLE), target)
    found = parse(BytesIO(target.read()), RdfFormat.TURTLE)
    assert (sum(1 for _ in found), total.rows) == (20_000, 20_000)


@pytest.mark.parametrize(
    ("content", "wanted", "error", "message"),
    [
        pytest.param(
            table(3), Wanted(Kind.BINDINGS, CSV, 2), AnswerTooLargeError, "2", id="rows"
        ),
        pytest.param(
            LINE % 1 + LINE % 2,
            Wanted(Kind.GRAPH, TURTLE, 1),
            AnswerTooLargeError,
            "more than 1 rows",
            id="statements",
        ),
        pytest.param(
            table(1), Wanted(Kind.BOOLEAN, JSON), EngineError, "no boolean", id="kind"
        ),
        pytest.param(
            b'{"head":{},"boolean":true}',
            Wanted(Kind.BINDINGS, JSON),
            EngineError,
            "no bindings",
            id="other-kind",
        ),
        pytest.param(
            table(9_000)[:-3], Wanted(Kind.BINDINGS, CSV), EngineError, "not", id="cut"
        ),
        pytest.param(
            LINE % 1 + b"<http://e/s> <http",
            Wanted(Kind.GRAPH, RDF_XML),
            EngineError,
            "not whole",
            id="cut-graph",
        ),
    ],
)
def test_what_cannot_be_written_anew_is_an_error(
    content: bytes, wanted: Wanted, error: type[KgError], message: str
) -> None:
    with pytest.raises(error, match=message):
        convert(spool(content), wanted, spool())


@pytest.mark.parametrize(
    ("room", "most", "error"),
    [
        pytest.param(1 << 24, 100, AnswerTooLargeError, id="one-answer"),
        pytest.param(100, 1 << 24, OverloadedError, id="all-answers"),
    ],
)
@pytest.mark.parametrize("written", [CSV, JSON])
def test_an_answer_without_room_is_told_for_what_it_is(
    written: Format, room: int, most: int, error: type[KgError]
) -> None:
    target = spool(b"", room, most)
    with pytest.raises(error):
        convert(spool(table(9_000)), Wanted(Kind.BINDINGS, written), target)


def test_room_is_given_back_once() -> None:
    room = Room(1000)
    first, second = Spool(room, 1000), Spool(room, 1000)
    first.write(b"x" * 600)
    with pytest.raises(OverloadedError):
        second.write(b"x" * 600)
    first.clear()
    second.write(b"x" * 900)
    second.close()
    second.close()
    assert room.left == 1000
    Spool(room, 1000).write(b"forgotten")
    assert room.left == 1000


def test_who_has_given_up_reads_no_more() -> None:
    held = spool(b"xyz")
    held.rewind()
    assert held.read(1) == b"x"
    held.give_up()
    with pytest.raises(GivenUpError):
        held.read(1)


def test_marks_are_counted_wherever_blocks_are_cut() -> None:
    tally = Tally(b'"value"')
    for letter in b'"value""value":"value':
        tally.write(bytes([letter]))
    assert tally.number == 2


def test_a_long_answer_that_comes_late_gives_all_its_room_back() -> None:
    room = Room(1 << 26)

    async def scenario(url: str) -> None:
        exchange = Exchange(Address(url))
        question = Question("SELECT ?x {}", Kind.BINDINGS)
        try:
            quick = Reader(exchange, Bounds(0.15, 1 << 25), room)
            with pytest.raises(QueryTimeoutError):
                await quick.read(question, CSV)
            slow = Reader(exchange, Bounds(30, 1 << 25), room)
            found, total = await slow.read(question, CSV)
            found.close()
            assert total.rows == 300_000
        finally:
            await exchange.close()

    with puppet(reply(table(300_000).decode())) as server:
        asyncio.run(scenario(server.url))
    assert room.left == 1 << 26
