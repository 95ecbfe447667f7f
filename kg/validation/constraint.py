"""SPARQL constraints of shapes, compiled to queries."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, Store

from kg.errors import InputError, SyntaxFaultError, UnexpectedValueError
from kg.rdf.terms import OWL, SH
from kg.validation.exists import nest_exists
from kg.validation.finding import local_name
from kg.validation.focus import focus_query
from kg.validation.index import Index, Node, Term
from kg.validation.lint import Place
from kg.validation.paths import write_path
from kg.validation.rewriting import join_focus, obstacles, refusals, write_paths
from kg.validation.shape import Shape, is_deactivated, read_messages


@dataclass(frozen=True, slots=True)
class SparqlConstraint:
    """A constraint whose rows are the faults.

    `focus` is a query for the focus nodes; `query` is asked of each of them by itself,
    with `$this` bound. `setwise` is one query for the same rows of all focus nodes;
    None when there is none that is sure to give the same.
    """

    shape: Shape
    messages: tuple[Literal, ...]
    focus: str
    query: str
    setwise: str | None


@dataclass(frozen=True, slots=True)
class _Source:
    shape: Shape
    node: Node
    select: str


class Compiler:
    """Compiles the constraints of one shapes graph, and collects what it refuses."""

    def __init__(
        self,
        graph: Index,
        shapes: Mapping[Node, Shape],
        operands: Collection[Term],
        place: Place,
    ) -> None:
        """Take shapes that were linted.

        Args:
            graph: the shapes graph.
            shapes: every shape of it.
            operands: the shapes that other shapes judge values by.
            place: finds where a node, or a predicate of it, is written.
        """
        self._graph = graph
        self._shapes = shapes
        self._operands = operands
        self._place = place
        self.refused: list[InputError] = []

    def constraints(self) -> Iterator[SparqlConstraint]:
        """Yield every constraint that is not refused."""
        for source in self._sources():
            constraint = self._compiled(source)
            if constraint is not None:
                yield constraint

    def _sources(self) -> Iterator[_Source]:
        for shape in self._shapes.values():
            for node in self._graph.objects(shape.node, SH.sparql):
                select = self._graph.value(node, SH.select)
                if isinstance(select, Literal) and not isinstance(node, Literal):
                    yield _Source(shape, node, select.value)

    def _compiled(self, source: _Source) -> SparqlConstraint | None:
        try:
            reasons = [*self._misplacements(source), *refusals(source.select)]
            if not reasons:
                return self._built(source)
        except SyntaxError as error:
            where = self._place(source.node, SH.select)
            self.refused.append(SyntaxFaultError(where, error.msg, "a SPARQL query"))
        except ValueError as error:
            self._refuse(source, [str(error)])
        else:
            self._refuse(source, reasons)
        return None

    def _refuse(self, source: _Source, reasons: list[str]) -> None:
        where = self._place(source.node, SH.select)
        expected = "a SPARQL constraint that can be run"
        self.refused += [UnexpectedValueError(where, r, expected) for r in reasons]

    def _misplacements(self, source: _Source) -> Iterator[str]:
        node = source.shape.node
        targets = self._graph.objects(node, SH.targetNode)
        if node in self._operands:
            yield f"sh:sparql on {local_name(node)}, by which other shapes judge values"
        if any(isinstance(target, BlankNode) for target in targets):
            yield "a blank node as sh:targetNode, which no query can name"

    def _built(self, source: _Source) -> SparqlConstraint | None:
        if is_deactivated(self._graph, source.node):
            return None
        query = nest_exists(source.select)
        if source.shape.path is not None:
            query = write_paths(query, write_path(source.shape.path))
        focus = focus_query(self._graph, self._shapes, source.shape)
        apart = any(obstacles(source.select))
        prologue = self._prologue(source)
        constraint = SparqlConstraint(
            shape=source.shape,
            messages=read_messages(self._graph, source.node) or source.shape.messages,
            focus=focus,
            query=prologue + query,
            setwise=None if apart else prologue + join_focus(query, f"{{ {focus} }}"),
        )
        Store().query(constraint.setwise or constraint.query)
        return constraint

    def _prologue(self, source: _Source) -> str:
        """Write the prefixes of a query that `sh:prefixes` declares, each in a line."""
        lines = {
            f"PREFIX {prefix.value}: <{namespace.value}>\n"
            for owner in self._prefix_owners(source.node)
            for declaration in self._graph.objects(owner, SH.declare)
            for prefix in self._graph.objects(declaration, SH.prefix)
            for namespace in self._graph.objects(declaration, SH.namespace)
            if isinstance(prefix, Literal) and isinstance(namespace, Literal)
            if f"{prefix.value}:" in source.select
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
