"""Reading queries: headers, parameters, and what is said of faulty files."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from kg.errors import (
    DanglingKeyError,
    DuplicateKeyError,
    InputError,
    InputErrors,
    MissingFieldError,
    SyntaxFaultError,
    UnexpectedValueError,
    UnknownFieldError,
)
from kg.rdf.query.binding import Value
from kg.rdf.query.catalogue import Query, parse_query, read_catalogue
from kg.rdf.query.parameter import Parameter, parse_value
from kg.rdf.query.preflight import Form
from kg.rdf.terms import XSD

BASE = "https://w3id.org/hrsolidarity/"

TEXT = """\
# # Supporters of an action
#
# **Id:** R2
#
# **Question:** Which organisations
# supported a given action?
#
# **For:** researchers
#
# **Parameter:** `?event` (event, default `vigil`) - the action.
#
# **Note:** The order of `?name` is that of letters.

PREFIX hs: <https://w3id.org/hrsolidarity/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?event ?name WHERE {
  ?event hs:supporter ?organisation .
  ?organisation skos:prefLabel ?name .
}
ORDER BY ?name
"""

PATH = "queries/library/supporters.rq"

PARAMETER = "# **Parameter:** `?event` (event, default `vigil`) - the action."


def test_a_header_says_what_is_asked() -> None:
    query = parse_query(TEXT, PATH)

    assert query == Query(
        name="supporters",
        title="Supporters of an action",
        question="Which organisations supported a given action?",
        audience="researchers",
        parameters=(Parameter("event", "event", "vigil", "the action."),),
        text=TEXT,
        folder="library",
        identifier="R2",
        note="The order of `?name` is that of letters.",
        engines="",
    )
    assert query.form is Form.SELECT


@pytest.mark.parametrize(
    ("old", "new", "error", "message"),
    [
        pytest.param(
            TEXT,
            "ASK { ?s ?p ?o }\n",
            SyntaxFaultError,
            ":1:1: found no header; expected a title: '# # …'",
            id="no-header",
        ),
        pytest.param(
            "# # Supporters",
            "# Supporters",
            SyntaxFaultError,
            ":1:1: found 'Supporters of an action'; expected a title: '# # …'",
            id="no-title",
        ),
        pytest.param(
            "# **Question:** Which organisations\n# supported a given action?\n",
            "",
            MissingFieldError,
            ":1:1: found no Question; expected '# **Question:** …'",
            id="no-question",
        ),
        pytest.param(
            "**Question:** Which organisations\n# supported a given action?",
            "**Question:**",
            MissingFieldError,
            ":1:1: found no Question; expected '# **Question:** …'",
            id="empty-question",
        ),
        pytest.param(
            "# **For:** researchers\n",
            "",
            MissingFieldError,
            ":1:1: found no For; expected '# **For:** …'",
            id="no-audience",
        ),
        pytest.param(
            "**For:** researchers",
            "**For:** researcher",
            UnexpectedValueError,
            ":8:1: found researcher; expected one of researchers, partners, validators "
            "(did you mean researchers?)",
            id="unknown-audience",
        ),
        pytest.param(
            "**Id:** R2",
            "**Dimension:** completness",
            UnexpectedValueError,
            ":3:1: found completness; expected one of completeness, conciseness, "
            "consistency, interlinking, licensing, security, semanticAccuracy, "
            "timeliness, trustworthiness, understandability "
            "(did you mean completeness?)",
            id="unknown-dimension",
        ),
        pytest.param(
            "**Id:** R2",
            "**Id:** second",
            UnexpectedValueError,
            ":3:1: found 'second'; expected a letter and a number, such as R2",
            id="identifier",
        ),
        pytest.param(
            "**Note:**",
            "**Notes:**",
            UnknownFieldError,
            ":12:1: found Notes; expected one of Id, Question, For, Parameter, Note, "
            "Engines, Dimension, Misses, Severity (did you mean Note?)",
            id="unknown-field",
        ),
        pytest.param(
            "**Note:**",
            "**For:**",
            DuplicateKeyError,
            ":12:1: found For; expected each field once",
            id="field-given-twice",
        ),
        pytest.param(
            "# **Id:** R2",
            "# R2",
            SyntaxFaultError,
            ":3:1: found 'R2'; expected a field: '# **Question:** …'",
            id="text-without-field",
        ),
        pytest.param(
            ", default `vigil`",
            "",
            MissingFieldError,
            ":10:1: found '`?event` (event) - the action.'; expected a default: "
            "'`?name` (kind, default `value`) - what it is.'",
            id="no-default",
        ),
        pytest.param(
            " - the action.",
            "",
            SyntaxFaultError,
            ":10:1: found '`?event` (event, default `vigil`)'; expected "
            "'`?name` (kind, default `value`) - what it is.'",
            id="parameter-not-described",
        ),
        pytest.param(
            "(event, default",
            "(evnt, default",
            UnexpectedValueError,
            ":10:1: found evnt; expected one of agent, thing, concept, scheme, class, "
            "property, graph, date, integer, language, text, a kind of thing, "
            "a scheme of concepts (did you mean event?)",
            id="unknown-kind",
        ),
        pytest.param(
            "`vigil`",
            "`pe:vigil`",
            UnexpectedValueError,
            ":10:1: found 'pe:vigil'; expected the event: its key, ev:… or its IRI",
            id="default-of-another-kind",
        ),
        pytest.param(
            "`?event` (",
            "`?evnt` (",
            UnexpectedValueError,
            ":10:1: found ?evnt; expected a variable of the query "
            "(did you mean event?)",
            id="unused-parameter",
        ),
        pytest.param(
            PARAMETER,
            f"{PARAMETER}\n{PARAMETER}",
            DuplicateKeyError,
            ":11:1: found ?event; expected each parameter once",
            id="parameter-given-twice",
        ),
        pytest.param(
            "`?name` is that",
            "`?title` is that",
            UnexpectedValueError,
            ":12:1: found ?title; expected a variable of the query",
            id="undeclared-variable-mentioned",
        ),
        pytest.param(
            "ORDER BY ?name",
            'VALUES ?event { "a" }',
            UnexpectedValueError,
            ":10:1: found ?event cannot be bound: the query sets it; "
            "expected a variable that can be bound",
            id="parameter-with-a-value",
        ),
        pytest.param(
            "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n",
            "",
            UnexpectedValueError,
            ":18:17: found skos:prefLabel; expected a line PREFIX skos: <…>",
            id="prefix-not-declared",
        ),
        pytest.param(
            "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>",
            "PREFIX skos: <http://www.w3.org/2008/05/skos#>",
            UnexpectedValueError,
            ":15:8: found skos: <http://www.w3.org/2008/05/skos#>; expected "
            "<http://www.w3.org/2004/02/skos/core#>",
            id="prefix-of-another-namespace",
        ),
        pytest.param(
            "PREFIX skos:",
            "PREFIX skso:",
            UnexpectedValueError,
            ":15:8: found skso:; expected a prefix of the project's list "
            "(did you mean skos or hs or ls?)",
            id="prefix-of-nobody",
        ),
        pytest.param(
            "SELECT",
            "SELEKT",
            SyntaxFaultError,
            ":17:1: found SELEKT ?event ?name WHERE {; expected SELECT, ASK, CONSTRUCT "
            "or DESCRIBE",
            id="not-a-query",
        ),
        pytest.param(
            TEXT.partition("\n\n")[2],
            "",
            SyntaxFaultError,
            ":14:1: found the end; expected SELECT, ASK, CONSTRUCT or DESCRIBE",
            id="no-query",
        ),
    ],
)
def test_a_fault_is_placed(
    old: str, new: str, error: type[InputError], message: str
) -> None:
    assert old in TEXT

    with pytest.raises(error) as raised:
        parse_query(TEXT.replace(old, new, 1), PATH)

    assert str(raised.value).startswith(f"{PATH}{message}")
    assert isinstance(raised.value, error)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one query in one folder."""
    folder = tmp_path / "queries"
    (folder / "library").mkdir(parents=True)
    (folder / "library" / "supporters.rq").write_text(TEXT, "utf-8")
    return folder


