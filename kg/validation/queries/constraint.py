"""SPARQL constraints of shapes, compiled to queries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from kg.errors import (
    InputError,
    QueryRefusedError,
    SyntaxFaultError,
    UnexpectedValueError,
)
from kg.rdf.query.binding import Value, bind, variables
from kg.rdf.terms import OWL, SH
from kg.validation.index import Index, Node, Term
from kg.validation.lint import Place
from kg.validation.paths import write_path
from kg.validation.plan import Component
from kg.validation.queries.components import DeclaredComponent, read_components
from kg.validation.queries.exists import nest_exists
from kg.validation.queries.focus import focus_query
from kg.validation.queries.rewriting import join_focus, obstacles, refusals, write_paths
from kg.validation.shape import Shape, is_deactivated, read_messages

SPARQL_COMPONENT = NamedNode(SH.base + "SPARQLConstraintComponent")

SHAPES_GRAPH = NamedNode("urn:x-shacl:shapes-graph")
"""What `$shapesGraph` names: the graph of the store that has the shapes."""


@dataclass(frozen=True, slots=True)
class SparqlConstraint:
    """A constraint whose rows are the faults.

    `focus` is a query for the focus nodes; `query` is asked of each of them by itself,
    with `$this` bound. `setwise` is one query for the same rows of all focus nodes;
    None when there is none that is sure to give the same.
    """

    shape: Shape
    component: NamedNode
    messages: tuple[Literal, ...]
    focus: str
    query: str
    setwise: str | None


@dataclass(frozen=True, slots=True)
class AskConstraint:
    """A validator that is asked of each value: where it says no is a fault."""

    shape: Shape
    component: Component
    query: str


@dataclass(frozen=True, slots=True)
class _Source:
    """A query of a shape: of its `sh:sparql`, or of a validator with its parameters."""

    shape: Shape
    node: Node
    component: NamedNode = SPARQL_COMPONENT
    bindings: Mapping[str, Value] = field(default_factory=dict)
    is_ask: bool = False

    @property
    def predicate(self) -> NamedNode:
        return NamedNode(SH.base + "ask") if self.is_ask else SH.select


class Compiler:
    """Compiles the constraints of one shapes graph, and collects what it refuses."""

    def __init__(
        self, graph: Index, shapes: Mapping[Node, Shape], place: Place
    ) -> None:
        """Take shapes that were linted.

        Args:
            graph: the shapes graph.
            shapes: every shape of it.
            place: finds where a node, or a predicate of it, is written.
        """
        self._graph = graph
        self._shapes = shapes
        self._place = place
        self._components = list(read_components(graph))
        self.refused: list[InputError] = []

    def constraints(self) -> Iterator[SparqlConstraint | AskConstraint]:
        """Yield every constraint that is not refused."""
        for source in self._sources():
            constraint = self._compiled(source)
            if constraint is not None:
                yield constraint

    def _sources(self) -> Iterator[_Source]:
        for shape in self._shapes.values():
            for node in self._graph.objects(shape.node, SH.sparql):
                if not isinstance(node, Literal):
                    yield _Source(shape, node)
            for component in self._components:
                try:
                    yield from self._uses(shape, component)
                except ValueError as error:
                    self._refuse(_Source(shape, shape.node), [str(error)])

    def _uses(self, shape: Shape, component: DeclaredComponent) -> Iterator[_Source]:
        for bindings in component.uses(self._graph, shape.node):
            node = component.validator_for(has_path=shape.path is not None)
            if node is None:
                raise ValueError(f"{component.iri}, which has no validator for it")
            is_ask = bool(self._graph.objects(node, NamedNode(SH.base + "ask")))
            yield _Source(shape, node, component.iri, bindings, is_ask)

    def _compiled(self, source: _Source) -> SparqlConstraint | AskConstraint | None:
        where = self._place(source.node, source.predicate)
        try:
            if is_deactivated(self._graph, source.node):
                return None
            text = self._text(source)
            reasons = [*_misplacements(source), *refusals(text, ask=source.is_ask)]
            if not reasons:
                build = self._asked if source.is_ask else self._built
                return build(source, text)
        except SyntaxError as error:
            self.refused.append(SyntaxFaultError(where, error.msg, "a SPARQL query"))
        except (ValueError, QueryRefusedError) as error:
            self._refuse(source, [str(error)])
        else:
            self._refuse(source, reasons)
        return None

    def _text(self, source: _Source) -> str:
        """Give the query with the values of parameters, and of the shape itself."""
        said = self._graph.value(source.node, source.predicate)
        if not isinstance(said, Literal):
            raise ValueError(f"no {source.predicate}")  # noqa: TRY004 - a fault of the input
        known = variables(said.value)
        shape = source.shape.node
        itself = {} if isinstance(shape, BlankNode) else {"currentShape": shape}
        values = {"shapesGraph": SHAPES_GRAPH, **itself, **source.bindings}
        chosen = {name: value for name, value in values.items() if name in known}
        return bind(said.value, chosen)

    def _refuse(self, source: _Source, reasons: list[str]) -> None:
        where = self._place(source.node, source.predicate)
        expected = "a SPARQL constraint that can be run"
        self.refused += [UnexpectedValueError(where, r, expected) for r in reasons]

    def _asked(self, source: _Source, text: str) -> AskConstraint:
        query = self._prologue(source, text) + text
        Store().query(query)
        messages = read_messages(self._graph, source.node)
        return AskConstraint(source.shape, Component(source.component, messages), query)

    def _built(self, source: _Source, text: str) -> SparqlConstraint:
        query = nest_exists(text)
        if source.shape.path is not None:
            query = write_paths(query, write_path(source.shape.path))
        focus = focus_query(self._graph, self._shapes, source.shape)
        apart = any(obstacles(text))
        prologue = self._prologue(source, text)
        constraint = SparqlConstraint(
            shape=source.shape,
            component=source.component,
            messages=read_messages(self._graph, source.node) or source.shape.messages,
            focus=focus,
            query=prologue + query,
            setwise=None if apart else prologue + join_focus(query, f"{{ {focus} }}"),
        )
        Store().query(constraint.setwise or constraint.query)
        return constraint

    def _prologue(self, source: _Source, text: str) -> str:
        """Write the prefixes of a query that `sh:prefixes` declares, each in a line."""
        lines = {
            f"PREFIX {prefix.value}: <{namespace.value}>\n"
            for owner in self._prefix_owners(source.node)
            for declaration in self._graph.objects(owner, SH.declare)
            for prefix in self._graph.objects(declaration, SH.prefix)
            for namespace in self._graph.objects(declaration, SH.namespace)
            if isinstance(prefix, Literal) and isinstance(namespace, Literal)
            if f"{prefix.value}:" in text
        }
        return "".join(sorted(lines))

    def _prefix_owners(self, node: Node) -> set[Term]:
        """Collect what `sh:prefixes` names and, in turn, what that imports."""
        found: set[Term] = set()
        waiting = self._graph.objects(node, SH.prefixes)
        while waiting:
            owner = waiting.pop()
            if owner not in found:
                found.add(owner)
                waiting += self._graph.objects(owner, OWL.imports)
        return found


def _misplacements(source: _Source) -> Iterator[str]:
    if any(isinstance(node, BlankNode) for node in source.shape.targets.nodes):
        yield "a blank node as sh:targetNode, which no query can name"
