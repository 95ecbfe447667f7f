"""What is written from the ontology is what the ontology says now."""

from pathlib import Path

import pytest

from kg.errors import DuplicateKeyError, SyntaxFaultError
from kg.publishing.context import render_context
from kg.publishing.terms import render_terms

PROJECT = Path(__file__).parents[2]
ONTOLOGY = PROJECT / "ontology"


def test_the_term_constants_are_fresh() -> None:
    committed = (PROJECT / "kg/rdf/hs_terms.py").read_text("utf-8")
    assert committed == render_terms(ONTOLOGY)


def test_the_context_is_fresh() -> None:
    committed = (ONTOLOGY / "context.jsonld").read_text("utf-8")
    assert committed == render_context(ONTOLOGY)


MODULE = """
@prefix hs: <https://w3id.org/hrsolidarity/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def test_term_constants_are_our_declared_terms_in_order(tmp_path: Path) -> None:
    (tmp_path / "b.ttl").write_text(
        MODULE + "hs:Vigil a owl:Class . skos:note a owl:AnnotationProperty ."
    )
    (tmp_path / "a.ttl").write_text(MODULE + "hs:march a owl:ObjectProperty .")
    assert render_terms(tmp_path).endswith('NAMES = (\n    "Vigil",\n    "march",\n)\n')


def test_a_module_that_is_not_turtle_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(MODULE + "hs:Vigil a ; .")
    with pytest.raises(SyntaxFaultError, match=r"^a\.ttl:5:"):
        render_terms(tmp_path)


def test_two_terms_of_one_local_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(
        MODULE + "hs:note a owl:DatatypeProperty . skos:note a owl:AnnotationProperty ."
    )
    with pytest.raises(DuplicateKeyError, match="found note"):
        render_context(tmp_path)
