from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.api.pages.facts import Facts
from kg.api.pages.reading import Reading
from kg.rdf.iri import expand
from kg.rdf.namespaces import PREFIXES
from kg.rdf.ontology import read_ontology

HEAD = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in PREFIXES.items())

Read = Callable[..., Reading]


@pytest.fixture(scope="session")
def terms(root: Path) -> Facts:
    """The ontology and the vocabularies as they are."""
    return Facts(read_ontology(root))


@pytest.fixture
def read(terms: Facts) -> Read:
    """Read a small graph, written in TriG, as a reader of some languages."""

    def read_graph(trig: str, *languages: str) -> Reading:
        facts = Facts(parse(HEAD + trig, RdfFormat.TRIG))
        return Reading(facts, terms, languages or ("en",))

    return read_graph


@pytest.fixture
def iri() -> Callable[[str], NamedNode]:
    return expand
