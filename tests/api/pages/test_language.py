import pytest
from pyoxigraph import Literal

from kg.api.pages.language import Label, choose, read_languages

TEXTS = [
    Literal("Viktor Gonchar", language="en"),
    Literal("Віктар Ганчар", language="be"),
    Literal("Viktar Hanchar", language="be-latn"),
    Literal("Norwegian PEN"),
]


@pytest.mark.parametrize(
    ("header", "languages"),
    [
        pytest.param(None, ("en",), id="none"),
        pytest.param("nb, en;q=0.8", ("nb", "en"), id="order"),
        pytest.param("en;q=0.2, ru;q=0.9", ("ru", "en"), id="weights"),
        pytest.param("be-BY", ("be-by", "be", "en"), id="region"),
        pytest.param("no", ("nb", "en"), id="no-is-nb"),
        pytest.param("nn", ("nb", "en"), id="nn-reads-nb"),
        pytest.param("nb;q=0, *", ("en",), id="refused"),
        pytest.param("ru;q=high", ("en",), id="no-weight"),
    ],
)
def test_reads_what_a_browser_asks_for(
    header: str | None, languages: tuple[str, ...]
) -> None:
    assert read_languages(header) == languages


@pytest.mark.parametrize(
    ("languages", "chosen"),
    [
        pytest.param(("en",), Label("Viktor Gonchar", "en"), id="english"),
        pytest.param(("be", "en"), Label("Віктар Ганчар", "be"), id="belarusian"),
        pytest.param(("ru", "en"), Label("Viktor Gonchar", "en"), id="fall-back"),
        pytest.param(("uk",), Label("Norwegian PEN", ""), id="any"),
    ],
)
def test_chooses_the_text_a_reader_reads_best(
    languages: tuple[str, ...], chosen: Label
) -> None:
    assert choose(TEXTS, languages) == chosen


def test_a_script_is_better_than_another_language() -> None:
    assert choose(TEXTS[2:], ("be",)) == Label("Viktar Hanchar", "be-latn")


def test_tags_are_written_as_bcp_47_recommends() -> None:
    assert Label("Viktar Hanchar", "be-latn").tag == "be-Latn"


def test_words_that_are_withheld_are_told_as_such() -> None:
    """Nobody knows what a link is that is called "…"."""
    withheld = Label("withheld, for it may name somebody", "en")

    assert Label.of(Literal("…", language="de")) == withheld
    assert Label.of(Literal("… on 2011-01-16", language="en")).text[0] == "…"
