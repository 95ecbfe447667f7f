"""SHACL Advanced Features: rules and SPARQL targets, by pySHACL, which is slow.

Our own engine knows neither. Where shapes have them and are otherwise in order, pySHACL
is asked what rules add to the data and which nodes targets select; all else stays with
our engine, which then looks at these too. https://www.w3.org/TR/shacl-af/
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.errors import InputError, UnexpectedValueError
from kg.rdf.terms import RDF, SH
from kg.validation.finding import display
from kg.validation.index import Index, Node
from kg.validation.lint import Place


def _sh(name: str) -> NamedNode:
    return NamedNode(SH.base + name)


TARGET, RULE = _sh("target"), _sh("rule")
_KINDS = {
    TARGET: {_sh("SPARQLTarget")},
    RULE: {_sh("TripleRule"), _sh("SPARQLRule")},
}
_NEEDS = {
    _sh("SPARQLTarget"): (SH.select,),
    _sh("SPARQLRule"): (_sh("construct"),),
    _sh("TripleRule"): (_sh("subject"), _sh("predicate"), _sh("object")),
}
"""What an advanced node must say; pySHACL would pass over one that does not."""


@dataclass(frozen=True, slots=True)
class Advanced:
    """What of shapes is beyond our engine.

    `shapes` is all of them; `core` is what our engine compiles; `first` is the first
    shape with a rule or a target.
    """

    shapes: tuple[Triple, ...]
    core: tuple[Quad, ...]
    first: Node
    rules: int
    targets: int

    @property
    def note(self) -> str:
        """What is to be said of it in a report."""
        parts = [(self.rules, "rule"), (self.targets, "SPARQL target")]
        told = " and ".join(f"{n} {it}{'s'[: n != 1]}" for n, it in parts if n)
        return f"{told} of SHACL Advanced Features: by pySHACL, which is slow"


def read_advanced(quads: Iterable[Quad]) -> Advanced | None:
    """Take apart what is beyond our engine; None when nothing is."""
    listed = list(quads)
    heads = [quad for quad in listed if quad.predicate in _KINDS]
    if not heads:
        return None
    apart = _reached(listed, {quad.object for quad in heads})
    core = (q for q in listed if q.predicate not in _KINDS and q.subject not in apart)
    count = [sum(quad.predicate == it for quad in heads) for it in (RULE, TARGET)]
    triples = tuple(quad.triple for quad in listed)
    first = heads[0].subject
    if isinstance(first, Triple):
        raise TypeError("triple terms are refused where sources are read")
    return Advanced(triples, tuple(core), first, *count)


def _reached(quads: list[Quad], heads: set[object]) -> set[object]:
    """Collect nodes and the blank nodes below them: lists, paths, conditions."""
    found: set[object] = set()
    waiting = list(heads)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            below = (quad.object for quad in quads if quad.subject == node)
            waiting += [it for it in below if isinstance(it, BlankNode)]
    return found


def advanced_faults(graph: Index, place: Place) -> Iterator[InputError]:
    """Yield what is wrong with rules and targets."""
    for shape in graph.nodes():
        for predicate, kinds in _KINDS.items():
            for node in graph.objects(shape, predicate):
                types = kinds.intersection(graph.objects(node, RDF.type))
                if len(types) != 1 or isinstance(node, Literal):
                    expected = " or ".join(sorted(map(display, kinds)))
                    found = f"{display(predicate)} {display(node)}"
                    where = place(shape, predicate)
                    yield UnexpectedValueError(where, found, expected)
                else:
                    yield from _faults(graph, node, types.pop(), place)


def _faults(
    graph: Index, node: Node, kind: NamedNode, place: Place
) -> Iterator[InputError]:
    for predicate in _NEEDS[kind]:
        if len(graph.objects(node, predicate)) != 1:
            found = f"{len(graph.objects(node, predicate))} of {display(predicate)}"
            expected = f"one in a {display(kind)}"
            yield UnexpectedValueError(place(node, None), found, expected)
