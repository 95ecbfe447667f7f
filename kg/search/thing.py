"""A thing in the index: its names, and by what else it is chosen."""

from dataclasses import dataclass
from typing import NamedTuple

KINDS = (
    "organisation",
    "person",
    "group",
    "place",
    "series",
    "event",
    "document",
    "demand",
    "slogan",
    "claim",
    "concept",
    "term",
    "graph",
)
"""Kinds of things, in the order in which the index has them."""

FACETS = ("kind", "country", "year", "type", "source")
"""By what things are chosen and counted. All but the kind may have several values."""


class Name(NamedTuple):
    """A name: how much it is the name of its thing, its language, and the text.

    The lowest rank is that of the preferred name.
    """

    rank: int
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing as it is written.

    Attributes:
        names: in order, each once.
        classes: IRIs.
        facets: facet → values, which are IRIs or years.
        weight: how often others speak of it; the heavier one of two is found first.
        notes: texts that are searched and are no names.
    """

    iri: str
    kind: str
    names: tuple[Name, ...]
    classes: tuple[str, ...] = ()
    facets: tuple[tuple[str, str], ...] = ()
    weight: int = 0
    notes: tuple[str, ...] = ()