def test_a_catalogue_is_in_the_order_of_folders_and_names(folder: Path) -> None:
    (folder / "checks").mkdir()
    other = TEXT.replace("# **Id:** R2\n", "")
    (folder / "checks" / "zero.rq").write_text(other, "utf-8")
    (folder / "library" / "more.rq").write_text(other, "utf-8")

    catalogue = read_catalogue(folder)

    assert [query.name for query in catalogue] == ["zero", "more", "supporters"]
    assert len(catalogue) == 3
    assert catalogue.find("zero").folder == "checks"


def test_a_query_that_is_not_there_is_named(folder: Path) -> None:
    with pytest.raises(DanglingKeyError) as raised:
        read_catalogue(folder).find("suporters")

    assert str(raised.value) == (
        "queries: found suporters; expected the name of a query "
        "(did you mean supporters?)"
    )


def test_all_faulty_files_are_told_at_once(folder: Path) -> None:
    (folder / "checks").mkdir()
    (folder / "checks" / "bad.rq").write_text("ASK {}\n", "utf-8")
    (folder / "library" / "worse.rq").write_text("# nothing\n", "utf-8")

    with pytest.raises(InputErrors) as raised:
        read_catalogue(folder)

    assert [str(error.where) for error in raised.value.errors] == [
        "queries/checks/bad.rq:1:1",
        "queries/library/worse.rq:1:1",
    ]


