"""All hints on a query, in the order they stand in it."""

from collections.abc import Iterator
from itertools import chain, islice

from kg.rdf.hints.hint import Check, Doubt, Hint
from kg.rdf.hints.joins import endless, products
from kg.rdf.hints.names import misspelt, unbound_columns, unbound_expressions
from kg.rdf.hints.terms import foreign_properties, unknown_graphs, unknown_terms
from kg.rdf.hints.values import dates_as_texts, mixed_dates, untagged_texts
from kg.rdf.query.lexer import position
from kg.rdf.query.reading import read_outline
from kg.rdf.usage import Usage

MOST = 20
"""More hints than this do not help."""

_CHECKS: tuple[Check, ...] = (
    *(products, endless, misspelt, unbound_columns, unbound_expressions),
    *(unknown_terms, unknown_graphs, foreign_properties),
    *(untagged_texts, dates_as_texts, mixed_dates),
)


def advise(query: str, usage: Usage) -> list[Hint]:
    """List what is doubtful in a query, first what stands first.

    A text that is no SPARQL 1.1, or is very long, has no hints.
    """
    outline = read_outline(query)
    if outline is None:
        return []
    found_by = (islice(check(outline, usage), MOST) for check in _CHECKS)
    doubts = chain.from_iterable(found_by)
    found = sorted(set(doubts), key=lambda it: (it.start, it.code))
    return list(_placed(query, found[:MOST]))


def _placed(query: str, doubts: list[Doubt]) -> Iterator[Hint]:
    for doubt in doubts:
        line, column = position(query, doubt.start)
        yield Hint(
            doubt.code, doubt.severity, line, column, doubt.message, doubt.suggestion
        )
