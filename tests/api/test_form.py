"""Forms are read as the standard library reads them, but faster."""

from urllib.parse import parse_qsl, unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.api.errors import RequestError
from kg.api.requests.form import read_pairs, unquoted

HARD = ["%", "%%", "=", "+", "%4", "%41", "%0A", "%0d", "%3D", "%25", "\n", "\r", " "]


@pytest.mark.parametrize(
    ("encoded", "pairs"),
    [
        pytest.param(b"", [], id="none"),
        pytest.param(b"a=1&b=2", [("a", "1"), ("b", "2")], id="two"),
        pytest.param(b"a=1&a=2", [("a", "1"), ("a", "2")], id="one-name"),
        pytest.param(b"&&a&=b&", [("a", ""), ("", "b")], id="blank"),
        pytest.param(b"q=a+b%20c%2Bd", [("q", "a b c+d")], id="spaces"),
        pytest.param(b"q=a=b%3Dc", [("q", "a=b=c")], id="equals"),
        pytest.param("q=%C3%A9é".encode(), [("q", "éé")], id="letters"),
        pytest.param(b"q=100%25%", [("q", "100%%")], id="percent"),
        pytest.param(b"q=%0Ab%\nc%", [("q", "\nb%\nc%")], id="lines"),
    ],
)
def test_reads_names_and_values(encoded: bytes, pairs: list[tuple[str, str]]) -> None:
    assert read_pairs(encoded) == pairs


@given(st.lists(st.sampled_from([*HARD, "a", "F", "é", "%c3%a9", "\r\n"])).map("".join))
def test_reads_percent_signs_as_the_standard_library_does(text: str) -> None:
    assert unquoted(text.encode()) == unquote_to_bytes(text.encode())


@given(st.lists(st.sampled_from(["&", "=", "a", "+", "%41", "%26", "%"])).map("".join))
def test_reads_pairs_as_the_standard_library_does(text: str) -> None:
    assert read_pairs(text.encode()) == parse_qsl(text, keep_blank_values=True)


@pytest.mark.parametrize(
    ("encoded", "message"),
    [
        pytest.param(b"q=%FF", "not in UTF-8", id="escaped"),
        pytest.param(b"q=\xff", "not in UTF-8", id="bare"),
        pytest.param(b"&" * 10_000, "more than 10000 parameters", id="too-many"),
    ],
)
def test_what_cannot_be_read_is_refused(encoded: bytes, message: str) -> None:
    with pytest.raises(RequestError, match=message):
        read_pairs(encoded)
