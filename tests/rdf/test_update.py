"""Updates read from their words: what they change, and what is refused."""

import pytest

from kg.errors import (
    QueryError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTooComplexError,
)
from kg.rdf.query.complexity import Allowed
from kg.rdf.query.update import admit_update

G, H = "http://example.org/g", "http://example.org/h"


@pytest.mark.parametrize(
    ("text", "graphs"),
    [
        pytest.param("INSERT DATA { <a:s> <a:p> 1 }", ("default",), id="data"),
        pytest.param(
            f"INSERT DATA {{ GRAPH <{G}> {{ <a:s> <a:p> 'x;y' }} }}", (G,), id="named"
        ),
        pytest.param(
            "PREFIX e: <http://example.org/> INSERT DATA { <a:s> <a:p> 1 } ; "
            "DELETE DATA { GRAPH e:g { <a:s> <a:p> 1 } }",
            ("default", G),
            id="two-operations",
        ),
        pytest.param(
            f"WITH <{G}> DELETE {{ ?s ?p 1 }} INSERT {{ GRAPH <{H}> {{ ?s ?p 2 }} }} "
            "WHERE { GRAPH <a:read> { ?s ?p 1 } }",
            (G, H),
            id="with",
        ),
        pytest.param("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }", ("*",), id="variable"),
        pytest.param("CLEAR ALL", ("*",), id="all"),
        pytest.param("DROP SILENT DEFAULT", ("default",), id="drop"),
        pytest.param(f"COPY DEFAULT TO <{G}>", ("default", G), id="copy"),
        pytest.param("# nothing", (), id="nothing"),
        pytest.param(
            "CREATE GRAPH <g>", ("https://w3id.org/hrsolidarity/g",), id="relative"
        ),
    ],
)
def test_names_the_graphs_that_may_change(text: str, graphs: tuple[str, ...]) -> None:
    assert admit_update(text).graphs == graphs


@pytest.mark.parametrize(
    ("text", "error"),
    [
        pytest.param("SELECT * {}", QuerySyntaxError, id="query"),
        pytest.param("{ ?s ?p ?o }", QuerySyntaxError, id="no-verb"),
        pytest.param("INSERT DATA { <a:s> <a:p> 'x }", QuerySyntaxError, id="endless"),
        pytest.param("LOAD <http://127.0.0.1/>", QueryRefusedError, id="load"),
        pytest.param(
            "INSERT DATA {} ; LOAD SILENT <file:/etc/passwd> INTO GRAPH <a:g>",
            QueryRefusedError,
            id="load-later",
        ),
        pytest.param(
            "INSERT {} WHERE { FILTER(1<'>')} ; LOAD <http://x/> # '",
            QueryRefusedError,
            id="load-where-we-read-a-string",
        ),
        pytest.param(
            "INSERT {} WHERE { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
            QueryRefusedError,
            id="service",
        ),
        pytest.param(
            "INSERT DATA { <a:s> <a:p> <<( <a:s> <a:p> 1 )>> }",
            QueryRefusedError,
            id="triple-in-triple",
        ),
        pytest.param(
            f"INSERT DATA {{ <a:s> <a:p> {'(' * 200}{')' * 200} }}",
            QueryTooComplexError,
            id="deep",
        ),
        pytest.param(
            f"INSERT {{}} WHERE {{ {'?a ?b ?c . ' * 70} }}",
            QueryTooComplexError,
            id="joins",
        ),
    ],
)
def test_refuses_what_would_fetch_or_break(text: str, error: type[QueryError]) -> None:
    with pytest.raises(error):
        admit_update(text)


def test_data_may_be_long() -> None:
    triples = " . ".join(f"<a:s> <a:p> {number}" for number in range(2_000))
    assert admit_update(f"INSERT DATA {{ {triples} }}").graphs == ("default",)


def test_words_are_bounded() -> None:
    with pytest.raises(QueryTooComplexError, match="words"):
        admit_update("INSERT DATA { <a:s> <a:p> 1 }", Allowed(words=5))


def test_a_text_may_speak_of_downloads() -> None:
    found = admit_update("INSERT DATA { <a:s> <a:p> 'Download: <3 of them' }")
    assert found.graphs == ("default",)


def test_patterns_are_about_the_graphs_that_the_request_names() -> None:
    found = admit_update(
        "DELETE WHERE { ?s ?p 1 }; INSERT { ?s ?p 2 } WHERE { ?s ?p 3 }"
    )
    assert not found.chooses
    assert found.using([G], [H]) == (
        f"DELETE {{ ?s ?p 1 }} USING <{G}> USING NAMED <{H}> WHERE {{ ?s ?p 1 }}; "
        f"INSERT {{ ?s ?p 2 }} USING <{G}> USING NAMED <{H}> WHERE {{ ?s ?p 3 }}"
    )


@pytest.mark.parametrize("clause", ["USING <a:g>", "USING NAMED <a:g>"])
def test_an_update_may_choose_for_itself(clause: str) -> None:
    assert admit_update(f"INSERT {{ ?s ?p 2 }} {clause} WHERE {{ ?s ?p 1 }}").chooses
    assert admit_update("WITH <a:g> DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }").chooses


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (
            "INSERT DATA { <a:s> <a:p> 1 }",
            f"INSERT DATA {{ GRAPH <{G}> {{ <a:s> <a:p> 1 }} }}",
        ),
        ("DELETE WHERE { ?s ?p 1 }", f"DELETE WHERE {{ GRAPH <{G}> {{ ?s ?p 1 }} }}"),
        (
            "DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }",
            f"WITH <{G}> DELETE {{ ?s ?p 1 }} WHERE {{ ?s ?p 1 }}",
        ),
        (f"INSERT DATA {{ GRAPH <{H}> {{ <a:s> <a:p> 1 }} }}", None),
        ("INSERT { ?s ?p 2 } WHERE { GRAPH <a:h> { ?s ?p 1 } }", None),
        ("CLEAR ALL", None),
        ("WITH <a:g> DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }", None),
    ],
)
def test_an_update_may_be_of_one_graph(text: str, written: str | None) -> None:
    assert admit_update(text).within(G) == written
