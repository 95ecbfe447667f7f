"""Hostile queries and uploads, and how each must end: the one table of them.

`tests/endpoint/test_bombs.py` throws each once; `bench/bombs.py` throws them in turn
while a good query runs beside.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

P = "<http://example.org/name>"
ANY = "(<a:x>|!<a:x>)*"
JOIN = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SPARQL = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"

SYNTAX = frozenset([400])
FORBIDDEN = frozenset([403])
COMPLEX = frozenset([422])
DEAR = frozenset([503, 504])
"""Memory or time runs out: which one first depends on the machine."""
PLANNED = frozenset([422, 503, 504])
"""Refused by its numbers, or ended while the engine makes a plan."""
UNTAKEN = frozenset([415])


@dataclass(frozen=True, slots=True)
class Bomb:
    """A request that is meant to do harm, and the statuses it may end in."""

    name: str
    content: bytes
    statuses: frozenset[int]
    media_type: str = SPARQL
    headers: Mapping[str, str] = field(default_factory=dict)


def query(name: str, text: str, statuses: frozenset[int]) -> Bomb:
    return Bomb(name, text.encode(), statuses)


def upload(name: str, media_type: str, text: str) -> Bomb:
    return Bomb(name, text.encode(), UNTAKEN, media_type)


def nested(opening: str, core: str, closing: str, times: int) -> str:
    return opening * times + core + closing * times


def listed(item: str, times: int, separator: str = " ") -> str:
    """Write an item many times, `#` being its number."""
    return separator.join(item.replace("#", str(number)) for number in range(times))


NESTING = (
    query("braces", "SELECT * " + nested("{", "", "}", 1000), COMPLEX),
    query("braces-unclosed", "SELECT * " + "{" * 2200, COMPLEX),
    query("parentheses", f"ASK {{ FILTER({nested('(', '1', ')', 5000)}) }}", COMPLEX),
    query("calls", f"ASK {{ FILTER({nested('ABS(', '1', ')', 5000)}) }}", COMPLEX),
    query("negations", "ASK { FILTER(" + "!" * 5000 + "true) }", COMPLEX),
    query("optionals", "ASK { " + nested("OPTIONAL { ", "", "}", 2700) + " }", COMPLEX),
    query("optional-chain", "ASK {" + " OPTIONAL { ?s ?p ?o }" * 2700 + " }", COMPLEX),
    query("unions", "ASK { {} " + "UNION {} " * 7000 + "}", COMPLEX),
    query(
        "minuses", "ASK { " + nested("?s ?p ?o MINUS { ", "", "}", 700) + " }", COMPLEX
    ),
    query(
        "not-exists",
        "ASK { " + nested("FILTER NOT EXISTS { ", "", "}", 700) + " }",
        COMPLEX,
    ),
    query("subqueries", "ASK " + nested("{ SELECT * ", "{}", "}", 700), COMPLEX),
    query("path-groups", f"ASK {{ ?s {nested('(', P, ')*', 3000)} ?o }}", COMPLEX),
    query(
        "triple-terms",
        f"ASK {{ ?s ?p {nested('<<( ?s ?p ', '1', ' )>>', 1000)} }}",
        COMPLEX,
    ),
    query(
        "reifiers", f"ASK {{ {nested('<< ', '?s', ' ?p ?o >>', 1000)} ?p ?o }}", COMPLEX
    ),
    query(
        "annotations",
        f"ASK {{ ?s ?p ?o {nested('{| ?p ?o ', '', '|}', 1000)} }}",
        COMPLEX,
    ),
    query("collections", f"ASK {{ ?s ?p {nested('( ', '1', ' )', 1000)} }}", COMPLEX),
    query(
        "blank-nodes", f"ASK {{ ?s ?p {nested('[ ?p ', '1', ' ]', 1000)} }}", COMPLEX
    ),
)

LENGTH = (
    query("sums", f"SELECT (1{'+1' * 20_000} AS ?x) {{}}", DEAR | COMPLEX),
    query("alternatives", f"ASK {{ ?s {listed('a', 20_000, '|')} ?o }}", PLANNED),
    query("steps", f"ASK {{ ?s {listed(P, 3000, '/')} ?o }}", PLANNED),
    query("patterns", f"SELECT * {{ {listed('?s# ?p# ?o# .', 300)} }}", PLANNED),
    query("joined-patterns", f"ASK {{ {listed('?x ?p# ?x .', 400)} }}", PLANNED),
    query("projection", f"SELECT {listed('?v#', 50_000)} {{}}", PLANNED),
    query(
        "template", f"CONSTRUCT {{{'?s ?p ?o . ' * 10_000}}} {{ ?s ?p ?o }}", PLANNED
    ),
    query("binds", f"SELECT * {{ {listed('BIND(1 AS ?v#)', 20_000)} }}", PLANNED),
    query("filters", f"ASK {{ {listed('FILTER(?v#)', 20_000)} }}", PLANNED),
    query(
        "values",
        "SELECT (COUNT(*) AS ?n) { "
        f"VALUES ?a {{{' 1' * 20_000}}} VALUES ?b {{{' 1' * 20_000}}} }}",
        PLANNED,
    ),
    query("values-of-a-megabyte", f"ASK {{ VALUES ?a {{{' 1' * 400_000}}} }}", COMPLEX),
    query("marks-of-a-megabyte", "ASK { " + ". " * 500_000 + "}", COMPLEX),
    query("dotted-word", "ASK { " + "a." * 30_000 + " }", SYNTAX),
    query("dotted-words", "ASK { " + "a . " * 30_000 + " }", SYNTAX),
    query("escaped-quotes", 'ASK { "' + '\\"' * 300_000 + " }", SYNTAX),
    query("letters", "ASK { " + "é" * 90_000 + " }", SYNTAX),
    query("words", "ASK { " + "é " * 45_000 + " }", SYNTAX),
)

WORK = (
    query("cartesian-count", f"SELECT (COUNT(*) AS ?n) {JOIN}", DEAR),
    query("cartesian-order", f"SELECT * {JOIN} ORDER BY ?c ?f ?i", DEAR),
    query("cartesian-order-limit", f"SELECT * {JOIN} ORDER BY ?c LIMIT 1", DEAR),
    query("cartesian-ask", f"ASK {{ {JOIN} FILTER(?c = ?f && ?f != ?c) }}", DEAR),
    query("group-concat", f"SELECT (GROUP_CONCAT(?c) AS ?n) {JOIN}", DEAR),
    query(
        "group-by", f"SELECT ?a ?d ?g (COUNT(*) AS ?n) {JOIN} GROUP BY ?a ?d ?g", DEAR
    ),
    query(
        "doubled-string",
        "SELECT (STRLEN(?s30) AS ?n) { BIND('aaaaaaaaaaaaaaaa' AS ?s0) "
        + " ".join(f"BIND(CONCAT(?s{n}, ?s{n}) AS ?s{n + 1})" for n in range(30))
        + " }",
        DEAR,
    ),
    query(
        "replaced-string",
        "SELECT (STRLEN(?s9) AS ?n) { BIND('aaaaaaaaaaaaaaaa' AS ?s0) "
        + " ".join(
            f"BIND(REPLACE(?s{n}, 'a', 'aaaaaaaaaaaaaaaa') AS ?s{n + 1})"
            for n in range(9)
        )
        + " }",
        DEAR,
    ),
    query(
        "regex",
        "SELECT * { ?s ?p ?o FILTER REGEX(STR(?o), '(((a{100}){100}){100}){100}') }",
        DEAR,
    ),
    query(
        "regex-of-data",
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f "
        "FILTER REGEX(STR(?c), CONCAT(STR(?f), '.*.*.*')) }",
        DEAR,
    ),
    query(
        "closures",
        f"SELECT (COUNT(*) AS ?n) {{ ?a {ANY} ?b . ?c {ANY} ?d }}",
        DEAR,
    ),
    query("hashes", f"SELECT (MAX(SHA512(CONCAT(?c, ?f, ?i))) AS ?n) {JOIN}", DEAR),
)

CALL = "<http://127.0.0.1:9/> { ?s ?p ?o }"
ELSEWHERE = (
    query("service", f"ASK {{ SERVICE {CALL} }}", FORBIDDEN),
    query("service-silent", f"ASK {{ SERVICE SILENT {CALL} }}", FORBIDDEN),
    query(
        "service-link-local",
        "ASK { SERVICE <http://169.254.169.254/latest/> {} }",
        FORBIDDEN,
    ),
    query(
        "service-variable",
        "ASK { VALUES ?s { <http://127.0.0.1:9/> } SERVICE ?s {} }",
        FORBIDDEN,
    ),
    query(
        "service-in-exists", f"ASK {{ FILTER EXISTS {{ SERVICE {CALL} }} }}", FORBIDDEN
    ),
    query(
        "service-in-a-string", f"ASK {{ FILTER(1<'>') SERVICE {CALL} # '\n}}", FORBIDDEN
    ),
    query(
        "service-in-lines",
        f"ASK {{ FILTER(1<2#>'''\n) SERVICE {CALL} # '''\n}}",
        FORBIDDEN,
    ),
    query("service-escaped", f"ASK {{ \\u0053ERVICE {CALL} }}", SYNTAX),
    query("load", "LOAD <http://127.0.0.1:9/>", FORBIDDEN),
    query("insert", "INSERT DATA { <a:b> <a:b> 1 }", FORBIDDEN),
    query("delete", "PREFIX a: <b:> DELETE WHERE { ?s ?p ?o }", FORBIDDEN),
    query("drop", "DROP ALL", FORBIDDEN),
    query("two-queries", "ASK {} ; DROP ALL", SYNTAX),
    Bomb("update-form", b"update=CLEAR+ALL", FORBIDDEN, FORM),
    Bomb("update-direct", b"CLEAR ALL", FORBIDDEN, "application/sparql-update"),
)

TERMS = f"<a:b> <a:b> {nested('<<( <a:b> <a:b> ', '1', ' )>>', 30_000)} ."
UPLOADS = (
    upload("turtle", "text/turtle", TERMS),
    upload("n-triples", "application/n-triples", TERMS),
    upload("json-ld", "application/ld+json", nested('{"a:b": ', "1", "}", 10_000)),
    upload("json", "application/json", nested("[", "", "]", 300_000)),
    upload("xml", "application/rdf+xml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'),
    upload("multipart", "multipart/form-data; boundary=x", "--x\r\n" * 100_000),
    upload("no-type", "", "ASK {}"),
)

BODIES = (
    Bomb("too-long", b"#" * 1_048_577, frozenset([413])),
    Bomb("not-utf-8", b"ASK { ?s ?p '\xff\xfe' }", SYNTAX),
    Bomb("utf-16", "ASK {}".encode("utf-16"), SYNTAX),
    Bomb("nul", b"ASK\0{}", SYNTAX),
    Bomb("surrogate", b"ASK { ?s ?p <http://e/\\uD800> }", SYNTAX),
    Bomb("empty", b"", SYNTAX),
    Bomb(
        "gzip",
        b"\x1f\x8b\x08" + b"\0" * 1000,
        SYNTAX,
        headers={"Content-Encoding": "gzip"},
    ),
    Bomb("two-in-a-form", b"query=ASK{}&query=ASK{}", SYNTAX, FORM),
    Bomb("fields", b"a=b&" * 20_000 + b"query=ASK{}", SYNTAX, FORM),
    Bomb("bad-escape", b"query=%FF%FE", SYNTAX, FORM),
    Bomb("graph-is-no-iri", b"query=ASK{}&default-graph-uri=%00", SYNTAX, FORM),
)

BOMBS: tuple[Bomb, ...] = (
    *NESTING,
    *LENGTH,
    *WORK,
    *ELSEWHERE,
    *UPLOADS,
    *BODIES,
)
