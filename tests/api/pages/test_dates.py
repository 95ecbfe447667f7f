import pytest

from kg.api.pages.dates import edtf_in_words


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        pytest.param("2010-12-19", "19 December 2010", id="day"),
        pytest.param("2011-01", "January 2011", id="month"),
        pytest.param("1999", "1999", id="year"),
        pytest.param("201X", "the 2010s", id="decade"),
        pytest.param("19XX", "a year from 1900 to 1999", id="century"),
        pytest.param("XXXX-01-16", "16 January, year not stated", id="no-year"),
        pytest.param("2011-01-XX", "January 2011", id="day-not-known"),
        pytest.param("2011-01-19~", "about 19 January 2011", id="about"),
        pytest.param("2011?", "perhaps 2011", id="unsure"),
        pytest.param("2010-12-19/..", "from 19 December 2010 on", id="open-end"),
        pytest.param("1999/", "from 1999, until when is not known", id="unknown-end"),
        pytest.param("../2011-01", "until January 2011", id="open-start"),
        pytest.param("2010/2011-02", "from 2010 to February 2011", id="both"),
        pytest.param("in the spring", "in the spring", id="no-edtf"),
    ],
)
def test_a_date_is_said_no_more_precisely_than_it_is_known(
    edtf: str, words: str
) -> None:
    assert edtf_in_words(edtf) == words
