# ruff: noqa: RUF001 - dashes as printed
"""Dates are read as precisely as they are written, in five languages."""

import pytest

from kg.importers.suggestions.cues import read_cues
from kg.importers.suggestions.moments import find_moments, time_record
from kg.model.text import SourceText


def read(words: str, language: str) -> list[tuple[str, str]]:
    text, cues = SourceText.from_text(words), read_cues(language)
    assert cues is not None
    return [(text.at(it.span), it.edtf) for it in find_moments(text, cues)]


@pytest.mark.parametrize(
    ("words", "language", "quoted", "edtf"),
    [
        ("on 16 January 2011,", "en", "16 January 2011", "2011-01-16"),
        ("on the 16th of January", "en", "16th of January", "XXXX-01-16"),
        ("January 16, 2011.", "en", "January 16, 2011", "2011-01-16"),
        ("On 16 January.", "en", "16 January", "XXXX-01-16"),
        ("November 19.", "en", "November 19", "XXXX-11-19"),
        ("in January 2011", "en", "January 2011", "2011-01"),
        ("since 1999,", "en", "since 1999", "1999/.."),
        ("since 3 May 1999", "en", "since 3 May 1999", "1999-05-03/.."),
        ("in 2010.", "en", "in 2010", "2010"),
        (
            "between 12 and 14 March 2012",
            "en",
            *(["between 12 and 14 March 2012"] * 1),
            "2012-03-12/2012-03-14",
        ),
        ("10–12 December 2010", "en", "10–12 December 2010", "2010-12-10/2010-12-12"),
        ("2011-01-16", "en", "2011-01-16", "2011-01-16"),
        ("den 10. desember 2011", "nb", "10. desember 2011", "2011-12-10"),
        ("siden 2005", "nb", "siden 2005", "2005/.."),
        ("am 3. März 2012", "de", "3. März 2012", "2012-03-03"),
        ("am 16.1.2011", "de", "16.1.2011", "2011-01-16"),
        ("16 октября 2011 года", "ru", "16 октября 2011", "2011-10-16"),
        ("в апреле 2010", "ru", "апреле 2010", "2010-04"),
        ("16 снежня 2011", "be", "16 снежня 2011", "2011-12-16"),
        ("on 31 February 2011", "en", "February 2011", "2011-02"),
        ("20,000 people and 1,984 more", "en", "", ""),
        ("the march of 300", "en", "", ""),
    ],
)
def test_a_date_is_read(words: str, language: str, quoted: str, edtf: str) -> None:
    assert read(words, language) == ([(quoted, edtf)] if quoted else [])


def test_a_date_without_a_year_says_so() -> None:
    text, cues = SourceText.from_text("On 16 January. On 16 January."), read_cues("en")
    assert cues is not None
    second = find_moments(text, cues)[1]

    assert time_record(text, second) == {
        "edtf": "XXXX-01-16",
        "basis": "stated-partial",
        "quote": {"exact": "16 January", "nth": 2},
    }
