"""A check: a rule with an IRI, a severity and a sentence, like a shape; but a function.

Checks are pure: quads, and the texts of the documents, in; faults out.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.rdf.iri import concept
from kg.rdf.namespaces import SHAPES
from kg.rdf.terms import HS, RDF
from kg.validation.finding import Finding, Severity
from kg.validation.index import Index, Layered, Node, Term


@lru_cache(maxsize=2)
def _indexed(background: tuple[Triple, ...]) -> Index:
    """Index what data builds on, once for the many pieces of data that do."""
    return Index(background)


@dataclass(frozen=True)
class Material:
    """What checks look at.

    Faults are looked for in `quads`; what they refer to may be in the `background`.
    `texts` are the NFC texts of documents. `beside` are quads whose words count where
    it is asked how much of a text is repeated, and which are not looked at otherwise.
    """

    quads: tuple[Quad, ...]
    background: tuple[Triple, ...]
    texts: Mapping[NamedNode, str]
    beside: tuple[Quad, ...] = ()

    @cached_property
    def index(self) -> Index:
        """The merge of all graphs and the background, by subject."""
        return Layered(self.quads, _indexed(self.background))

    @cached_property
    def nodes(self) -> frozenset[Term]:
        """Every term of the quads, and the datatypes of literals.

        Raises:
            TypeError: a term is a triple of RDF 1.2.
        """
        terms = set(chain.from_iterable(self.quads)) - {DefaultGraph()}
        if any(isinstance(term, Triple) for term in terms):
            raise TypeError("triple terms are not part of the model")
        types = {term.datatype for term in terms if isinstance(term, Literal)}
        return frozenset(terms | types)

    @cached_property
    def literals(self) -> tuple[tuple[Quad, Literal, bool], ...]:
        """The quads whose object is a literal, and whether others have made them."""
        return tuple(
            (quad, value, quad.graph_name in self.foreign)
            for quad in self.quads
            if isinstance(value := quad.object, Literal)
        )

    @cached_property
    def open_graphs(self) -> frozenset[object]:
        """The graphs of which all that is said of access is that they are public."""
        graphs = {quad.graph_name for quad in chain(self.quads, self.beside)}
        public = {concept("access", "public")}
        return frozenset(
            graph
            for graph in graphs
            if isinstance(graph, DefaultGraph) or self.access.get(graph) == public
        )

    @cached_property
    def access(self) -> dict[object, set[object]]:
        """Who may see each graph, as far as it is said."""
        told: dict[object, set[object]] = {}
        triples = (quad.triple for quad in self.quads if quad.predicate == HS.access)
        for triple in chain(triples, self.background):
            if triple.predicate == HS.access:
                told.setdefault(triple.subject, set()).add(triple.object)
        return told

    @cached_property
    def foreign(self) -> frozenset[object]:
        """The graphs with the RDF of others, whose words are not ours to mend."""
        return frozenset(
            quad.subject
            for quad in self.quads
            if quad.predicate == RDF.type and quad.object == HS.ForeignGraph
        )


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a check fails. `detail` is added to the check's sentence."""

    focus: Term
    path: NamedNode | None = None
    value: Term | None = None
    graph: Node | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A rule and the function that yields where it is broken."""

    name: str
    severity: Severity
    message: str
    faults: Callable[[Material], Iterable[Fault]]

    @property
    def iri(self) -> NamedNode:
        """The IRI of the rule, beside those of the shapes."""
        return NamedNode(SHAPES + self.name)

    def findings(self, material: Material) -> Iterator[Finding]:
        """Yield the faults as findings."""
        for fault in self.faults(material):
            yield Finding(
                shape=self.iri,
                severity=self.severity,
                message=f"{self.message} {fault.detail}".rstrip(),
                focus=fault.focus,
                path=fault.path,
                value=fault.value,
                component=NamedNode(f"{SHAPES}Check"),
                graph=fault.graph,
            )
