"""The modules of the ontology (`ontology/*.ttl`): what each declared term is described by."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple, parse

from kg.errors import Position, SyntaxFaultError
from kg.rdf.terms import RDF

Description = dict[NamedNode, set[NamedNode | Literal]]
"""Property → values of one term."""


def _triples(path: Path) -> Iterator[Triple]:
    try:
        for quad in parse(path=path):
            yield quad.triple
    except SyntaxError as error:
        where = Position(str(path), error.lineno or 1, error.offset or 1)
        raise SyntaxFaultError(where, error.msg, "Turtle") from error


def read_modules(ontology: Path) -> dict[NamedNode, Description]:
    """Describe every term that a module declares, that is, gives a type.

    Raises:
        SyntaxFaultError: a module is not Turtle.
    """
    terms: dict[NamedNode, Description] = defaultdict(lambda: defaultdict(set))
    for path in sorted(ontology.glob("*.ttl")):
        for triple in _triples(path):
            if isinstance(triple.subject, NamedNode) and isinstance(
                triple.object, NamedNode | Literal
            ):
                terms[triple.subject][triple.predicate].add(triple.object)
    return {term: dict(about) for term, about in terms.items() if RDF.type in about}
