"""Fetching the facts around a thing: at most four queries, whatever there is to tell.

First the thing and what points at it, then what those speak of, then what is needed to
read that: the times of related events, and what these are relative to. A label is never
asked for on its own.
"""

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad

from kg.api.pages.address import kind_of
from kg.api.pages.facts import Facts
from kg.api.pages.reach import BRIEF, DEPENDENT, FULL, Reach, reach_of
from kg.rdf.iri import graph
from kg.rdf.namespaces import TERMS
from kg.rdf.query.binding import bind
from kg.rdf.terms import OA, RDF
from kg.store.protocol import Store

MOST = 60
"""How many things that point at one by the same property a page tells of."""

MOST_IN_DATA = 300
"""How many its data does."""

MOST_DESCRIBED = 4000
"""How many things are described in one query."""

_QUAD = "GRAPH ?graph { ?subject ?predicate ?object }"

# What many sources speak of is named by all of them: in the merged graph it is once.
# Two VALUES would be joined with each other first, and then with all triples.
_BRIEFLY = (
    f"?subject ?predicate ?object FILTER(?predicate IN ({', '.join(map(str, BRIEF))}))"
)


def describe(store: Store, thing: NamedNode, most: int = MOST) -> Facts:
    """Fetch what a release says of a thing and around it; no facts when nothing is.

    Of the things that point at it by the same property, `most` are told of. What is
    named briefly stands in the default graph, whoever says it.
    """
    query = _first_query(reach_of(kind_of(thing.value)), most)
    quads = _fetch(store, bind(query, {"thing": thing}))
    return Facts(_completed(store, quads, (FULL, DEPENDENT, DEPENDENT)))


def describe_all(store: Store, things: Iterable[NamedNode]) -> Facts:
    """Fetch what is needed to read references to things: names, types and times."""
    query = _next_query(set(things), DEPENDENT)
    quads = _fetch(store, query) if query else []
    return Facts(_completed(store, quads, (DEPENDENT, DEPENDENT)))


def _completed(
    store: Store, quads: list[Quad], rounds: Iterable[frozenset[str]]
) -> list[Quad]:
    """Describe, round by round, what is spoken of and not described yet."""
    asked = {
        quad.subject
        for quad in quads
        if quad.predicate == RDF.type and isinstance(quad.subject, NamedNode)
    }
    for kinds in rounds:
        wanted = _mentioned(quads) - asked
        query = _next_query(wanted, kinds)
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


def _first_query(reach: Reach, most: int) -> str:
    branches = [
        "GRAPH ?graph { ?thing ?predicate ?object } BIND(?thing AS ?subject)",
        *(_found(pattern, most) for pattern in reach.full),
        *(_found(pattern, most, _BRIEFLY) for pattern in reach.brief),
        *(_pointing(most, _values("predicate", [link])) for link in reach.links),
        *([_pointing(most)] if reach.by_any else []),
    ]
    return _union(branches)


def _found(pattern: str, most: int, told: str = _QUAD) -> str:
    """Describe what a pattern finds; the merged graph has each of them once."""
    return f"{{ SELECT DISTINCT ?subject {{ {pattern} }} LIMIT {most} }} {told}"


def _pointing(most: int, restriction: str = "") -> str:
    """Find the statements that point at the thing, by one property or by any."""
    link = "?subject ?predicate ?thing"
    found = f"{{ SELECT ?subject ?predicate {{ {restriction} {link} }} LIMIT {most} }}"
    return f"{found} GRAPH ?graph {{ {link} }} BIND(?thing AS ?object)"


def _next_query(wanted: set[NamedNode], full: frozenset[str]) -> str:
    """Ask for things in full or briefly, by kind; nothing when there is nothing."""
    found = sorted(wanted, key=str)[:MOST_DESCRIBED]
    passages = [thing for thing in found if kind_of(thing.value) == "passage"]
    whole = [thing for thing in found if kind_of(thing.value) in full] + passages
    rest = [thing for thing in found if _is_brief(thing, full)]
    branches = []
    if whole:
        branches.append(f"{_values('subject', whole)} {_QUAD}")
    if rest:
        branches.append(f"{_values('subject', rest)} {_BRIEFLY}")
    if passages:
        selected = f"?passage {OA.hasSelector} ?subject . ?subject ?predicate ?object"
        branches.append(f"{_values('passage', passages)} GRAPH ?graph {{ {selected} }}")
    return _union(branches) if branches else ""


def _union(branches: Iterable[str]) -> str:
    groups = " UNION ".join(f"{{ {branch} }}" for branch in branches)
    return f"SELECT ?graph ?subject ?predicate ?object {{ {groups} }}"


def _is_brief(thing: NamedNode, full: frozenset[str]) -> bool:
    """Tell whether a thing is described briefly: anything else but terms."""
    kind = kind_of(thing.value)
    return kind not in full and kind != "passage" and not thing.value.startswith(TERMS)


def _mentioned(quads: Iterable[Quad]) -> set[NamedNode]:
    """Collect what quads speak of, and the graphs they stand in."""
    found: set[object] = set()
    for quad in quads:
        found |= {quad.subject, quad.object, quad.graph_name}
    return {thing for thing in found if isinstance(thing, NamedNode)}


def _values(variable: str, terms: Iterable[NamedNode]) -> str:
    """List terms for a variable; a term writes itself, so nothing else gets in."""
    return f"VALUES ?{variable} {{ {' '.join(map(str, terms))} }}"
