"""Quotations of spans, in the form that curators write."""

from typing import Any

from kg.model.text import SourceText, Span

Quotation = str | dict[str, Any]


def quote(text: SourceText, span: Span) -> Quotation:
    """Quote the words of a span; with `nth` when they stand there more than once."""
    exact = text.at(span)
    places = text.occurrences(exact)
    if len(places) == 1:
        return exact
    return {"exact": exact, "nth": places.index(span) + 1}
