"""Every Turtle file of the ontology: its prefixes, its form and what it names."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import parse

from kg.rdf.namespaces import BASE, PREFIXES, SCHEMES
from kg.rdf.terms import HS

ONTOLOGY = Path(__file__).parents[2] / "ontology"
FILES = sorted(ONTOLOGY.rglob("*.ttl"))
GOOD_FILES = [path for path in FILES if "invalid" not in path.parts]
"""Invalid examples may name what is not declared: shapes must find it."""

PREFIX_LINE = re.compile(r"^@prefix (\w+): <([^>]*)> \.$", re.MULTILINE)


def name(path: Path) -> str:
    return path.relative_to(ONTOLOGY).as_posix()


@pytest.mark.parametrize("path", FILES, ids=name)
def test_prefixes_are_those_of_the_project(path: Path) -> None:
    found = dict(PREFIX_LINE.findall(path.read_text("utf-8")))
    assert found == {
        prefix: PREFIXES.get(prefix, "no prefix of ours") for prefix in found
    }


@pytest.mark.parametrize("path", FILES, ids=name)
def test_two_engines_read_the_same_triples(path: Path) -> None:
    assert len(rdflib.Graph().parse(path)) == len(set(parse(path=path)))


@pytest.mark.parametrize("path", FILES, ids=name)
def test_text_is_in_normal_form_and_ends_with_one_newline(path: Path) -> None:
    text = path.read_text("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def concepts_named(text: str) -> Iterator[str]:
    for prefix, code in re.findall(r"(?<![\w:.-])([a-z]{2}):([a-z0-9-]+)", text):
        if prefix in SCHEMES:
            yield f"{SCHEMES[prefix]}/{code}"


def declared_concepts() -> set[str]:
    vocabularies = ONTOLOGY.glob("vocabularies/*.ttl")
    quads = (quad for path in vocabularies for quad in parse(path=path))
    return {quad.subject.value.removeprefix(f"{BASE}vocab/") for quad in quads}


@pytest.mark.parametrize("path", GOOD_FILES, ids=name)
def test_every_term_named_is_declared_even_inside_queries(path: Path) -> None:
    named = set(re.findall(r"\bhs:(\w+)", path.read_text("utf-8")))
    declared = {term.value.removeprefix(HS.base) for term in HS}
    assert named - declared == set()


@pytest.mark.parametrize("path", GOOD_FILES, ids=name)
def test_every_concept_named_is_declared_even_inside_queries(path: Path) -> None:
    named = set(concepts_named(path.read_text("utf-8")))
    assert named - declared_concepts() == set()


def test_a_misspelt_concept_would_be_noticed() -> None:
    named = set(concepts_named("?event hs:eventType et:vigill, et:vigil ."))
    assert named - declared_concepts() == {"event-type/vigill"}
