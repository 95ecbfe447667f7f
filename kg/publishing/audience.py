"""Audiences: who may see which graphs. Deny by default.

Each audience gets files of its own; nothing is filtered when a query comes. A graph is
in an audience's files only when the metadata says that its readers may see it and no
embargo is running: a graph without a word about access is in none.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from pyoxigraph import Literal, NamedNode, Quad

from kg.publishing.lines import distinct, parts
from kg.rdf.iri import concept, graph
from kg.rdf.namespaces import BASE
from kg.rdf.terms import HS, OA

SHARED = graph("catalogue")
"""The graph with prefixes and questions, and with what the public is shown."""

_PASSAGE = f"<{BASE}id/passage/".encode()
_SELECTOR = str(OA.hasSelector).encode()


class Audience(StrEnum):
    """Who a build is for, each seeing what those before it see."""

    PUBLIC = "public"
    PARTNER = "partner"

    @property
    def levels(self) -> frozenset[NamedNode]:
        """The access levels that this audience may see."""
        seen = list(Audience)[: list(Audience).index(self) + 1]
        return frozenset(concept("access", level.value) for level in seen)


def catalogue_graph(audience: Audience) -> NamedNode:
    """Name the graph that says what an audience's graphs hold."""
    if audience is Audience.PUBLIC:
        return SHARED
    return NamedNode(f"{SHARED.value}/{audience.value}")


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


@dataclass(frozen=True, slots=True)
class Sight:
    """What an audience may see on a day, as the metadata say."""

    access: Access
    audience: Audience
    on: datetime.date
    _known: dict[bytes, bool] = field(default_factory=dict)

    def permits(self, graph: object) -> bool:
        """Tell whether the audience may see a graph."""
        return self.access.permits(graph, self.audience, self.on)

    def lines(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Yield those of some lines that are in a graph which the audience may see."""
        return filter(self.sees, lines)

    def sees(self, line: bytes) -> bool:
        """Tell whether a line is in a graph which the audience may see."""
        name = parts(line)[1]
        if name not in self._known:
            self._known[name] = self._permits_name(name)
        return self._known[name]

    def _permits_name(self, name: bytes) -> bool:
        return name != b"" and self.permits(NamedNode(name[1:-1].decode()))


def merged_lines(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the default graph: each triple of any graph once, without the passages.

    Passages and selectors are half of all triples and of use only with their graph
    (`GRAPH ?source { … }`), so they stay there.

    Args:
        lines: sorted; without the names of their graphs they are so, too, for a term
            is always followed by a space.
    """
    triples = (parts(line)[0] for line in lines)
    return (triple for triple in distinct(triples) if not _is_passage(triple))


def _is_passage(triple: bytes) -> bool:
    if triple.startswith(_PASSAGE):
        return True
    return _SELECTOR in triple and triple.split(b" ", 2)[1] == _SELECTOR
