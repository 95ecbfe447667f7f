# ruff: noqa: RUF001 - letters as sources have them
from typing import Any

import pytest
from pydantic import ValidationError

from kg.model.records.cells.code import CodeCell
from kg.model.records.cells.text import IdentifierCell, ListCell, TextCell, UrlCell
from kg.model.values import EMPTY, LIST_SEPARATOR, Absent, CellError, Code, Text, Texts


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(
            "  Waidmarkt in Höhe\nder Haus  ", "Waidmarkt in Höhe der Haus", id="space"
        ),
        pytest.param("Ku\u0308che", "Küche", id="nfc"),
        pytest.param("a\u00a0b\u2028c\x0bd", "a b c d", id="other-space"),
        pytest.param("Soli\u00addari\u200btät", "Solidarität", id="invisible"),
        pytest.param("1. Mai", "1. Mai", id="a-day-to-demonstrate-on"),
        pytest.param("Â 5", "Â 5", id="letters-that-only-look-garbled"),
        pytest.param("#Münchenwirdsichtbar", "#Münchenwirdsichtbar", id="hashtag"),
    ],
)
def test_makes_text_regular(text: str, words: str) -> None:
    assert TextCell().parse(text) == Text(words)


@pytest.mark.parametrize("text", ["", "   ", "\u00a0", "\n"])
def test_finds_empty_cells(text: str) -> None:
    assert TextCell().parse(text) == EMPTY


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            "MÃ¼nchen",
            "found 'MÃ¼nchen'; expected 'ü' for 'Ã¼': UTF-8 that was read as cp1252",
            id="mojibake",
        ),
        pytest.param(
            "Frieden â€“ jetzt",
            "found 'Frieden â€“ jetzt'; expected '–' for 'â€“': UTF-8 that was read as "
            "cp1252",
            id="mojibake-of-a-dash",
        ),
        pytest.param(
            "M\ufffdnchen",
            "found 'M\ufffdnchen'; expected text without U+FFFD: a letter was lost "
            "here",
            id="lost-letter",
        ),
        pytest.param(
            "a\x07b",
            "found the control character U+0007; expected plain text",
            id="bell",
        ),
        pytest.param(
            "a\x1fb",
            "found several texts; expected one text; the parser 'list' reads several",
            id="array",
        ),
        pytest.param(
            "a\u202eb",
            "found the control character U+202E; expected plain text",
            id="turned-direction",
        ),
        pytest.param(
            "Mar-01",
            "found 'Mar-01'; expected what stood there before a spreadsheet made a "
            "date "
            "of it",
            id="gene-name",
        ),
        pytest.param(
            "2-Sep",
            "found '2-Sep'; expected what stood there before a spreadsheet made a date "
            "of it",
            id="gene-name-day-first",
        ),
        pytest.param(
            "1,23E+05",
            "found '1,23E+05'; expected all digits: a spreadsheet has rounded this "
            "number",
            id="rounded",
        ),
        pytest.param(
            "#DIV/0!",
            "found #DIV/0!; expected the value that a formula has lost",
            id="formula",
        ),
        pytest.param(
            "########",
            "found ########; expected the value: a narrow column has hidden it",
            id="hashes",
        ),
    ],
)
def test_finds_what_happened_to_a_text(text: str, told: str) -> None:
    with pytest.raises(CellError) as refused:
        TextCell().parse(text)
    assert str(refused.value) == told


@pytest.mark.parametrize(
    ("separators", "text", "texts"),
    [
        pytest.param([";"], "Reuters;AFP", ("Reuters", "AFP"), id="semicolon"),
        pytest.param([";"], " a ;; b;", ("a", "b"), id="empty-places"),
        pytest.param([",", "\n"], "a, b\nc", ("a", "b", "c"), id="two-separators"),
        pytest.param([";"], f"a{LIST_SEPARATOR}b, c", ("a", "b, c"), id="json"),
    ],
)
def test_takes_lists_apart(
    separators: list[str], text: str, texts: tuple[str, ...]
) -> None:
    cell = ListCell.model_validate({"separators": separators})
    assert cell.parse(text) == Texts(texts)


def test_says_that_a_list_has_no_items() -> None:
    assert ListCell().parse(";;") == Absent("a list without items")


@pytest.mark.parametrize(
    ("parameters", "text", "read"),
    [
        pytest.param({}, "007", "007", id="as-it-stands"),
        pytest.param({"digits": 3, "restore-zeros": True}, "4", "004", id="zeros-back"),
        pytest.param({"pattern": "[A-Z]{3}"}, "AFG", "AFG", id="pattern"),
    ],
)
def test_reads_identifiers(parameters: dict[str, Any], text: str, read: str) -> None:
    assert IdentifierCell.model_validate(parameters).parse(text) == Text(read)


@pytest.mark.parametrize(
    ("parameters", "text", "told"),
    [
        pytest.param(
            {"digits": 3},
            "4",
            "found '4'; expected 3 digits; leading zeros are lost in a spreadsheet",
            id="zeros-lost",
        ),
        pytest.param(
            {"pattern": "[A-Z]{3}"},
            "Afg",
            "found 'Afg'; expected text that matches [A-Z]{3}",
            id="pattern",
        ),
        pytest.param(
            {},
            "1.23E+05",
            "found '1.23E+05'; expected all digits: a spreadsheet has rounded this "
            "number",
            id="rounded",
        ),
    ],
)
def test_says_what_is_no_identifier(
    parameters: dict[str, Any], text: str, told: str
) -> None:
    with pytest.raises(CellError) as refused:
        IdentifierCell.model_validate(parameters).parse(text)
    assert str(refused.value) == told


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        pytest.param({"pattern": "["}, "a regular expression", id="pattern"),
        pytest.param({"restore-zeros": True}, "how many digits", id="zeros"),
    ],
)
def test_refuses_parameters_that_mean_nothing(
    parameters: dict[str, Any], expected: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        IdentifierCell.model_validate(parameters)
    assert expected in refused.value.errors()[0]["ctx"]["expected"]


def test_reads_a_web_address_as_written() -> None:
    address = "https://www.wikidata.org/wiki/Q129003"
    assert UrlCell().parse(address) == Text(address)


@pytest.mark.parametrize(
    "text", ["www.example.org", "ftp://example.org", "https://a b", "javascript:x"]
)
def test_refuses_what_is_no_web_address(text: str) -> None:
    with pytest.raises(CellError, match="expected a web address"):
        UrlCell().parse(text)


CODES = {"stationär": "rally", "sfV": "march"}


def test_looks_a_spelling_up() -> None:
    cell = CodeCell.model_validate({"codes": CODES})
    assert cell.parse(" sfV ") == Code("march")


def test_looks_a_spelling_up_in_either_case_when_declared() -> None:
    cell = CodeCell.model_validate({"codes": CODES, "ignore-case": True})
    assert cell.parse("SFV") == Code("march")


def test_says_which_spellings_are_near() -> None:
    cell = CodeCell.model_validate({"codes": CODES})
    with pytest.raises(CellError) as refused:
        cell.parse("stationaer")
    assert str(refused.value) == "found 'stationaer'; expected a spelling of 'codes'"
    assert refused.value.known == ("stationär", "sfV")
