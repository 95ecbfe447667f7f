import pytest

from kg.api.http.negotiation import HTML, choose, named, require
from kg.errors import NotAcceptableError, UnexpectedValueError
from kg.rdf.formats import CSV, JSON, JSON_LD, N_TRIPLES, RDF_XML, TURTLE, XML, Format

GRAPHS = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML)
RESULTS = (JSON, XML, CSV)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        pytest.param(None, "text/turtle", id="no-header"),
        pytest.param("", "text/turtle", id="empty"),
        pytest.param("*/*", "text/turtle", id="anything"),
        pytest.param("application/rdf+xml", "application/rdf+xml", id="one"),
        pytest.param("APPLICATION/LD+JSON", "application/ld+json", id="case"),
        pytest.param("application/x-turtle", "application/x-turtle", id="alias"),
        pytest.param(
            "text/turtle;q=0.5, application/ld+json;q=0.7",
            "application/ld+json",
            id="weights",
        ),
        pytest.param(
            "text/turtle;q=0, */*", "application/turtle", id="alias-of-refused"
        ),
        pytest.param("application/*", "application/turtle", id="kind"),
        pytest.param(
            "*/*;q=0.9, text/turtle;q=0.1", "application/turtle", id="precise-wins"
        ),
        pytest.param(
            "text/html;q=0.9, application/n-triples;q=0.8",
            "application/n-triples",
            id="next-best",
        ),
        pytest.param(
            "application/ld+json;profile=x", "application/ld+json", id="parameter"
        ),
        pytest.param(
            "nonsense, application/rdf+xml", "application/rdf+xml", id="noise"
        ),
        pytest.param("text/turtle;q=x, text/plain", "text/plain", id="bad-weight"),
    ],
)
def test_chooses_what_the_client_likes_best(
    accept: str | None, media_type: str
) -> None:
    choice = choose(accept, GRAPHS)
    assert choice is not None
    assert choice.media_type == media_type


@pytest.mark.parametrize("accept", ["image/png", "text/turtle;q=0", "nonsense"])
def test_chooses_nothing_when_nothing_is_accepted(accept: str) -> None:
    assert choose(accept, (TURTLE,)) is None


def test_what_must_be_chosen_or_refused() -> None:
    with pytest.raises(NotAcceptableError, match="text/csv"):
        require("image/png", (CSV,))


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        pytest.param(
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            True,
            id="browser",
        ),
        pytest.param("*/*", False, id="curl"),
        pytest.param("text/turtle, text/html;q=0.5", False, id="data-first"),
        pytest.param("text/html", True, id="page-alone"),
    ],
)
def test_a_page_is_for_those_who_ask_for_one(accept: str, page: bool) -> None:
    choice = choose(accept, (*GRAPHS, HTML))
    assert choice is not None
    assert (choice.offer is HTML) is page


@pytest.mark.parametrize(
    ("names", "among", "found"),
    [
        pytest.param([], RESULTS, None, id="none"),
        pytest.param(["csv"], RESULTS, CSV, id="name"),
        pytest.param(["text/csv"], RESULTS, CSV, id="media-type"),
        pytest.param(["pdf", "xml"], RESULTS, XML, id="first-known"),
        pytest.param(["xml"], GRAPHS, RDF_XML, id="by-what-it-holds"),
    ],
)
def test_finds_the_format_asked_for_by_name(
    names: list[str], among: tuple[Format, ...], found: Format | None
) -> None:
    assert named(names, among) is found


def test_an_unknown_name_is_told_the_nearest() -> None:
    with pytest.raises(UnexpectedValueError, match="did you mean turtle"):
        named(["turtel"], GRAPHS)


def test_a_format_for_other_things_is_not_acceptable() -> None:
    with pytest.raises(NotAcceptableError, match="csv cannot hold this answer"):
        named(["csv"], GRAPHS)
