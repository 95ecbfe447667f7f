"""Quantities: what the source prints, and the bounds that follow from it."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.language import Label
from kg.api.pages.reading import Link, Reading
from kg.api.pages.words import Bounds, duration, plural, span_of_durations
from kg.rdf.terms import HS


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity: `words` say its bounds, `verbatim` is what the source prints."""

    words: str
    verbatim: Label | None
    unit: Link | None
    basis: Label | None
    lower: str | None
    upper: str | None


def read_amount(reading: Reading, quantity: NamedNode) -> Amount:
    """Read a quantity."""
    facts = reading.facts
    return Amount(
        _words(reading, quantity),
        reading.text(quantity, HS.verbatim),
        reading.first(quantity, HS.unit),
        reading.text(quantity, HS.boundBasis),
        facts.lexical(quantity, HS.lowerBound),
        facts.lexical(quantity, HS.upperBound),
    )


def _words(reading: Reading, quantity: NamedNode) -> str:
    words = _length(reading, quantity) or _bounds(reading, quantity).in_words()
    if not words:
        verbatim = reading.text(quantity, HS.verbatim)
        return verbatim.text if verbatim else "not stated"
    total = reading.facts.lexical(quantity, HS.outOf)
    if total is not None:
        words = f"{words} out of {total}"
    unit = reading.facts.iri(quantity, HS.unit)
    return f"{words} {_unit(reading, unit, words)}" if unit else words


def _unit(reading: Reading, unit: NamedNode, words: str) -> str:
    label = reading.label(unit)
    return plural(label.text) if label.language == "en" and words != "1" else label.text


def _length(reading: Reading, quantity: NamedNode) -> str:
    shortest = reading.facts.lexical(quantity, HS.minDuration)
    longest = reading.facts.lexical(quantity, HS.maxDuration)
    if shortest and longest:
        return span_of_durations(shortest, longest)
    if shortest:
        return f"at least {duration(shortest)}"
    return f"at most {duration(longest)}" if longest else ""


def _bounds(reading: Reading, quantity: NamedNode) -> Bounds:
    lower, upper = (
        reading.facts.lexical(quantity, bound)
        for bound in (HS.lowerBound, HS.upperBound)
    )
    return Bounds(
        None if lower is None else int(lower),
        reading.flag(quantity, HS.lowerInclusive),
        None if upper is None else int(upper),
        reading.flag(quantity, HS.upperInclusive),
    )
