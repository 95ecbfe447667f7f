"""The planner: from the triples of shapes to their plans."""

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode

from kg.errors import UnexpectedValueError
from kg.rdf.terms import SH, XSD
from kg.validation.constraints.queries import AskTest, SelectCondition
from kg.validation.finding import display
from kg.validation.index import Index, Node, Term, as_node
from kg.validation.lint import Place
from kg.validation.parameters import BUILDERS
from kg.validation.plan import Constraint, Plan
from kg.validation.queries.constraint import AskConstraint, SparqlConstraint
from kg.validation.shape import Shape, read_shape

_TRUE = Literal("true", datatype=XSD.boolean)


class Planner:
    """Compiles the shapes of one graph; a shape that others use is compiled once."""

    def __init__(
        self,
        graph: Index,
        shapes: Mapping[Node, Shape],
        queries: Iterable[SparqlConstraint | AskConstraint],
        place: Place,
    ) -> None:
        """Take shapes that were linted.

        Args:
            graph: the shapes graph.
            shapes: every shape of it that was read.
            queries: the constraints of these shapes that are queries.
            place: finds where a node, or a predicate of it, is written.
        """
        self.graph = graph
        self._shapes = shapes
        self._queries: dict[Node, list[SparqlConstraint | AskConstraint]] = {}
        for query in queries:
            self._queries.setdefault(query.shape.node, []).append(query)
        self._place = place
        self._plans: dict[Node, Plan] = {}
        self._open: list[Node] = []

    def plan(self, node: Term) -> Plan:
        """Compile a shape.

        Raises:
            UnexpectedValueError: the shape refers to itself, by whatever detour. SHACL
                does not say what that means.
        """
        node = as_node(node)
        if node not in self._plans:
            self._refuse_recursion(node)
            self._open.append(node)
            self._plans[node] = self._compiled(node)
            self._open.pop()
        return self._plans[node]

    def _refuse_recursion(self, node: Node) -> None:
        if node in self._open:
            ring = [*self._open[self._open.index(node) :], node]
            found = f"a shape that refers to itself: {' → '.join(map(display, ring))}"
            expected = "shapes that refer to each other with an end"
            raise UnexpectedValueError(self._place(node, None), found, expected)

    def _compiled(self, node: Node) -> Plan:
        shape = self._shapes.get(node) or read_shape(self.graph, node)
        if shape.deactivated:
            return Plan(shape)
        properties = self.graph.objects(node, SH.property)
        queries = self._queries.get(node, ())
        asked = [AskTest(it) for it in queries if isinstance(it, AskConstraint)]
        selected = (it for it in queries if isinstance(it, SparqlConstraint))
        return Plan(
            shape,
            (*self._constraints(node), *asked),
            tuple(map(self.plan, properties)),
            tuple(map(SelectCondition, selected)),
        )

    def _constraints(self, node: Node) -> Iterator[Constraint]:
        for predicate, value in self.graph.properties(node):
            builder = BUILDERS.get(predicate)
            if builder is not None:
                try:
                    yield from builder(self, node, value)
                except ValueError as error:
                    where = self._place(node, predicate)
                    found, expected = str(error), "a value that can be understood"
                    raise UnexpectedValueError(where, found, expected) from error

    def plans(self, head: Term) -> tuple[Plan, ...]:
        """Compile the shapes of a list."""
        return tuple(map(self.plan, self.graph.items(head)))

    def is_true(self, node: Node, predicate: NamedNode) -> bool:
        """Tell whether a node has a switch turned on."""
        return self.graph.value(node, predicate) == _TRUE
