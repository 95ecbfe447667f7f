"""Fetching the facts around a thing: at most four queries, whatever there is to tell.

First the thing and what points at it, then what those speak of, then what is needed to
read that: the times of related events, and what these are relative to. A label is never
asked for on its own.

What is stated stands once in the merged graph, however many sources state it. Which of
them do is told of a bounded number: the rest are counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg.api.pages.address import kind_of
from kg.api.pages.facts import Facts
from kg.api.pages.reach import BRIEF, DEPENDENT, FULL, Reach, reach_of
from kg.rdf.iri import graph
from kg.rdf.namespaces import TERMS
from kg.rdf.query.binding import bind
from kg.rdf.terms import HS, OA, RDF
from kg.store.protocol import Store


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is told of a thing.

    Attributes:
        most: how many things that point at it by the same property.
        sources: how many graphs that state something of it are told apart.
        by_source: whether each fact around it is told with the graphs that state it,
            too, and these with their licences.
    """

    most: int
    sources: int
    by_source: bool


PAGE = Extent(60, 24, by_source=False)
"""What a page tells; it names half of the sources, and quotes all of them."""

DATA = Extent(300, 300, by_source=True)
"""What the data of a thing tell."""

MOST_DESCRIBED = 4000
"""How many things are described in one query."""

_QUAD = "GRAPH ?graph { ?subject ?predicate ?object }"

# What many sources speak of is named by all of them: in the merged graph it is once.
# Two VALUES would be joined with each other first, and then with all triples.
_BRIEFLY = (
    f"?subject ?predicate ?object FILTER(?predicate IN ({', '.join(map(str, BRIEF))}))"
)


_ONCE = "?subject ?predicate ?object"

_STATED = f"?thing ?predicate ?object FILTER(?predicate != {HS.evidence})"
_BY_SOURCE = "GRAPH ?graph { ?thing ?predicate ?object }"

# Ours first, for judgements are told from what is stated; then those that state more
# than a name. To sort them by how much they state takes as long as there are sources.
_MORE = f"FILTER(?p NOT IN ({HS.evidence}, {HS.nameInSource}, {RDF.type}))"
_STATING = f"""
SELECT DISTINCT ?graph {{
  {{ ?graph {RDF.type} {HS.CuratedGraph} GRAPH ?graph {{ ?thing ?p ?o }} }}
  UNION {{ GRAPH ?graph {{ ?thing ?p ?o {_MORE} }} }}
  UNION {{ GRAPH ?graph {{ ?thing ?p ?o }} }}
}} LIMIT
"""
_ALL_STATING = (
    "SELECT (COUNT(DISTINCT ?graph) AS ?count) { GRAPH ?graph { ?thing ?p ?o } }"
)

_EDGE = (DEPENDENT, DEPENDENT)
"""What is described in full in the rounds that only make references readable."""


def describe(store: Store, thing: NamedNode, extent: Extent = PAGE) -> Facts:
    """Fetch what a release says of a thing and around it; no facts when nothing is.

    What is named briefly stands in the default graph, whoever says it, and so does all
    that is said of the thing, but for the passages that bear it: each belongs to a
    source, and is told with it.
    """
    reach = reach_of(kind_of(thing.value))
    quads = _fetch(store, bind(_first_query(reach, extent), {"thing": thing}))
    stating = {quad.graph_name for quad in quads if quad.subject == thing}
    told = len(stating - {DefaultGraph()})
    untold = _count(store, thing) - told if told >= extent.sources else 0
    unquoted = frozenset[str]() if extent.by_source else reach.unquoted
    around = _Around(extent, thing, unquoted)
    return Facts(_completed(store, quads, around, (FULL, *_EDGE)), untold)


def describe_all(store: Store, things: Iterable[NamedNode]) -> Facts:
    """Fetch what is needed to read references to things: names, types and times."""
    query = _next_query(set(things), DEPENDENT, PAGE)
    quads = _fetch(store, query) if query else []
    return Facts(_completed(store, quads, _Around(PAGE), _EDGE))


def _count(store: Store, thing: NamedNode) -> int:
    """Count the graphs that state something of a thing."""
    (row,) = store.select(bind(_ALL_STATING, {"thing": thing}))
    return int(row["count"].value)  # type: ignore[union-attr]  # what COUNT gives


