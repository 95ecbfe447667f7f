"""Term constants: declared names become IRIs, others are refused."""

import copy
import keyword
import pickle
from collections.abc import Callable

import pytest
from pyoxigraph import NamedNode

from kg.rdf import terms
from kg.rdf.terms import EDTF, HS, RDF, SCHEMA, SH, SKOS, Vocabulary

VOCABULARIES = {
    name: value for name, value in vars(terms).items() if isinstance(value, Vocabulary)
}


@pytest.mark.parametrize(
    ("term", "iri"),
    [
        pytest.param(
            HS.supporter,
            "https://w3id.org/hrsolidarity/ontology#supporter",
            id="ours",
        ),
        pytest.param(
            RDF.type, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", id="rdf"
        ),
        pytest.param(SCHEMA.Event, "http://schema.org/Event", id="http-schema.org"),
        pytest.param(EDTF.EDTF, "http://id.loc.gov/datatypes/edtf/EDTF", id="edtf"),
        pytest.param(
            SH.iri("class"), "http://www.w3.org/ns/shacl#class", id="python-keyword"
        ),
    ],
)
def test_names_a_term(term: NamedNode, iri: str) -> None:
    assert term.value == iri


def test_refuses_an_undeclared_name_and_suggests_near_ones() -> None:
    with pytest.raises(AttributeError, match=r"hs:suporter .*did you mean supporter"):
        _ = HS.suporter


def test_refuses_a_name_like_no_other_without_a_suggestion() -> None:
    with pytest.raises(AttributeError, match=r"skos:qqqq is not declared$"):
        _ = SKOS.qqqq


def test_holds_its_own_terms_only() -> None:
    assert HS.supporter in HS
    assert RDF.type not in HS
    assert "supporter" not in HS


def test_yields_every_term_once() -> None:
    found = list(EDTF)
    assert found == [NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")]
    assert len(list(HS)) == len(set(HS)) == len(HS)


@pytest.mark.parametrize(
    "twin",
    [
        pytest.param(copy.copy, id="copy"),
        pytest.param(lambda value: pickle.loads(pickle.dumps(value)), id="pickle"),  # noqa: S301 - our own bytes
    ],
)
def test_survives_being_copied(twin: Callable[[Vocabulary], Vocabulary]) -> None:
    assert twin(EDTF).EDTF == EDTF.EDTF


@pytest.mark.parametrize("name", sorted(VOCABULARIES))
def test_no_attribute_hides_a_term(name: str) -> None:
    vocabulary = VOCABULARIES[name]
    hidden = {term.value.removeprefix(vocabulary.base) for term in vocabulary} & set(
        dir(Vocabulary)
    )
    assert hidden == set()


def test_our_own_names_are_never_python_keywords() -> None:
    names = {term.value.removeprefix(HS.base) for term in HS}
    assert {name for name in names if keyword.iskeyword(name)} == set()
