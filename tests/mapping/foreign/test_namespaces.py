"""Namespaces of known vocabularies are written as all others write them."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.mapping.foreign.namespaces import correct


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://schema.org/Event", "http://schema.org/Event"),
        ("https://www.schema.org/name", "http://schema.org/name"),
        ("http://schema.org/Event", "http://schema.org/Event"),
        (
            "https://www.w3.org/2004/02/skos/core#Concept",
            "http://www.w3.org/2004/02/skos/core#Concept",
        ),
        (
            "http://www.w3.org/2008/05/skos#Concept",
            "http://www.w3.org/2004/02/skos/core#Concept",
        ),
        ("https://xmlns.com/foaf/0.1/name", "http://xmlns.com/foaf/0.1/name"),
        ("http://w3id.org/dpv#Consent", "https://w3id.org/dpv#Consent"),
        ("https://schema.org/", "https://schema.org/"),
        ("https://example.org/schema.org/x", "https://example.org/schema.org/x"),
    ],
)
def test_a_name_is_put_right_wherever_it_stands(written: str, meant: str) -> None:
    term, right = NamedNode(written), NamedNode(meant)
    assert correct(Quad(term, term, term, term)) == Quad(right, right, right, right)


@pytest.mark.parametrize(
    "datatype",
    [
        "http://id.loc.gov/datatypes/edtf/EDTF",
        "http://id.loc.gov/datatypes/edtf",
        "http://id.loc.gov/datatypes/edtf/",
        "http://id.loc.gov/datatypes/edtf/EDTF-level1",
        "http://id.loc.gov/datatypes/EDTFScheme/",
        "http://www.w3.org/2001/XMLSchema#edtf",
        "https://id.loc.gov/datatypes/edtf/EDTF",
    ],
)
def test_six_spellings_are_one_datatype(datatype: str) -> None:
    term = NamedNode("urn:x")
    given = Quad(term, term, Literal("2011-01~", datatype=NamedNode(datatype)))
    right = NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")
    assert correct(given).object == Literal("2011-01~", datatype=right)
