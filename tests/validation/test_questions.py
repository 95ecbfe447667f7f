"""Checks that are queries: a row is a finding."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import UnexpectedValueError
from kg.rdf.iri import mint
from kg.rdf.query.catalogue import Query, parse_query
from kg.rdf.terms import HS, RDF
from kg.validation.checks.questions import question_findings
from kg.validation.finding import Severity

CHECK = """\
# # A person has no level of risk
#
# **Question:** Who has no level of risk?
#
# **For:** validators
#
# **Severity:** Warning

PREFIX hs: <https://w3id.org/hrsolidarity/ontology#>

SELECT ?focus ?value WHERE {
  ?focus a ?value .
  FILTER NOT EXISTS { ?focus hs:riskLevel ?level . }
}
ORDER BY ?focus
"""


def check(text: str = CHECK, folder: str = "checks") -> Query:
    return parse_query(text, f"queries/{folder}/people-without-risk.rq")


@pytest.fixture
def store() -> Store:
    """A store with a person whose risk nobody has weighed, and one whose it has."""
    store = Store()
    for key in ("a", "b"):
        store.add(Quad(mint("person", key), RDF.type, HS.Person))
    store.add(Quad(mint("person", "b"), HS.riskLevel, Literal("low")))
    return store


def test_a_row_is_a_finding(store: Store) -> None:
    [found] = question_findings(store, [check()])
    assert found.name == "people-without-risk"
    assert found.severity is Severity.WARNING
    assert found.message == "A person has no level of risk."
    assert (found.focus, found.value) == (mint("person", "a"), HS.Person)
    assert found.component == NamedNode("https://w3id.org/hrsolidarity/shapes#Check")


def test_queries_of_other_folders_are_not_asked(store: Store) -> None:
    assert question_findings(store, [check(folder="library")]) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("# **Severity:** Warning\n", "", "found SELECT; expected a SELECT with"),
        ("?focus", "?thing", "found ?thing ?value; expected ?focus"),
        ("SELECT ?focus ?value", "DESCRIBE ?focus ?value", "found DESCRIBE; expected"),
    ],
)
def test_a_check_says_how_grave_and_where(
    store: Store, old: str, new: str, found: str
) -> None:
    assert old in CHECK
    text = CHECK.replace(old, new).replace("#\n\nPREFIX", "\nPREFIX")
    with pytest.raises(UnexpectedValueError) as raised:
        question_findings(store, [check(text)])
    where = "queries/checks/people-without-risk.rq:1:1"
    assert str(raised.value).startswith(f"{where}: {found}")
