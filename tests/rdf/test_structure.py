import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf.query.lexer import Token, words
from kg.rdf.query.structure import Reading, Structure, nesting_depth, read_structure
from tests.rdf.complexity import OF


def structure(query: str) -> Structure:
    return read_structure(list(words(query)))


@pytest.mark.parametrize(
    ("query", "depth"),
    [
        pytest.param("SELECT * {}", 1, id="one-group"),
        pytest.param("SELECT * { { ?s ?p (1 [ ?a ?b ]) } }", 4, id="mixed"),
        pytest.param('SELECT * { ?s ?p "{{{{" } # {{{{', 1, id="not-in-strings"),
        pytest.param("SELECT * { ?s <http://e/a> ?o } ", 1, id="not-in-iris"),
        pytest.param("SELECT * { FILTER(!!!true) }", 5, id="negations"),
        pytest.param("SELECT * { FILTER(1<((((#>\n1)))) }", 6, id="operator-like-iri"),
    ],
)
def test_counts_the_deepest_nesting(query: str, depth: int) -> None:
    assert nesting_depth(list(words(query))) == depth


@pytest.mark.parametrize(
    ("body", "patterns"),
    [
        pytest.param("", 0, id="none"),
        pytest.param("?s ?p ?o", 1, id="one"),
        pytest.param("?s a <C> . ?s <p> 1.5 .", 2, id="two"),
        pytest.param("?s <p> ?a ; <q> ?b ; a true .", 3, id="same-subject"),
        pytest.param("?s <p> 1 , 2 , 'c'@nb", 3, id="same-predicate"),
        pytest.param('?s <p> "1"^^<int> , "2"^^x:int ; <q> ?b', 3, id="types"),
        pytest.param("?s <p> [] . [] <p> ?o . [ <p> ?o ]", 3, id="blank-nodes"),
        pytest.param("?s <p> [ <q> [ <r> 1 ] ; <t> 2 ]", 4, id="nested"),
        pytest.param("?s <p> ( 1 2 [ <q> 3 ] )", 8, id="collection"),
        pytest.param("?s <p>/<q>/^<r> ?o", 3, id="sequence"),
        pytest.param("?s (<p>|<q>)*/!(a|^a)+ ?o . ?s ?p ?o", 3, id="path"),
        pytest.param("<<( ?s ?p ?o )>> <q> ?z . <<?s ?p ?o>> <q> 1", 4, id="terms"),
        pytest.param("?s ?p ?o ~ ?r {| <q> 1 ; <r> 2 |} .", 3, id="annotation"),
        pytest.param("FILTER(?a = 1) ?s ?p ?o FILTER regex(?o, 'x')", 1, id="filter"),
        pytest.param("BIND(?a + 1 AS ?b) ?b ?p ?o", 1, id="bind"),
        pytest.param("VALUES (?a ?b) { (1 2) } ?a ?b ?c", 1, id="values"),
        pytest.param("GRAPH ?g { ?s ?p ?o . ?o ?p ?s } ?g ?p ?o", 3, id="graph"),
        pytest.param("{ SELECT ?s WHERE { ?s ?p ?o } LIMIT 1 }", 1, id="subselect"),
        pytest.param("FILTER NOT EXISTS { ?s ?p ?o } ?s ?p ?o", 2, id="exists"),
    ],
)
def test_counts_triple_patterns(body: str, patterns: int) -> None:
    assert structure(f"SELECT * {{ {body} }}").patterns == patterns


