"""Outcome: what rules find in a project, by what finds it, and what that rests on."""

from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from kg.validation.finding import Finding
from kg.validation.ways.queryways import Spread


@dataclass(frozen=True, slots=True)
class Found:
    """What was found before it has places in files.

    Attributes:
        shapes: by shapes.
        stages: by checks in stages, each text at its first place.
        asked: by questions.
        quoted: statements of stages that texts of documents have to do with.
        about: what stages say of their graphs.
        graphs: those of stages.
        spreads: how far predicates spread, which shortens the way next time.
    """

    shapes: list[Finding]
    stages: list[Finding]
    asked: list[Finding]
    quoted: tuple[Quad, ...] = ()
    about: tuple[Quad, ...] = ()
    graphs: frozenset[NamedNode] = frozenset()
    spreads: tuple[tuple[NamedNode, Spread], ...] = ()
