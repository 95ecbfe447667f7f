"""Every Turtle file of the ontology: its prefixes, its form and what it names."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

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


def test_prefixes_are_those_of_the_project() -> None:
    others = {
        (name(path), prefix, space)
        for path in FILES
        for prefix, space in PREFIX_LINE.findall(path.read_text("utf-8"))
        if PREFIXES.get(prefix, "no prefix of ours") != space
    }
    assert others == set()


def test_two_engines_read_the_same_triples() -> None:
    apart = {
        name(path)
        for path in FILES
        if len(rdflib.Graph().parse(path)) != len(set(parse(path=path)))
    }
    assert apart == set()


def test_text_is_in_normal_form_and_ends_with_one_newline() -> None:
    texts = {name(path): path.read_text("utf-8") for path in FILES}
    crooked = {it for it, text in texts.items() if not is_normalised(text)}
    assert crooked == set()


def is_normalised(text: str) -> bool:
    ends = text.endswith("\n") and not text.endswith("\n\n")
    return ends and unicodedata.is_normalized("NFC", text)


def concepts_named(text: str) -> Iterator[str]:
    for prefix, code in re.findall(r"(?<![\w:.-])([a-z]{2}):([a-z0-9-]+)", text):
        if prefix in SCHEMES:
            yield f"{SCHEMES[prefix]}/{code}"


def declared_concepts() -> set[str]:
    vocabularies = ONTOLOGY.glob("vocabularies/*.ttl")
    quads = (quad for path in vocabularies for quad in parse(path=path))
    return {quad.subject.value.removeprefix(f"{BASE}vocab/") for quad in quads}


def test_every_term_named_is_declared_even_inside_queries() -> None:
    declared = {term.value.removeprefix(HS.base) for term in HS}
    unknown = {
        (name(path), term)
        for path in GOOD_FILES
        for term in re.findall(r"\bhs:(\w+)", path.read_text("utf-8"))
        if term not in declared
    }
    assert unknown == set()


def test_every_concept_named_is_declared_even_inside_queries() -> None:
    declared = declared_concepts()
    unknown = {
        (name(path), concept)
        for path in GOOD_FILES
        for concept in concepts_named(path.read_text("utf-8"))
        if concept not in declared
    }
    assert unknown == set()


def test_a_misspelt_concept_would_be_noticed() -> None:
    named = set(concepts_named("?event hs:eventType et:vigill, et:vigil ."))
    assert named - declared_concepts() == {"event-type/vigill"}