@pytest.mark.parametrize(
    ("body", "joined"),
    [
        pytest.param("?s a <C> . ?s <p> ?o", 2, id="patterns"),
        pytest.param("?s <p>/<q>/<r> ?o", 3, id="steps"),
        pytest.param("?s <p>|<q>|<r> ?o", 1, id="alternatives"),
        pytest.param("{ ?s <p> ?o } { ?s <q> ?o } ?s a <C>", 3, id="groups"),
        pytest.param("GRAPH ?g { ?s <p> ?o } ?s a <C>", 2, id="graph"),
        pytest.param("?s a <C> OPTIONAL { ?s <p> 1 ; <q> 2 ; <r> 3 }", 3, id="within"),
        pytest.param("?s a <C> OPTIONAL { ?s <p> 1 }", 2, id="optional"),
        pytest.param("?s a <C> MINUS { ?s <p> 1 }", 2, id="minus"),
        pytest.param("?s a <C> FILTER EXISTS { ?s <p> 1 }", 1, id="exists"),
        pytest.param(
            "?s a <C> { ?s <p> 1 } UNION { ?s <p> 2 } UNION { ?s <p> 3 }", 3, id="union"
        ),
        pytest.param("?s a <C> VALUES ?s { <a> <b> <c> }", 3, id="values"),
        pytest.param(
            "?s a <C> { SELECT * { ?s <p> 1 ; <q> 2 ; <r> 3 } }", 3, id="subselect"
        ),
        pytest.param(
            "?s a <C> { { SELECT * { ?s <p> 1 } } UNION { ?s <q> 1 } }", 3, id="both"
        ),
    ],
)
def test_counts_what_one_group_joins(body: str, joined: int) -> None:
    assert structure(f"SELECT * {{ {body} }}").joined == joined


@pytest.mark.parametrize(
    ("query", "name", "count"),
    [
        pytest.param("ASK { ?s a ?o }", "steps", 1, id="no-path"),
        pytest.param("ASK { ?s <p>/(<q>|^<r>)* ?o . ?s <p> ?o }", "steps", 3, id="p"),
        pytest.param(
            "ASK { {} UNION {} UNION {} OPTIONAL {} }", "branches", 3, id="branches"
        ),
        pytest.param(
            "ASK { VALUES ?a { 1 'b'@nb <c> UNDEF true } }", "rows", 5, id="1"
        ),
        pytest.param('ASK { VALUES ?a { "1"^^<t> "2"^^x:t } }', "rows", 2, id="typed"),
        pytest.param("ASK { VALUES (?a ?b) { (1 2) (3 4) () } }", "rows", 3, id="2"),
        pytest.param("ASK {} VALUES ?a { 1 2 }", "rows", 2, id="after"),
        pytest.param("SELECT ?a (1 AS ?b) ?c {}", "columns", 3, id="columns"),
        pytest.param("SELECT * { ?a ?b ?c }", "columns", 0, id="all"),
        pytest.param("DESCRIBE <a> <b> ?c { ?c a <d> }", "columns", 3, id="describe"),
        pytest.param("DESCRIBE <a>", "columns", 1, id="no-pattern"),
        pytest.param(
            "SELECT (COUNT(?a) AS ?n) { FILTER(true) BIND(1 AS ?b) } "
            "GROUP BY ?c HAVING(?n > 1)",
            "expressions",
            4,
            id="expressions",
        ),
        pytest.param(
            "ASK { FILTER(?a + 1 < 2 && (?b = 3 || ?b IN (4, 5))) }",
            "operators",
            5,
            id="operators",
        ),
        pytest.param("ASK { ?a <p>*/<q>+ 1 }", "operators", 0, id="path-marks"),
        pytest.param("ASK { { { } } }", "groups", 3, id="groups"),
        pytest.param("# two words\nASK { }", "words", 3, id="words"),
    ],
)
def test_counts_other_parts(query: str, name: str, count: int) -> None:
    assert getattr(structure(query), name) == count


