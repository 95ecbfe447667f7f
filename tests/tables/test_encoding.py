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


@pytest.mark.parametrize(
    ("text", "codec", "told"),
    [
        pytest.param(
            "Ort\nZgłoszenie, Białystok\n",
            "cp1250",
            "raw/t.csv:2:3: found byte 0xb3, 'ł' in cp1250 (Polish) and '³' in cp1252; "
            "expected 'encoding' declared: cp1250 or iso8859-2, or cp1252 where it is "
            "that",
            id="polish",
        ),
        pytest.param(
            "Ort\nścieżka, źródło\n",
            "iso8859-2",
            "raw/t.csv:2:1: found byte 0xb6, 'ś' in iso8859-2 (Polish) and '¶' in "
            "cp1252; expected 'encoding' declared: iso8859-2, or cp1252 where it is "
            "that",
            id="polish-of-unix",
        ),
        pytest.param(
            "Ort\nPříbram, Dvořák\n",
            "cp1250",
            "raw/t.csv:2:2: found byte 0xf8, 'ř' in cp1250 (Czech) and 'ø' in cp1252; "
            "expected 'encoding' declared: cp1250 or iso8859-2, or cp1252 where it is "
            "that",
            id="czech",
        ),
        pytest.param(
            "Ort\nJiří Müller, Řehoř Böhm, Ústí\n",
            "cp1250",
            "raw/t.csv:2:3: found byte 0xf8, 'ř' in cp1250 (Czech) and 'ø' in cp1252; "
            "expected 'encoding' declared: cp1250 or iso8859-2, or cp1252 where it is "
            "that",
            id="czech-with-names-of-others",
        ),
        pytest.param(
            "Ort\nTüntetés a szabadságért, Győr\n",
            "cp1250",
            "raw/t.csv:2:28: found byte 0xf5, 'ő' in cp1250 (Hungarian) and 'õ' in "
            "cp1252; expected 'encoding' declared: cp1250 or iso8859-2, or cp1252 "
            "where it is that",
            id="hungarian",
        ),
        pytest.param(
            "Ort\nİzmir, Muğla\n",
            "cp1254",
            "raw/t.csv:2:1: found byte 0xdd, 'İ' in cp1254 (Turkish) and 'Ý' in "
            "cp1252; expected 'encoding' declared: cp1254, or cp1252 where it is that",
            id="turkish",
        ),
        pytest.param(
            "Ort\nEitynės į aikštę, Panevėžys\n",
            "cp1257",
            "raw/t.csv:2:6: found byte 0xeb, 'ė' in cp1257 (Lithuanian) and 'ë' in "
            "cp1252; expected 'encoding' declared: cp1257 or iso8859-13, or cp1252 "
            "where it is that",
            id="lithuanian",
        ),
        pytest.param(
            "Ort\nPikets par brīvību, Rīga, gājiens\n",
            "cp1257",
            "raw/t.csv:2:14: found byte 0xee, 'ī' in cp1257 (Latvian) and 'î' in "
            "cp1252; expected 'encoding' declared: cp1257 or iso8859-13, or cp1252 "
            "where it is that",
            id="latvian",
        ),
    ],
)
def test_what_may_be_in_another_encoding_is_asked_for(
    tmp_path: Path, text: str, codec: str, told: str
) -> None:
    content = text.encode(codec)
    assert refusal(tmp_path, content) == told
    read = cells(tmp_path, content, encoding=codec, delimiter=";")
    assert f"Ort\n{read[0]['Ort']}\n" == text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Kundgebung für Größe, Köln, Café", id="german"),
        pytest.param("Støttemarkering på Løvebakken, Ålesund, være", id="norwegian"),
        pytest.param("Ø og Æ", id="few-norwegian-letters"),
        pytest.param("Manifestation à l’Étoile, Où est la liberté ? Ça", id="french"),
        pytest.param(
            "Concentración por la libertad, ¿Dónde? ¡Año!, Cádiz", id="spanish"
        ),
        pytest.param("Manifestação pela libertação, São Paulo, Ações", id="portuguese"),
        pytest.param("Libertà, perché, così, più, è, però", id="italian"),
        pytest.param("België, coördinatie, één, ideeën, Oekraïne", id="dutch"),
        pytest.param("Mótmæli við Alþingishúsið, Það er gott, þökk", id="icelandic"),
        pytest.param("Åsa är på ön i Malmö", id="swedish"),
        pytest.param("Sit-in in São Paulo, 5 m³, nº 7, ½", id="english-with-names"),
    ],
)
def test_what_is_western_needs_no_word(tmp_path: Path, text: str) -> None:
    text = f"As it is written by those who were there: {text}"
    table = opened(tmp_path, f"Ort\n{text}\n".encode("cp1252"), delimiter="|")
    assert table.said[0] == "encoding cp1252, detected: it is not utf-8"
    assert [row.cells["Ort"] for row in table.rows()] == [text]


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
