"""What shows that an engine's answer is not one, or not all of one."""

import re

import pytest

from kg.errors import EngineError, KgError, QueryTimeoutError
from kg.store.remote.completeness import (
    JsonText,
    Text,
    TriplesText,
    check_framing,
    check_head,
)

JSON = "application/sparql-results+json"
ROW = b'{"x":{"type":"literal","value":"a \\" } ] \\\\"}}'


@pytest.mark.parametrize(
    ("status", "headers", "error", "message"),
    [
        pytest.param(
            200,
            {"x-sql-state": "S1TAT", "x-sql-message": "RC...: Returning incomplete"},
            QueryTimeoutError,
            "gave up before the end: RC...: Returning incomplete",
            id="virtuoso-anytime",
        ),
        pytest.param(
            200, {"x-sparql-maxrows": "10000"}, EngineError, "10000 rows", id="maxrows"
        ),
        pytest.param(206, {}, EngineError, "status 206", id="partial-content"),
        pytest.param(204, {}, EngineError, "status 204", id="no-content"),
        pytest.param(
            200,
            {"content-type": "text/html; charset=utf-8"},
            EngineError,
            f"sent text/html; expected {re.escape(JSON)}",
            id="a-page",
        ),
        pytest.param(200, {"content-type": ""}, EngineError, "expected", id="no-type"),
    ],
)
def test_a_head_can_tell(
    status: int, headers: dict[str, str], error: type[KgError], message: str
) -> None:
    with pytest.raises(error, match=message):
        check_head(status, {"content-type": JSON} | headers, (JSON,))


def test_a_good_head_tells_nothing() -> None:
    check_head(200, {"content-type": f"{JSON.upper()}; charset=utf-8"}, (JSON,))


def test_a_body_without_a_told_end_is_no_whole_one() -> None:
    check_framing({"content-length": "3"})
    check_framing({"transfer-encoding": "chunked"})
    with pytest.raises(EngineError, match="does not tell where its answer ends"):
        check_framing({"connection": "close"})


def read(text: Text, content: bytes, size: int) -> None:
    for start in range(0, len(content), size):
        text.feed(content[start : start + size])
    text.end()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 10_000])
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b'{"head":{},"boolean":true}\n ', id="boolean"),
        pytest.param(b'{"results":{"bindings":[%b,%b]}}' % (ROW, ROW), id="rows"),
        pytest.param(b'{"a":"\\\\","b":"\\\\\\""}', id="escapes"),
        pytest.param(b"[" * 64 + b"]" * 64, id="as-deep-as-may-be"),
    ],
)
def test_json_that_closes_is_whole(content: bytes, size: int) -> None:
    read(JsonText(), content, size)


@pytest.mark.parametrize("size", [1, 3, 10_000])
@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"", "not whole", id="nothing"),
        pytest.param(b'{"results":{"bindings":[%b' % ROW, "not whole", id="cut"),
        pytest.param(b'{"a":"}', "not whole", id="in-a-string"),
        pytest.param(b'{"boolean":true}sorry', "not whole", id="words-at-the-end"),
        pytest.param(b'{"boolean":true}{}', "goes on", id="two-values"),
        pytest.param(b'{"boolean":true}}', "closes more", id="closes-too-much"),
        pytest.param(b"[" * 65 + b"]" * 65, "deeper than 64", id="too-deep"),
    ],
)
def test_json_that_does_not_close_is_none(
    content: bytes, message: str, size: int
) -> None:
    with pytest.raises(EngineError, match=message):
        read(JsonText(), content, size)


LINE = b'<http://e/s#t> <http://e/p> "# no \\" comment >>>" .\n'
EMPTY = re.compile(rb"# Empty NT")


@pytest.mark.parametrize("size", [1, 5, 14, 10_000])
@pytest.mark.parametrize("content", [b"", LINE, LINE * 3, b"# Empty NT\n"])
def test_triples_without_comments_are_whole(content: bytes, size: int) -> None:
    text = TriplesText(EMPTY if size > 100 else re.compile(b"#"))
    read(text, content, size)


def nested(depth: int) -> bytes:
    start = b"<http://e/s> <http://e/p> "
    return start + (b"<<( " + start) * depth + b'"o"' + b" )>>" * depth + b" .\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(LINE + b"## Query cancelled\n", "Query cancelled", id="comment"),
        pytest.param(LINE + b"  # late", "late", id="indented"),
        pytest.param(LINE + b"<http://e/s> <http://", "within a line", id="cut"),
        pytest.param(nested(40), "deeper than 64", id="nested"),
    ],
)
def test_triples_with_a_word_of_the_engine_are_none(
    content: bytes, message: str
) -> None:
    with pytest.raises(EngineError, match=message):
        read(TriplesText(EMPTY), content, 1000)


def test_triples_in_triples_may_be_nested_a_little() -> None:
    read(TriplesText(), nested(20), 11)
