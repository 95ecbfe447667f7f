# ruff: noqa: RUF001 - letters and dashes as files have them
import codecs
from pathlib import Path
from typing import Any

import pytest

from tests.tables.opening import cells, opened, refusal

UMLAUTS = "Ort,Zahl\nMünchen – Mitte,5\n"
CYRILLIC = "Горад,Лік\nМінск,5\n"


@pytest.mark.parametrize(
    ("content", "encoding", "said"),
    [
        pytest.param(UMLAUTS.encode(), None, "encoding utf-8, detected", id="utf-8"),
        pytest.param(
            UMLAUTS.encode("utf-8-sig"),
            "utf-8",
            "encoding utf-8, by its byte order mark",
            id="byte-order-mark-as-declared",
        ),
        pytest.param(
            UMLAUTS.encode("utf-16"),
            None,
            "encoding utf-16, by its byte order mark",
            id="utf-16",
        ),
        pytest.param(
            codecs.BOM_UTF16_BE + UMLAUTS.encode("utf-16-be"),
            "utf-16",
            "encoding utf-16, by its byte order mark",
            id="utf-16-big-endian",
        ),
        pytest.param(
            UMLAUTS.encode("utf-16-le"),
            None,
            "encoding utf-16-le, detected by its zeros",
            id="utf-16-without-mark",
        ),
        pytest.param(
            UMLAUTS.encode("cp1252"),
            None,
            "encoding cp1252, detected: it is not utf-8",
            id="cp1252",
        ),
        pytest.param(
            UMLAUTS.replace("–", "-").encode("latin-1"),
            "latin-1",
            "encoding iso8859-1, as declared",
            id="latin-1-declared",
        ),
    ],
)
def test_reads_every_encoding(
    tmp_path: Path, content: bytes, encoding: str | None, said: str
) -> None:
    dialect: dict[str, Any] = {"encoding": encoding} if encoding else {}
    assert opened(tmp_path, content, **dialect).said[0] == said
    read = cells(tmp_path, content, **dialect)[0]
    assert read["Ort"].replace("-", "–") == "München – Mitte"


@pytest.mark.parametrize(("codec", "byte"), [("cp1250", "0xb3"), ("iso8859-2", "0xb3")])
def test_polish_is_not_taken_for_western(tmp_path: Path, codec: str, byte: str) -> None:
    content = "Zgłoszenie;Miejsce\n1;Białystok\n".encode(codec)
    told = refusal(tmp_path, content)
    assert told.startswith(f"raw/t.csv:1:3: found byte {byte}; expected text in UTF-8")
    assert cells(tmp_path, content, encoding=codec)[0]["Miejsce"] == "Białystok"


def test_reads_cyrillic_that_is_declared(tmp_path: Path) -> None:
    content = CYRILLIC.encode("cp1251")
    assert cells(tmp_path, content, encoding="cp1251") == [
        {"Горад": "Мінск", "Лік": "5"}
    ]


@pytest.mark.parametrize(
    ("content", "dialect", "told"),
    [
        pytest.param(
            CYRILLIC.encode("cp1251"),
            {},
            "raw/t.csv:1:1: found byte 0xc3; expected text in UTF-8, or 'encoding' "
            "declared, such as cp1251 or koi8-r",
            id="cyrillic-not-declared",
        ),
        pytest.param(
            b"a\n" + b"x" * 200_000 + b"\nab\xff\n",
            {"encoding": "utf-8"},
            "raw/t.csv:3:3: found byte 0xff; expected text in utf-8",
            id="wrong-byte-far-inside",
        ),
        pytest.param(
            UMLAUTS.encode("utf-16"),
            {"encoding": "utf-8"},
            "raw/t.csv:1:1: found the byte order mark of utf-16; expected utf-8, as "
            "declared",
            id="mark-says-otherwise",
        ),
        pytest.param(
            b"a\n1\n",
            {"encoding": "utf-9"},
            "raw/t.csv:1:1: found 'utf-9'; expected the name of an encoding, such as "
            "utf-8 or cp1252",
            id="no-such-encoding",
        ),
        pytest.param(
            b"a\n1\n",
            {"encoding": "base64"},
            "raw/t.csv:1:1: found 'base64'; expected the name of an encoding, such as "
            "utf-8 or cp1252",
            id="no-text-encoding",
        ),
        pytest.param(
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
            {},
            "raw/t.csv:3:1: found a NUL byte; expected text",
            id="picture",
        ),
        pytest.param(
            b"a,b\n1,2\n3,\x004\n",
            {},
            "raw/t.csv:3:3: found a NUL byte; expected text",
            id="nul",
        ),
        pytest.param(
            b"",
            {},
            "raw/t.csv:1:1: found an empty file; expected a table of text (CSV)",
            id="empty",
        ),
        pytest.param(
            b"\n<!DOCTYPE html><html><title>404</title>",
            {},
            "raw/t.csv:1:1: found a web page: perhaps the message that something went "
            "wrong; expected a table of text (CSV)",
            id="web-page",
        ),
        pytest.param(
            b"PK\x03\x04rest",
            {},
            "raw/t.csv:1:1: found a zip archive, such as a workbook (.xlsx); "
            "expected a "
            "table of text (CSV)",
            id="zip",
        ),
        pytest.param(
            b"\xd0\xcf\x11\xe0rest",
            {},
            "raw/t.csv:1:1: found a workbook of an old kind (.xls); expected a table "
            "of "
            "text (CSV)",
            id="xls",
        ),
    ],
)
def test_says_what_is_no_text(
    tmp_path: Path, content: bytes, dialect: dict[str, Any], told: str
) -> None:
    assert refusal(tmp_path, content, **dialect) == told