def test_what_lists_the_misses_of_a_measure_is_there(folder: Path) -> None:
    (folder / "quality").mkdir()
    measure = TEXT.replace("# **Id:** R2", "# **Misses:** `suporters`")
    (folder / "quality" / "measure.rq").write_text(measure, "utf-8")

    with pytest.raises(InputErrors) as raised:
        read_catalogue(folder)

    assert str(raised.value) == (
        "queries/quality/measure.rq:3:1: found suporters; expected the name of a query "
        "(did you mean supporters?)"
    )


@pytest.mark.parametrize(
    ("path", "message"),
    [
        pytest.param(
            "zzz/supporters.rq",
            "queries/zzz/supporters.rq:1:1: found supporters, also "
            "library/supporters.rq; expected a name that no other has",
            id="name",
        ),
        pytest.param(
            "zzz/other.rq",
            "queries/zzz/other.rq:3:1: found R2; expected an Id that no other has",
            id="identifier",
        ),
    ],
)
def test_names_and_identifiers_are_one_querys(
    path: str, message: str, folder: Path
) -> None:
    (folder / path).parent.mkdir()
    (folder / path).write_text(TEXT, "utf-8")

    with pytest.raises(InputErrors) as raised:
        read_catalogue(folder)

    assert str(raised.value) == message


def test_a_folder_without_queries_is_an_empty_catalogue(tmp_path: Path) -> None:
    assert len(read_catalogue(tmp_path)) == 0


@pytest.mark.parametrize(
    ("values", "event"),
    [
        pytest.param(None, "vigil", id="default"),
        pytest.param({}, "vigil", id="none-given"),
        pytest.param({"event": "march"}, "march", id="key"),
        pytest.param({"event": "ev:march"}, "march", id="curie"),
        pytest.param({"event": NamedNode(f"{BASE}id/event/march")}, "march", id="term"),
    ],
)
def test_values_take_the_place_of_parameters(
    values: dict[str, str | Value] | None, event: str
) -> None:
    text = parse_query(TEXT, PATH).bind(values)

    assert f"<{BASE}id/event/{event}>  hs:supporter ?organisation" in text
    assert f"(<{BASE}id/event/{event}> AS ?event)" in text


@pytest.mark.parametrize(
    ("values", "error", "message"),
    [
        pytest.param(
            {"evnt": "march"},
            UnknownFieldError,
            "query supporters: found parameter evnt; expected one of event "
            "(did you mean event?)",
            id="parameter",
        ),
        pytest.param(
            {"event": "March"},
            UnexpectedValueError,
            "parameter event: found 'March'; expected the event: its key, ev:… or "
            "its IRI",
            id="value",
        ),
    ],
)
def test_a_bad_value_is_named(
    values: dict[str, str | Value], error: type[InputError], message: str
) -> None:
    with pytest.raises(error) as raised:
        parse_query(TEXT, PATH).bind(values)

    assert str(raised.value) == message


