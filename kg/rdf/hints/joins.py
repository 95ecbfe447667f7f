"""Patterns that have nothing to do with each other, and answers without an end."""

from collections.abc import Iterable, Iterator

from kg.rdf.hints.hint import Doubt, info, warning
from kg.rdf.query.outline import Column, Group, Outline, Pattern
from kg.rdf.terms import RDF
from kg.rdf.usage import Usage

_JOINED = frozenset(["", "OPTIONAL", "GRAPH", "SERVICE", "LATERAL", "UNION"])


def products(outline: Outline, _: Usage) -> Iterator[Doubt]:
    """Find groups of which two parts share no variable, and neither is narrow."""
    for group in outline.select.walk():
        islands = _islands(group)
        wide = [it for it in islands if it.start >= 0 and not it.narrow]
        if len(wide) > 1:
            first, second = sorted(wide, key=lambda it: it.start)[:2]
            yield warning(
                "cartesian-product",
                second.start,
                f"nothing connects {second.listed} with {first.listed}: each solution "
                "of the one is combined with each of the other",
                "use a variable of the one in the other, or ask two queries",
            )


def endless(outline: Outline, _: Usage) -> Iterator[Doubt]:
    """Find a query for everything, without a LIMIT."""
    select = outline.select
    if select.limited or select.aggregates or select.form not in _LISTING:
        return
    for pattern in select.where.patterns:
        if _is_any(pattern) and len(select.where.patterns) == 1:
            if select.where.filters or select.where.parts or select.where.rows:
                continue
            yield info(
                "no-limit",
                pattern.subject.start,
                "this asks for every statement there is",
                "add a LIMIT, or take the dumps",
            )


_LISTING = frozenset(["SELECT", "CONSTRUCT"])


def _is_any(pattern: Pattern) -> bool:
    nodes = (pattern.subject, *pattern.verbs, pattern.object)
    return len({it.name for it in nodes if it.name}) == 3


class _Island:
    """Parts that share variables; `narrow` where a fixed term keeps them few.

    `start` is where the first pattern of them stands, -1 where there is none.
    """

    def __init__(self, names: frozenset[str], start: int, *, narrow: bool) -> None:
        self.names = names
        self.start = start
        self.narrow = narrow

    @property
    def listed(self) -> str:
        """Its variables, as people write them."""
        kinds = (name.partition(":") for name in sorted(self.names))
        named = [f"?{name}" for kind, _, name in kinds if kind == "variable"]
        return ", ".join(named[:3]) + (" …" if len(named) > 3 else "") or "[]"


def _islands(group: Group) -> list[_Island]:
    """Divide what a group joins by the variables that it shares."""
    if group.select is not None:
        return []
    islands: list[_Island] = []
    for part in _parts(group):
        if part.names:
            _add(islands, part)
    for names in _links(group):
        if any(it.names & names for it in islands):
            _add(islands, _Island(names, -1, narrow=False))
    return islands


def _parts(group: Group) -> Iterator[_Island]:
    for pattern in group.patterns:
        yield _Island(pattern.names, pattern.subject.start, narrow=_narrow(pattern))
    for rows in group.rows:
        yield _Island(_named(it.value for it in rows.names), -1, narrow=True)
    for part in group.parts:
        if part.keyword in _JOINED:
            names = _named(part.variables) | (
                frozenset([part.name.name]) - {""} if part.name else frozenset()
            )
            yield _Island(names, part.start, narrow=_keeps_few(part))


def _narrow(pattern: Pattern) -> bool:
    """Say whether a fixed subject or object keeps the solutions few."""
    if not pattern.subject.name:
        return True
    is_type = any(verb.iri == RDF.type.value for verb in pattern.verbs)
    return not pattern.object.name and not is_type


def _keeps_few(group: Group) -> bool:
    """Say whether something within a group keeps its solutions few."""
    select = group.select
    if select is not None:
        one = select.aggregates and not select.grouped
        return select.limited or one or _keeps_few(select.where)
    return (
        any(map(_narrow, group.patterns))
        or bool(group.rows)
        or any(_keeps_few(part) for part in group.parts if part.keyword in _JOINED)
    )


def _links(group: Group) -> Iterator[frozenset[str]]:
    """Yield the variables that one expression compares or makes of each other."""
    for expression in group.filters:
        inner = frozenset[str]().union(*(it.variables for it in expression.groups))
        words = frozenset(token.variable for token in expression.variables)
        yield _named(words | inner)
    for bind in group.binds:
        yield _named([bind.node.value, *_variables(bind)])


def _variables(column: Column) -> list[str]:
    expression = column.expression
    return [] if expression is None else [it.variable for it in expression.variables]


def _named(variables: Iterable[str]) -> frozenset[str]:
    return frozenset(f"variable:{name}" for name in variables)


def _add(islands: list[_Island], added: _Island) -> None:
    """Add an island, and make one of all that it touches."""
    touched = [it for it in islands if it.names & added.names]
    for island in touched:
        islands.remove(island)
        starts = [it for it in (island.start, added.start) if it >= 0]
        added = _Island(
            island.names | added.names,
            min(starts, default=-1),
            narrow=island.narrow or added.narrow,
        )
    islands.append(added)
