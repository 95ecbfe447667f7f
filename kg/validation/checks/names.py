"""Checks of IRIs: every node has one, it is well-formed, and ours are declared."""

import re
from collections.abc import Collection, Iterator
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

_SUSPECT = re.compile(r"%|\s|\.\.")
"""What an IRI without faults has none of, unless it is escaped."""

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


def _with(nodes: Collection[Term], material: Material) -> Iterator[tuple[Quad, Term]]:
    """Yield the quads that have one of some nodes, with the node; mostly there is none.

    All nodes together are looked at first: they are fewer than the places they have.
    """
    for quad in material.quads if nodes else ():
        yield from ((quad, node) for node in _nodes(quad) if node in nodes)


def _blank_nodes(material: Material) -> Iterator[Fault]:
    blank = {it for it in material.nodes if isinstance(it, BlankNode)}
    yield from (fault_of(quad) for quad, _node in _with(blank, material))


def _malformed(material: Material) -> Iterator[Fault]:
    crooked = {it for it in material.nodes if _is_crooked(it)}
    yield from (fault_of(quad) for quad, _node in _with(crooked, material))


def _is_crooked(node: Term) -> bool:
    if not isinstance(node, NamedNode) or not _SUSPECT.search(node.value):
        return False
    plain = unquote(node.value)
    spaced = plain.split() != [plain]
    return spaced or ".." in plain.partition("#")[0].split("/")


def _undeclared(material: Material) -> Iterator[Fault]:
    known = {term.value.removeprefix(HS.base) for term in HS}
    strange = {it for it in material.nodes if _is_ours(it) and it not in HS}
    for quad, node in _with(strange, material):
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
