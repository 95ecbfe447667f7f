"""Audiences: who may see which graphs. Deny by default.

Each audience gets files of its own; nothing is filtered when a query comes. A graph is
in an audience's files only when the metadata says that its readers may see it and no
embargo is running: a graph without a word about access is in none.
"""

import datetime
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import Literal, NamedNode, Quad

from kg.rdf.iri import concept
from kg.rdf.namespaces import BASE
from kg.rdf.terms import HS, OA

PASSAGES = f"{BASE}id/passage/"


class Audience(StrEnum):
    """Who a build is for, each seeing what those before it see."""

    PUBLIC = "public"
    PARTNER = "partner"

    @property
    def levels(self) -> frozenset[NamedNode]:
        """The access levels that this audience may see."""
        seen = list(Audience)[: list(Audience).index(self) + 1]
        return frozenset(concept("access", level.value) for level in seen)


@dataclass(frozen=True, slots=True)
class Access:
    """What the metadata of all graphs say about who may see them."""

    levels: dict[NamedNode, frozenset[NamedNode]]
    embargoes: dict[NamedNode, datetime.date]

    @classmethod
    def from_quads(cls, quads: Iterable[Quad]) -> "Access":
        """Read access levels and embargoes, and what metadata graphs they stand in."""
        levels: dict[NamedNode, set[NamedNode]] = {}
        embargoes: dict[NamedNode, datetime.date] = {}
        for quad in quads:
            subject, value = quad.subject, quad.object
            if not isinstance(subject, NamedNode):
                continue
            if quad.predicate == HS.access and isinstance(value, NamedNode):
                levels.setdefault(subject, set()).add(value)
            elif quad.predicate == HS.embargoUntil and isinstance(value, Literal):
                until = datetime.date.fromisoformat(value.value)
                embargoes[subject] = max(until, embargoes.get(subject, until))
        frozen = {graph: frozenset(found) for graph, found in levels.items()}
        return cls(frozen, embargoes)

    def permits(self, graph: object, audience: Audience, on: datetime.date) -> bool:
        """Tell whether an audience may see a graph on a day.

        Several levels for one graph are a contradiction, and the strictest holds.
        """
        if not isinstance(graph, NamedNode):
            return False
        levels = self.levels.get(graph, frozenset())
        if not levels or not levels <= audience.levels:
            return False
        until = self.embargoes.get(graph)
        return until is None or until <= on


def visible(
    quads: Iterable[Quad], access: Access, audience: Audience, on: datetime.date
) -> list[Quad]:
    """List the distinct quads that an audience may see, in the order of their lines."""
    permitted: dict[object, bool] = {}
    seen: set[Quad] = set()
    for quad in quads:
        graph = quad.graph_name
        if graph not in permitted:
            permitted[graph] = access.permits(graph, audience, on)
        if permitted[graph]:
            seen.add(quad)
    return sorted(seen, key=str)


def merged(quads: Iterable[Quad]) -> list[Quad]:
    """List the default graph: each triple of any graph once, without the passages.

    Passages and selectors are half of all triples and of use only with their graph
    (`GRAPH ?source { … }`), so they stay there.
    """
    triples = {
        Quad(quad.subject, quad.predicate, quad.object)
        for quad in quads
        if not _is_passage(quad)
    }
    return sorted(triples, key=str)


@dataclass(frozen=True, slots=True)
class Shown:
    """What an audience is shown: named graphs and their merge, in order of lines."""

    named: list[Quad]
    default: list[Quad]

    @classmethod
    def of(
        cls,
        quads: Iterable[Quad],
        access: Access,
        audience: Audience,
        on: datetime.date,
    ) -> "Shown":
        """Choose what an audience may see on a day, and merge it."""
        named = visible(quads, access, audience, on)
        return cls(named, merged(named))

    def about_graphs(self) -> list[Quad]:
        """List what the merge says of graphs, by their names."""
        first, last = (
            bisect_left(self.default, f"<{BASE}graph{end}", key=str) for end in "/0"
        )
        return self.default[first:last]

    def having(self, more: Iterable[Quad]) -> "Shown":
        """Add quads of named graphs, also to the merge."""
        added = list(more)
        triples = (Quad(it.subject, it.predicate, it.object) for it in added)
        return Shown(_woven(self.named, added), _woven(self.default, triples))


def _woven(quads: list[Quad], more: Iterable[Quad]) -> list[Quad]:
    """Add few quads to many, each once and in order, without sorting the many anew."""
    woven: list[Quad] = []
    done = 0
    for quad in sorted(set(more), key=str):
        place = _place(quads, str(quad), done)
        woven += quads[done:place]
        done = place
        if place == len(quads) or quads[place] != quad:
            woven.append(quad)
    return woven + quads[done:]


def _place(quads: list[Quad], line: str, start: int) -> int:
    """Find where a line belongs; most often that is where the one before it does."""
    if start == len(quads) or str(quads[start]) >= line:
        return start
    return bisect_left(quads, line, lo=start + 1, key=str)


def _is_passage(quad: Quad) -> bool:
    subject = quad.subject
    return (
        isinstance(subject, NamedNode) and subject.value.startswith(PASSAGES)
    ) or quad.predicate == OA.hasSelector
