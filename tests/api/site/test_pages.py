"""What people read on the pages of the first source."""

from collections.abc import Callable

import pytest

from tests.api.site.conftest import Open

Local = Callable[[str, str], str]
ACTION = "/page/event/solidarity-action-16-january"


@pytest.mark.parametrize(
    "words",
    [
        "Solidarity action for political prisoners in Belarus",
        "16 January, year not stated",
        "The source states the day and the month, not the year.",
        "Judged: 16 January 2011 (likely)",
        "Because: The article",
        "Where Not stated in the source.",
        "Day of Solidarity with Belarus",
        "Supporters 14",
        "Rafto Foundation",
        "printed as Countryside Council for Norwegian Children and Youth Council (LNU)",
        "Asked of Norwegian authorities, about Belarusian authorities",
        "Put more pressure on the Belarusian government",
        "Through this, 4 more were pursued, of Belarusian authorities",
        "displays of portraits Sharp 25",
        "Protect the journalist and the freedom of expression in Belarus",
        "Information about detainees and raids in Belarus",
        "Responds to Arrests after the election",
        "Licence — unknown: facts and short quotations only.",
        "https://w3id.org/hrsolidarity/id/event/solidarity-action-16-january",
    ],
)
def test_the_action_of_16_january(visit: Open, words: str) -> None:
    assert words in visit(ACTION)


def test_the_action_in_norwegian(visit: Open) -> None:
    page = visit(ACTION, "nb, en;q=0.5")
    assert page.headings[0] == (
        "h1",
        "Solidaritetsaksjon for politiske fanger i Belarus",
    )
    assert '<h1 class="" lang="nb">' in page.source
    assert "Støttespiller 14" in page


@pytest.mark.parametrize(
    ("kind", "key", "words"),
    [
        pytest.param(
            "event",
            "post-election-arrests",
            [
                "after Presidential election in Belarus",
                "Not before 19 December 2010.",
                "Belarus (implied)",
                "more than 600 people",
                "asserted",
                "600 people",
                "in a headline only",
                "differs from more than 600 people",
                "Chosen (likely)",
                "Is answered by Solidarity action for political prisoners in Belarus",
            ],
            id="act",
        ),
        pytest.param(
            "event",
            "alleged-riots",
            ["alleged", "It is not established that this took place"],
            id="alleged-event",
        ),
        pytest.param(
            "event",
            "post-election-jailings",
            ["from 5 to 15 years", "organizing riots", "not established"],
            id="claims-about-a-group",
        ),
        pytest.param(
            "event",
            "four-disappearances",
            ["A sum of several events", "indicated", "Said to be involved"],
            id="aggregate",
        ),
        pytest.param(
            "event",
            "public-information-16-january",
            ["on behalf of Human Rights House Foundation, Norwegian Helsinki"],
            id="on-behalf-of",
        ),
        pytest.param(
            "person",
            "viktor-gonchar",
            [
                "Віктар Ганчар",
                "Viktar Hanchar Belarusian, in Latin letters",
                "former deputy speaker, Belarusian Parliament",
                "Friend of Anatoly Krasovsky",
                "Why named here",
                "Disappearance of two people in 1999",
                "as victim",
                "May be the same as",
            ],
            id="person",
        ),
        pytest.param(
            "organisation",
            "amnesty-international-norway",
            ["Amnesty International Norge", "as supporter", "as organiser", "Norway"],
            id="organisation",
        ),
        pytest.param(
            "organisation",
            "norwegian-authorities",
            ["Asked for something", "Put more pressure on the Belarusian government"],
            id="addressee",
        ),
        pytest.param(
            "group",
            "four-dissidents",
            ["Stated to be 4; 2 are named, 2 are not.", "Viktor Gonchar"],
            id="group",
        ),
        pytest.param(
            "place",
            "oslo",
            ["In Norway", "Silent protest in Oslo", "27 April 2010"],
            id="place",
        ),
        pytest.param(
            "series",
            "day-of-solidarity-with-belarus",
            [
                "from 16 October 2005 on",
                "Judged: held every month, on day 16",
                "First solidarity action in Belarus",
                "Commemorates Disappearance of two people in 1999",
            ],
            id="series",
        ),
        pytest.param(
            "demand",
            "assistance-for-prisoners",
            [
                "legal assistance, medical assistance",
                "Sought through Put more pressure on the Belarusian government",
                "Outcome Not known here.",
            ],
            id="demand",
        ),
        pytest.param(
            "claim",
            "headline-600-arrested",
            [
                "Arrests after the election: number of victims",
                "It is read in a title alone",
                "more than 600 people",
                "which was not read",
            ],
            id="claim",
        ),
        pytest.param(
            "document",
            "norway-release-political-prisoners",
            [
                "We have read its text.",
                "The text does not state its title.",
                "The text does not state its author.",
                "Judged: Human Rights House Foundation",
                "3907 characters",
                "Silent protest in Oslo",
                "a document behind a lost link",
            ],
            id="document",
        ),
        pytest.param(
            "document",
            "election-aftermath",
            ["Only its title is known: we have not read it.", "at least 200 people"],
            id="title-only",
        ),
        pytest.param(
            "judgement",
            "year-of-the-action",
            ["Because The article", "16 January, year not stated", "likely"],
            id="judgement",
        ),
        pytest.param(
            "passage",
            "norway-release-political-prisoners.r1.80-109",
            ["arrested more than 600 people", "characters 80 to 109", "Arrests after"],
            id="passage",
        ),
        pytest.param(
            "time",
            "norway-release-political-prisoners.r1.today",
            [
                "About 19 January 2011",
                "one month after Presidential election in Belarus",
                "Raids on homes and offices",
            ],
            id="time",
        ),
        pytest.param(
            "slogan",
            "slogan-free-belarus",
            ["Free Belarus", "What points at it", "Solidarity action"],
            id="no-page-of-its-own",
        ),
    ],
)
def test_a_page_of_every_kind(
    visit: Open, local: Local, kind: str, key: str, words: list[str]
) -> None:
    page = visit(f"/page/{local(kind, key)}")
    assert [phrase for phrase in words if phrase not in page] == []


