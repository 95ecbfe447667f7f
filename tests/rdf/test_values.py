import datetime
from decimal import Decimal

import pytest
from pyoxigraph import Literal, NamedNode

from kg.rdf.values import Iri, Text, Value, read_value, to_term

XSD = "http://www.w3.org/2001/XMLSchema#"


def literal(text: str, datatype: str) -> dict[str, str]:
    return {"type": "literal", "value": text, "datatype": f"{XSD}{datatype}"}


@pytest.mark.parametrize(
    ("term", "value"),
    [
        pytest.param({"type": "uri", "value": "http://e/"}, Iri("http://e/"), id="iri"),
        pytest.param({"type": "literal", "value": "a"}, Text("a"), id="text"),
        pytest.param(literal("600", "integer"), 600, id="integer"),
        pytest.param(literal("1.50", "decimal"), Decimal("1.50"), id="decimal"),
        pytest.param(literal("1e3", "double"), 1000.0, id="double"),
        pytest.param(literal("true", "boolean"), True, id="truth"),
        pytest.param(literal("0", "boolean"), False, id="untruth"),
        pytest.param(
            literal("2011-01-16", "date"), datetime.date(2011, 1, 16), id="date"
        ),
        pytest.param(
            literal("2011-01-16T12:00:00Z", "dateTime"),
            datetime.datetime(2011, 1, 16, 12, tzinfo=datetime.UTC),
            id="moment",
        ),
    ],
)
def test_reads_terms_as_values(term: dict[str, str], value: Value) -> None:
    found = read_value(term)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "datatype"),
    [("-0044-03-15", "date"), ("maybe", "boolean"), ("x", "integer"), ("", "decimal")],
)
def test_a_literal_python_has_no_value_for_stays_a_text(
    text: str, datatype: str
) -> None:
    found = read_value(literal(text, datatype))
    assert found == text
    assert isinstance(found, Text)
    assert found.datatype == f"{XSD}{datatype}"


def test_a_text_keeps_its_language() -> None:
    found = read_value({"type": "literal", "value": "frihet", "xml:lang": "nb"})
    assert isinstance(found, Text)
    assert (found, found.language) == ("frihet", "nb")


@pytest.mark.parametrize(
    ("value", "term"),
    [
        pytest.param(Iri("http://e/"), NamedNode("http://e/"), id="iri"),
        pytest.param("http://e/", Literal("http://e/"), id="text"),
        pytest.param(Text("a", "nb"), Literal("a", language="nb"), id="language"),
        pytest.param(
            Text("2011", datatype=f"{XSD}gYear"),
            Literal("2011", datatype=NamedNode(f"{XSD}gYear")),
            id="datatype",
        ),
        pytest.param(True, Literal(True), id="truth"),
        pytest.param(600, Literal(600), id="integer"),
        pytest.param(1.5, Literal(1.5), id="double"),
        pytest.param(
            Decimal("1E+2"),
            Literal("100", datatype=NamedNode(f"{XSD}decimal")),
            id="decimal",
        ),
        pytest.param(
            datetime.date(2011, 1, 16),
            Literal("2011-01-16", datatype=NamedNode(f"{XSD}date")),
            id="date",
        ),
        pytest.param(
            datetime.datetime(2011, 1, 16, 12, tzinfo=datetime.UTC),
            Literal("2011-01-16T12:00:00+00:00", datatype=NamedNode(f"{XSD}dateTime")),
            id="moment",
        ),
    ],
)
def test_writes_values_as_terms(value: Value, term: NamedNode | Literal) -> None:
    assert to_term(value) == term


def test_an_iri_that_is_none_is_an_error() -> None:
    with pytest.raises(ValueError, match="IRI"):
        to_term(Iri("not an iri"))
