"""How much of each thing a query may have, and what to change where it has more.

The limits are on what costs before a query runs, when nothing but the end of its
process stops it. The engine's planner takes time with the fourth power of what one
group joins: 64 patterns take 0.1 s, 128 take 3 s. Its parser and its writer recurse: a
few thousand parts in a chain end the process.
"""

from dataclasses import dataclass, fields

from kg.errors import QueryTooComplexError
from kg.rdf.query.structure import Structure


@dataclass(frozen=True, slots=True)
class Allowed:
    """The most of each thing in `Structure` that a query may have.

    `kg.settings` has each as `max_…`.
    """

    words: int = 100_000
    depth: int = 128
    groups: int = 512
    joined: int = 64
    patterns: int = 512
    steps: int = 64
    branches: int = 256
    rows: int = 10_000
    columns: int = 1_000
    expressions: int = 512
    operators: int = 2_000


DEFAULT = Allowed()

_LESS = "ask for less at once"
_ADVICE = {
    "words": ("words", f"{_LESS}, or take the dumps"),
    "depth": ("brackets inside brackets", "nest it less"),
    "groups": ("groups in braces", _LESS),
    "joined": (
        "patterns joined in one group (each step of a path is one, UNION and VALUES "
        "are two)",
        "put some into a subselect, { SELECT ... }, or ask twice",
    ),
    "patterns": ("triple patterns", _LESS),
    "steps": ("steps in one path", "write a shorter path, or ask twice"),
    "branches": ("parts after UNION or OPTIONAL", "list alternatives in VALUES"),
    "rows": ("rows in VALUES", "ask for fewer of them at once"),
    "columns": ("columns or things to describe", "ask for fewer of them at once"),
    "expressions": ("FILTER, HAVING and AS", "join conditions by &&, or use VALUES"),
    "operators": ("operators in expressions", "write a list with IN, or use VALUES"),
}


def excess(found: Structure, allowed: Allowed) -> QueryTooComplexError | None:
    """Say what a query has more of than it may have, or nothing."""
    for name in _NAMES:
        count, most = getattr(found, name), getattr(allowed, name)
        if count > most:
            what, advice = _ADVICE[name]
            has = "has" if found.whole else "has at least"
            return QueryTooComplexError(
                f"the query {has} {count} {what}; at most {most} are allowed: {advice}",
                limit=f"max_{name}",
            )
    return None


_NAMES = tuple(item.name for item in fields(Allowed))