@pytest.mark.parametrize(
    ("path", "title"),
    [
        pytest.param(
            "/page/participation/solidarity-action-16-january.supporter.rafto-foundation",
            "Rafto Foundation · supporter · "
            "Solidarity action for political prisoners in Belarus",
            id="participation",
        ),
        pytest.param(
            "/page/affiliation/d9dqz5d.norwegian-helsinki-committee",
            "Berit Lindeman · Norwegian Helsinki Committee",
            id="affiliation",
        ),
        pytest.param(
            "/page/relation/strategy-31-demonstration-oslo.previous-in-kind"
            ".solidarity-action-16-january",
            "Demonstration in Oslo for “Strategy 31” · previous of its kind · "
            "Solidarity action for political prisoners in Belarus",
            id="relation",
        ),
    ],
)
def test_what_has_no_name_is_called_by_what_it_connects(
    visit: Open, path: str, title: str
) -> None:
    assert ("h1", title) in visit(path).headings


@pytest.mark.parametrize(
    ("path", "words"),
    [
        pytest.param(
            "/", ["Who stood up for whom", "16 January 2011 (judged)"], id="/"
        ),
        pytest.param("/vocab", ["Event type", "Role"], id="vocab"),
        pytest.param("/vocab/event-type", ["civic action", "arrest"], id="scheme"),
        pytest.param(
            "/vocab/event-type/arrest",
            ["People are seized by the authorities.", "Arrests after the election"],
            id="concept",
        ),
        pytest.param("/ontology", ["hs:CivicAction", "hs:judgedTime"], id="ontology"),
        pytest.param("/ontology/1.0.0", ["hs:CivicAction"], id="version"),
        pytest.param(
            "/graph/source/norway-release-political-prisoners/r1",
            ["Graph of a source", "facts and short quotations only"],
            id="graph",
        ),
        pytest.param("/queries", ["For researchers", "Timeline"], id="questions"),
        pytest.param("/about", ["People", "taken down", "CC BY 4.0"], id="about"),
        pytest.param("/dataset", ["graph.nq", "SHA256SUMS"], id="dataset"),
        pytest.param("/sparql", ["Ask in SPARQL", "Timeline"], id="sparql"),
    ],
)
def test_the_other_pages(visit: Open, path: str, words: list[str]) -> None:
    page = visit(path)
    assert [phrase for phrase in words if phrase not in page] == []


class TestFinding:
    @pytest.mark.parametrize(
        ("words", "found"),
        [
            pytest.param("HELSIN", "Norwegian Helsinki Committee", id="case"),
            pytest.param("Helsingforskomité", "Norwegian Helsinki", id="language"),
            pytest.param("Ганчар", "Viktor Gonchar", id="script"),
            pytest.param("Journalist Union", "Norwegian Union of Jour", id="printed"),
            pytest.param("600 arrested", "Election aftermath in Belarus", id="title"),
            pytest.param("torchlight", "Torchlight procession in Oslo", id="event"),
            pytest.param("  free   belarus ", "Free Belarus", id="blanks"),
        ],
    )
    def test_by_any_name(self, visit: Open, words: str, found: str) -> None:
        assert found in visit(f"/search?q={words}")

    def test_says_that_nothing_has_the_name(self, visit: Open) -> None:
        assert "Nothing has a name with “qqq” in it." in visit("/search?q=qqq")

    def test_asks_for_nothing_when_nothing_is_asked(self, visit: Open) -> None:
        assert "found" not in visit("/search").text

    def test_shows_what_was_typed_and_runs_none_of_it(self, visit: Open) -> None:
        page = visit('/search?q="><script>alert(1)</script>{}')
        assert "<script>" not in page.source
        assert "&lt;script&gt;" in page.source


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/vocab/basis/stated", "stated, basis"),
        ("/vocab/date-basis/stated", "stated, basis of a date"),
        ("/vocab/known/stated", "stated, how far known"),
    ],
)
def test_concepts_of_one_name_are_told_apart_by_their_vocabulary(
    visit: Open, path: str, title: str
) -> None:
    assert f"<title>{title} " in visit(path).source
