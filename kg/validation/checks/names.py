"""Checks of IRIs: every node has one, it is well-formed, and ours are declared."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.errors import nearest
from kg.rdf.terms import HS, OWL, SKOS
from kg.validation.checks.check import Check, Fault, Material
from kg.validation.checks.literals import fault_of
from kg.validation.finding import Severity, display
from kg.validation.index import Term

IDENTITIES = {
    *(OWL.sameAs, HS.possiblySame, HS.notSame),
    *(SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch),
    SKOS.relatedMatch,
}
"""Predicates that lead to a thing in somebody else's data."""

_ENTITY = "http://www.wikidata.org/entity/"
_WIKIDATA = re.compile(
    r"https?://(?:(?:www|m)\.)?wikidata\.org/.*\b([QPL][1-9]\d*)(?:[.#?].*)?"
)


def _nodes(quad: Quad) -> Iterator[Term]:
    """Yield subject, predicate, object and graph, and the datatype of a literal."""
    fault = fault_of(quad)
    yield fault.focus
    yield quad.predicate
    if fault.value is not None:
        yield fault.value
    if isinstance(fault.value, Literal):
        yield fault.value.datatype
    if fault.graph is not None:
        yield fault.graph


def _blank_nodes(material: Material) -> Iterator[Fault]:
    for quad in material.quads:
        if any(isinstance(node, BlankNode) for node in _nodes(quad)):
            yield fault_of(quad)


def _malformed(material: Material) -> Iterator[Fault]:
    for quad in material.quads:
        if any(isinstance(n, NamedNode) and _is_crooked(n.value) for n in _nodes(quad)):
            yield fault_of(quad)


def _is_crooked(iri: str) -> bool:
    plain = unquote(iri)
    spaced = plain.split() != [plain]
    return spaced or ".." in plain.partition("#")[0].split("/")


def _undeclared(material: Material) -> Iterator[Fault]:
    known = {term.value.removeprefix(HS.base) for term in HS}
    for quad in material.quads:
        for node in _nodes(quad):
            if _is_ours(node) and node not in HS:
                yield _undeclared_fault(quad, node, known)


def _is_ours(node: Term) -> bool:
    return isinstance(node, NamedNode) and node.value.startswith(HS.base)


def _undeclared_fault(quad: Quad, node: Term, known: set[str]) -> Fault:
    fault = fault_of(quad)
    near = nearest(display(node).partition(":")[2], known)
    hint = f" Did you mean hs:{' or hs:'.join(near)}?" if near else ""
    detail = f"{display(node)} is not.{hint}"
    return Fault(fault.focus, fault.path, fault.value, fault.graph, detail)


def _pages_for_things(material: Material) -> Iterator[Fault]:
    for quad in material.quads:
        value = quad.object
        if quad.graph_name in material.foreign:
            continue
        if quad.predicate in IDENTITIES and isinstance(value, NamedNode):
            item = _WIKIDATA.fullmatch(value.value)
            meant = f"{_ENTITY}{item[1]}" if item else value.value
            if value.value != meant:
                fault = fault_of(quad)
                detail = f"Did you mean <{meant}>?"
                yield Fault(fault.focus, fault.path, value, fault.graph, detail)


CHECKS = (
    Check(
        "NameCheck-blankNode",
        Severity.VIOLATION,
        "Every thing has an IRI, so that releases can be compared. Mint one for this "
        "node.",
        _blank_nodes,
    ),
    Check(
        "NameCheck-form",
        Severity.VIOLATION,
        "An IRI has neither spaces nor '..' in it. Correct it where it is written.",
        _malformed,
    ),
    Check(
        "NameCheck-wikidata",
        Severity.VIOLATION,
        "A thing in Wikidata has the IRI http://www.wikidata.org/entity/Q…; other "
        "addresses are those of pages about it.",
        _pages_for_things,
    ),
    Check(
        "NameCheck-declared",
        Severity.VIOLATION,
        "Every hs: term is declared in the ontology.",
        _undeclared,
    ),
)
