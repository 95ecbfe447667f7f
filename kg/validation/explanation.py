"""How shapes are run: what each looks at, in which way, what it finds and how long."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, Store

from kg.validation.background import Background
from kg.validation.core import Columns, targeted
from kg.validation.finding import display, local_name
from kg.validation.paths import CompoundPath, Path
from kg.validation.plan import Plan
from kg.validation.queries.asking import constraint_findings
from kg.validation.queries.constraint import SparqlConstraint
from kg.validation.shape import Targets
from kg.validation.shapes import Shapes
from kg.validation.watch import placed

Clock = Callable[[], float]
"""Tells seconds, from whenever."""


@dataclass(frozen=True, slots=True)
class Run:
    """A shape, or a query of one, that was run.

    `nodes` is how many focus nodes it had; None for a query, which finds them itself.
    """

    name: str
    steps: tuple[str, ...]
    nodes: int | None
    rows: int
    seconds: float

    @property
    def is_idle(self) -> bool:
        """It looked at nothing: the class may be misspelt, or not in the data."""
        return self.nodes == 0


def explain(
    quads: Iterable[Quad], shapes: Shapes, background: Background, clock: Clock
) -> list[Run]:
    """Run every shape that looks at something by itself, then every query."""
    columns = background.columns(quads)
    with placed(shapes.place), background.store_of(columns, shapes) as store:
        columns.graph.attach(lambda: store)
        runs = [_run_plan(plan, columns, clock) for plan in shapes.plans]
        runs += (_run_query(it, columns, store, clock) for it in shapes.constraints)
    return runs


def _run_plan(plan: Plan, columns: Columns, clock: Clock) -> Run:
    start = clock()
    nodes = targeted(columns, plan)
    rows = sum(len(it.faults.focus) for it in plan.results(columns.graph, nodes))
    steps = (f"looks at {_targets(plan.shape.targets)}", *_steps(plan))
    name = local_name(plan.shape.node)
    return Run(name, steps, len(nodes), rows, clock() - start)


def _run_query(
    constraint: SparqlConstraint, columns: Columns, store: Store, clock: Clock
) -> Run:
    start = clock()
    found = constraint_findings(store, constraint)
    rows = sum(columns.is_ours(it.focus) for it in found)
    way = "a query of each focus node by itself"
    if constraint.setwise is not None:
        way = "one query of all focus nodes"
    name = f"{local_name(constraint.shape.node)} ({local_name(constraint.component)})"
    return Run(name, (way,), None, rows, clock() - start)


def _targets(targets: Targets) -> str:
    parts = [
        *(f"instances of {display(it)}" for it in targets.classes),
        *(f"subjects of {display(it)}" for it in targets.subjects_of),
        *(f"objects of {display(it)}" for it in targets.objects_of),
        *(display(it) for it in targets.nodes),
    ]
    return ", ".join(parts)


def _steps(plan: Plan) -> Iterator[str]:
    """Yield what columns are compared for a shape and those below it."""
    names = (_kind(it.component.iri) for it in plan.constraints)
    kinds = ", ".join(dict.fromkeys(names))
    path = "" if plan.shape.path is None else f"{_path(plan.shape.path)}: "
    if plan.shape.deactivated:
        yield f"{path}switched off"
    elif kinds:
        yield f"{path}{kinds}"
    for below in plan.properties:
        yield from _steps(below)


def _kind(component: NamedNode) -> str:
    return local_name(component).removesuffix("ConstraintComponent")


def _path(path: Path) -> str:
    if isinstance(path, CompoundPath):
        parts = [_path(part) for part in path.parts]
        if len(parts) > 1:
            return f"({path.operator.join(parts)})"
        [only] = parts
        before = path.operator if path.operator == "^" else ""
        return f"{before}{only}" if before else f"{only}{path.operator}"
    return display(path)


def write_explanation(runs: Iterable[Run]) -> str:
    """Write runs for people, those that looked at nothing marked."""
    return "".join(f"{line}\n" for run in runs for line in _lines(run))


def _lines(run: Run) -> Iterator[str]:
    nodes = "" if run.nodes is None else f"{run.nodes} nodes, "
    warning = "Warning: looks at nothing. " if run.is_idle else ""
    yield f"{warning}{run.name}: {nodes}{run.rows} found, {run.seconds * 1000:.1f} ms"
    yield from (f"    {step}" for step in run.steps)