@dataclass(frozen=True, slots=True)
class _Around:
    """What is described of all that quads speak of.

    Attributes:
        thing: what all is around; None of several.
        unquoted: kinds of things whose passages are not described.
    """

    extent: Extent
    thing: NamedNode | None = None
    unquoted: frozenset[str] = frozenset()

    def mentioned(self, quads: Iterable[Quad]) -> set[NamedNode]:
        """Collect what quads speak of, and the graphs whose licences are told."""
        found: set[object] = set()
        for quad in quads:
            found.add(quad.subject)
            if quad.predicate != HS.evidence or self._quotes(quad.subject):
                found.add(quad.object)
            if self.extent.by_source or quad.subject == self.thing:
                found.add(quad.graph_name)
        return {thing for thing in found if isinstance(thing, NamedNode)}

    def _quotes(self, subject: object) -> bool:
        if not isinstance(subject, NamedNode):
            return True
        return kind_of(subject.value) not in self.unquoted


def _completed(
    store: Store, quads: list[Quad], around: _Around, rounds: Iterable[frozenset[str]]
) -> list[Quad]:
    """Describe, round by round, what is spoken of and not described yet."""
    asked = {
        quad.subject
        for quad in quads
        if quad.predicate == RDF.type and isinstance(quad.subject, NamedNode)
    }
    for kinds in rounds:
        wanted = around.mentioned(quads) - asked
        query = _next_query(wanted, kinds, around.extent)
        if not query:
            break
        quads = quads + _fetch(store, query)
        asked |= wanted
    return quads


def load_terms(store: Store) -> Facts:
    """Fetch the ontology and the vocabularies, and what is known of their graphs."""
    graphs = [graph(name) for name in ("ontology", "vocab")]
    branches = [f"{_values(name, graphs)} {_QUAD}" for name in ("graph", "subject")]
    return Facts(_fetch(store, _union(branches)))


def _fetch(store: Store, query: str) -> list[Quad]:
    return [
        Quad(row["subject"], row["predicate"], row["object"], row.get("graph"))  # type: ignore[arg-type]  # what a quad pattern gives
        for row in store.select(query)
    ]


def _first_query(reach: Reach, extent: Extent) -> str:
    told = _QUAD if extent.by_source else _ONCE
    branches = [
        f"{_STATED} BIND(?thing AS ?subject)",
        f"{{ {_STATING} {extent.sources} }} {_BY_SOURCE} BIND(?thing AS ?subject)",
        *(_found(pattern, extent.most, told) for pattern in reach.full),
        *(_found(pattern, extent.most, _BRIEFLY) for pattern in reach.brief),
        *(_pointing(extent, _values("predicate", [link])) for link in reach.links),
        *([_pointing(extent)] if reach.by_any else []),
    ]
    return _union(branches)


def _found(pattern: str, most: int, told: str) -> str:
    """Describe what a pattern finds; the merged graph has each of them once."""
    return f"{{ SELECT DISTINCT ?subject {{ {pattern} }} LIMIT {most} }} {told}"


def _pointing(extent: Extent, restriction: str = "") -> str:
    """Find the statements that point at the thing, by one property or by any."""
    link = "?subject ?predicate ?thing"
    asked = f"{{ {restriction} {link} }} LIMIT {extent.most}"
    found = f"{{ SELECT ?subject ?predicate {asked} }}"
    stated = f"GRAPH ?graph {{ {link} }}" if extent.by_source else ""
    return f"{found} {stated} BIND(?thing AS ?object)"


def _next_query(wanted: set[NamedNode], full: frozenset[str], extent: Extent) -> str:
    """Ask for things in full or briefly, by kind; nothing when there is nothing."""
    found = sorted(wanted, key=str)[:MOST_DESCRIBED]
    passages = [thing for thing in found if kind_of(thing.value) == "passage"]
    whole = [thing for thing in found if kind_of(thing.value) in full]
    rest = [thing for thing in found if _is_brief(thing, full)]
    branches = []
    if whole:
        told = _QUAD if extent.by_source else _ONCE
        branches.append(f"{_values('subject', whole)} {told}")
    if rest:
        branches.append(f"{_values('subject', rest)} {_BRIEFLY}")
    if passages:
        selected = f"?passage {OA.hasSelector} ?subject . ?subject ?predicate ?object"
        branches.append(f"{_values('subject', passages)} {_QUAD}")
        branches.append(f"{_values('passage', passages)} GRAPH ?graph {{ {selected} }}")
    return _union(branches) if branches else ""


def _union(branches: Iterable[str]) -> str:
    groups = " UNION ".join(f"{{ {branch} }}" for branch in branches)
    return f"SELECT ?graph ?subject ?predicate ?object {{ {groups} }}"


def _is_brief(thing: NamedNode, full: frozenset[str]) -> bool:
    """Tell whether a thing is described briefly: anything else but terms."""
    kind = kind_of(thing.value)
    return kind not in full and kind != "passage" and not thing.value.startswith(TERMS)


def _values(variable: str, terms: Iterable[NamedNode]) -> str:
    """List terms for a variable; a term writes itself, so nothing else gets in."""
    return f"VALUES ?{variable} {{ {' '.join(map(str, terms))} }}"