@pytest.mark.parametrize(
    ("body", "dear"),
    [
        pytest.param("?a ?b ?c . ?d ?e ?f", True, id="everything-twice"),
        pytest.param("?a a <C> . ?b a <D>", True, id="two-classes"),
        pytest.param("?a <p> ?x . ?b <q> ?y FILTER(?x = ?y)", True, id="by-filter"),
        pytest.param("{ ?a ?b ?c } OPTIONAL { ?d ?e ?f }", True, id="optional"),
        pytest.param("{ SELECT * { ?a ?b ?c . ?d ?e ?f } } ?a ?b 1", True, id="sub"),
        pytest.param("?a <p> ?x . ?y <q> ?b", True, id="two-properties"),
        pytest.param("?a ?b ?c", False, id="everything"),
        pytest.param("?a <p> ?x . ?x <q> ?b", False, id="chain"),
        pytest.param("<a> <p> ?x . <b> <p> ?y", False, id="of-two-things"),
        pytest.param("?a <p> 1 . ?b a <C>", False, id="narrow"),
        pytest.param("?a <p> ?x BIND(IRI(?x) AS ?b) ?b <q> ?c", False, id="by-bind"),
        pytest.param("VALUES ?a { 1 } ?b <p> ?c", False, id="values"),
        pytest.param("?a <p> [ <q> ( ?b ) ] . ?b <r> ?c", False, id="brackets"),
        pytest.param("{ ?a <p> ?b } UNION { ?a <q> ?c } ?c a ?d", False, id="union"),
        pytest.param("?a ?b ?c FILTER EXISTS { ?d ?e ?f }", False, id="exists"),
        pytest.param(
            "{ SELECT ?a (MAX(?x) AS ?m) { ?a <p> ?x } } ?a <q> ?b", False, id="max"
        ),
    ],
)
def test_knows_a_join_of_what_has_nothing_in_common(body: str, dear: bool) -> None:
    assert structure(f"SELECT * {{ {body} }}").dear is dear


_PIECES = st.sampled_from(
    [
        *"{}()[].,;*/+|^?!=<>~-",
        *("<<", "<<(", ">>", ")>>", "{|", "|}", "^^", "&&", "||"),
        *("SELECT", "WHERE", "OPTIONAL", "UNION", "VALUES", "FILTER", "EXISTS"),
        *("BIND", "AS", "GRAPH", "MINUS", "CONSTRUCT", "DESCRIBE", "GROUP", "HAVING"),
        *("?a", "?b", "<a>", "x:y", "'s'", "1", "a", "true", "_:b", "@nb", "UNDEF"),
    ]
)


@given(st.lists(_PIECES, max_size=60))
def test_follows_any_words(pieces: list[str]) -> None:
    found = structure(" ".join(pieces))
    assert 0 <= found.joined <= 2 * len(pieces)
    assert 0 <= found.rows <= len(pieces)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("?a ?b ?c . ", id="scattered"),
        pytest.param("?a ?b ?c . ?c ?d ?e . ", id="joined"),
        pytest.param("{ ?a ?b ?c } UNION ", id="unions"),
        pytest.param("{ SELECT * { ?a ?b ?c ", id="unclosed-subselects"),
        pytest.param("( ", id="lists"),
        pytest.param("OPTIONAL { ?a ?b ?c } ", id="optionals"),
        pytest.param("?s ?p [ ?a ?b ; ", id="unclosed-brackets"),
        pytest.param("BIND(?a AS ?b) ", id="binds"),
    ],
)
def test_follows_many_words_in_a_time_that_grows_with_them(text: str) -> None:
    found = list(words("SELECT * { " + text * 3_000))
    more = list(words("SELECT * { " + text * 12_000))
    assert seconds(more) < 12 * seconds(found) + 0.05


@given(st.sampled_from(sorted(OF)), st.integers(1, 40))
def test_counts_the_same_in_parts_as_at_once(name: str, size: int) -> None:
    found = list(words(OF[name](30)))
    reading = Reading()
    for start in range(0, len(found), size):
        reading.read(found[start : start + size])
    assert reading.end() == read_structure(found)


def seconds(found: list[Token]) -> float:
    """Measure the processor time of the quickest of three."""
    times = []
    for _ in range(3):
        start = time.process_time()
        read_structure(found)
        times.append(time.process_time() - start)
    return min(times)
