"""Variables that have no value where they are used, or are written in two ways."""

import re
from collections import Counter
from collections.abc import Iterator

from rapidfuzz import fuzz, process

from kg.rdf.hints.hint import Doubt, warning
from kg.rdf.query.outline import Expression, Group, Outline, Select
from kg.rdf.usage import Usage

_ALIKE = 85
_NEAR = 65
_SHORTEST = 5
"""Letters of a name; shorter ones are often alike on purpose."""

_DIGITS = re.compile(r"\d+")


def unbound_columns(outline: Outline, _: Usage) -> Iterator[Doubt]:
    """Find what SELECT, GROUP BY and ORDER BY name and nothing gives a value."""
    for select in _selects(outline):
        known = select.where.variables | {
            it.value for rows in select.rows for it in rows.names
        }
        for column in (*select.keys, *select.columns):
            if column.expression is not None:
                yield from _unknown(column.expression, known, "the query")
                known |= {column.node.value}
            elif column.node.value not in known:
                yield _unbound(column.node.value, column.node.start, known, "the query")
        for expression in select.after:
            yield from _unknown(expression, known, "the query")


def unbound_expressions(outline: Outline, _: Usage) -> Iterator[Doubt]:
    """Find FILTER and BIND with a variable that their group gives no value."""
    yield from _group(outline.select.where, frozenset())


def misspelt(outline: Outline, _: Usage) -> Iterator[Doubt]:
    """Find a variable that is used once, and looks like another one."""
    used = Counter(token.variable for token in outline.words if token.variable)
    for token in outline.words:
        name = token.variable
        if used[name] != 1 or len(name) < _SHORTEST:
            continue
        others = [it for it in used if used[it] > 1 and _may_be_meant(name, it)]
        near = process.extractOne(name, others, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if near is not None:
            yield warning(
                "misspelt-variable",
                token.start,
                f"?{name} stands here alone, and ?{near[0]} looks like it",
                f"perhaps ?{near[0]}",
            )


def _may_be_meant(name: str, other: str) -> bool:
    """Say whether a name may be another one misspelt, not the second or the plural."""
    return (
        other != name
        and _DIGITS.sub("", name) != _DIGITS.sub("", other)
        and not name.startswith(other)
        and not other.startswith(name)
    )


def _selects(outline: Outline) -> Iterator[Select]:
    yield outline.select
    for group in outline.select.walk():
        if group.select is not None:
            yield group.select


def _group(group: Group, outer: frozenset[str]) -> Iterator[Doubt]:
    """Look into a group; `outer` are variables that reach into it: EXISTS, OPTIONAL."""
    if group.select is not None:
        yield from _group(group.select.where, frozenset())
        return
    known = group.variables | outer
    for expression in group.filters:
        yield from _unknown(expression, known, "its group")
        for inner in expression.groups:
            yield from _group(inner, known)
    for bind in group.binds:
        if bind.expression is not None:
            yield from _unknown(bind.expression, known, "its group")
    for part in group.parts:
        reaching = known if part.keyword in _REACHED else frozenset[str]()
        yield from _group(part, reaching)


# A FILTER of OPTIONAL sees what is around it (SPARQL 1.1 Query, 18.2.2.6).
_REACHED = frozenset(["OPTIONAL", "LATERAL"])


def _unknown(
    expression: Expression, known: frozenset[str], where: str
) -> Iterator[Doubt]:
    for token in expression.variables:
        if token.variable not in known:
            yield _unbound(token.variable, token.start, known, where)


def _unbound(name: str, start: int, known: frozenset[str], where: str) -> Doubt:
    near = process.extractOne(
        name, sorted(known), scorer=fuzz.ratio, score_cutoff=_NEAR
    )
    return warning(
        "unbound-variable",
        start,
        f"nothing in {where} gives ?{name} a value",
        f"perhaps ?{near[0]}" if near else "",
    )
