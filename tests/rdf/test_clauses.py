import pytest

from kg.rdf.query.clauses import from_clauses


@pytest.mark.parametrize(
    ("query", "default", "named"),
    [
        pytest.param("SELECT * { ?s ?p 'FROM <x>' }", [], [], id="none"),
        pytest.param(
            "SELECT * FROM <http://e/a> FROM NAMED <http://e/b> {}",
            ["http://e/a"],
            ["http://e/b"],
            id="iris",
        ),
        pytest.param(
            r"PREFIX e: <http://e/> ASK FROM e:a\#b from named e:c {}",
            ["http://e/a#b"],
            ["http://e/c"],
            id="names",
        ),
        pytest.param(
            "BASE <http://e/f/> PREFIX : <x/> CONSTRUCT {} FROM <a> FROM :b {}",
            ["http://e/f/a", "http://e/f/x/b"],
            [],
            id="relative",
        ),
        pytest.param(
            "DESCRIBE <a> FROM <b>",
            ["https://w3id.org/hrsolidarity/b"],
            [],
            id="our-base",
        ),
        pytest.param("SELECT * FROM", [], [], id="cut-off"),
        pytest.param("SELECT * FROM x:y FROM NAMED ?z {}", [], [], id="unreadable"),
        pytest.param("PREFIX", [], [], id="cut-off-prologue"),
        pytest.param(
            "BASE <http://e/> PREFIX a: <http://e/a#> PREFIX b: <b#> "
            "ASK FROM a:x FROM b:y {}",
            ["http://e/a#x", "http://e/b#y"],
            [],
            id="fragments",
        ),
        pytest.param("ASK FROM <//[> {}", [], [], id="no-address"),
    ],
)
def test_reads_the_graphs_a_query_chooses(
    query: str, default: list[str], named: list[str]
) -> None:
    clauses = from_clauses(query)
    assert (clauses.default, clauses.named) == (default, named)