def test_a_query_without_parameters_takes_none() -> None:
    text = TEXT.replace(f"{PARAMETER}\n", "")

    with pytest.raises(UnknownFieldError, match="parameter event; expected none"):
        parse_query(text, PATH).bind({"event": "march"})


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        pytest.param("event", "a-b.c", f"{BASE}id/event/a-b.c", id="key"),
        pytest.param("person", "pe:k3v9t2x", f"{BASE}id/person/k3v9t2x", id="curie"),
        pytest.param("place", f"{BASE}id/place/oslo", f"{BASE}id/place/oslo", id="iri"),
        pytest.param("event or series", "se:day", f"{BASE}id/series/day", id="or"),
        pytest.param("agent", "gr:people", f"{BASE}id/group/people", id="agent"),
        pytest.param("thing", "https://e.org/x", "https://e.org/x", id="thing"),
        pytest.param("thing", "me:vigil", f"{BASE}vocab/method/vigil", id="any-curie"),
        pytest.param("method", "vigil", f"{BASE}vocab/method/vigil", id="notation"),
        pytest.param("method", "me:vigil", f"{BASE}vocab/method/vigil", id="concept"),
        pytest.param("scheme", "role", f"{BASE}vocab/role", id="scheme"),
        pytest.param(
            "scheme", f"{BASE}vocab/role", f"{BASE}vocab/role", id="iri-of-it"
        ),
        pytest.param("class", "Claim", f"{BASE}ontology#Claim", id="class"),
        pytest.param("property", "hs:victim", f"{BASE}ontology#victim", id="property"),
        pytest.param(
            "property",
            "skos:note",
            "http://www.w3.org/2004/02/skos/core#note",
            id="of-others",
        ),
        pytest.param("graph", "editorial", f"{BASE}graph/editorial", id="graph"),
        pytest.param("graph", "graph:meta", f"{BASE}graph/meta", id="graph-curie"),
    ],
)
def test_a_thing_is_named_by_key_curie_or_iri(kind: str, text: str, value: str) -> None:
    parameter = Parameter("x", kind, text, "a thing.")

    assert parse_value(parameter, text) == NamedNode(value)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        pytest.param(
            "date", "2011-01-16", Literal("2011-01-16", datatype=XSD.date), id="date"
        ),
        pytest.param(
            "integer", "16", Literal("16", datatype=XSD.integer), id="integer"
        ),
        pytest.param("integer", "-07", Literal("-7", datatype=XSD.integer), id="sign"),
        pytest.param("language", "be-Latn", Literal("be-Latn"), id="language"),
        pytest.param("language", "*", Literal("*"), id="any-language"),
        pytest.param("text", 'a "b" ?c', Literal('a "b" ?c'), id="text"),
    ],
)
def test_a_value_is_a_literal(kind: str, text: str, value: Literal) -> None:
    assert parse_value(Parameter("x", kind, text, "a value."), text) == value


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        pytest.param("event", "", "the event: its key, ev:… or its IRI", id="no-key"),
        pytest.param(
            "event", "no:such", "the event: its key, ev:… or its IRI", id="prefix"
        ),
        pytest.param(
            "agent",
            "pen",
            "the organisation or person or group: or:…, pe:…, gr:… or its IRI",
            id="key-of-several-kinds",
        ),
        pytest.param(
            "method",
            "Vigil!",
            "a notation of method, or the IRI of its concept",
            id="notation",
        ),
        pytest.param(
            "method",
            "ro:victim",
            "a notation of method, or the IRI of its concept",
            id="concept-of-another-scheme",
        ),
        pytest.param(
            "scheme",
            "roles",
            "the notation or IRI of a scheme of concepts (did you mean role?)",
            id="scheme",
        ),
        pytest.param(
            "property",
            "victims",
            "a property: its name in the ontology or IRI (did you mean victim?)",
            id="property",
        ),
        pytest.param("thing", "a b", "a CURIE such as ev:… or an IRI", id="blank"),
        pytest.param(
            "thing", "https://e/a b", "a CURIE such as ev:… or an IRI", id="no-iri"
        ),
        pytest.param("date", "2011-02-30", "a date such as 2011-01-16", id="no-day"),
        pytest.param("date", "16.1.2011", "a date such as 2011-01-16", id="no-date"),
        pytest.param("integer", "1.5", "a whole number", id="fraction"),
        pytest.param("integer", "١٦", "a whole number", id="other-digits"),
        pytest.param(
            "language",
            "norsk bokmål",
            "a language tag such as nb, or * for any",
            id="language",
        ),
        pytest.param("text", " ", "a text that is not empty", id="empty-text"),
        pytest.param(
            "graph",
            "",
            "a graph: its name, such as editorial, or its IRI",
            id="no-graph",
        ),
    ],
)
def test_what_is_no_value_is_refused(kind: str, text: str, expected: str) -> None:
    with pytest.raises(UnexpectedValueError) as raised:
        parse_value(Parameter("x", kind, text, "a value."), text)

    message = str(raised.value)
    assert message.startswith(f"parameter x: found {text!r}; expected {expected}")
