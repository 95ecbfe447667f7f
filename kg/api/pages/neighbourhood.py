"""Fetching the facts around a thing: three queries, whatever there is to tell.

First the thing and what points at it, then what those speak of, then what is needed to
read that. A label is never asked for on its own.
"""

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad

from kg.api.pages.address import kind_of
from kg.api.pages.facts import Facts
from kg.api.pages.reach import BRIEF, DEPENDENT, FULL, Reach, reach_of
from kg.rdf.iri import graph
from kg.rdf.namespaces import BASE
from kg.rdf.sparql import bind
from kg.rdf.terms import OA
from kg.store.protocol import Store

MOST = 500
"""How many things that point at one by the same property are told of."""

MOST_DESCRIBED = 4000
"""How many things are described in one query."""

TERMS = (f"{BASE}vocab/", f"{BASE}ontology")
"""Where IRIs begin whose labels every reader has already: see `load_terms`."""


def describe(store: Store, thing: NamedNode) -> Facts:
    """Fetch what a release says of a thing and around it; no facts when nothing is."""
    quads = _fetch(
        store, bind(_first_query(reach_of(kind_of(thing.value))), {"thing": thing})
    )
    if not quads:
        return Facts(())
    for kinds in (FULL, DEPENDENT):
        query = _next_query(_mentioned(quads), _described(quads), kinds)
        quads += _fetch(store, query) if query else []
    return Facts(quads)


def describe_all(store: Store, things: Iterable[NamedNode]) -> list[Quad]:
    """Fetch what is needed to read references to things: names, types and times."""
    quads: list[Quad] = []
    mentioned = set(things)
    for kinds in (DEPENDENT, DEPENDENT):
        query = _next_query(mentioned, _described(quads), kinds)
        quads += _fetch(store, query) if query else []
        mentioned = _mentioned(quads)
    return quads


def load_terms(store: Store) -> Facts:
    """Fetch the ontology and the vocabularies."""
    names = " ".join(str(graph(name)) for name in ("ontology", "vocab"))
    return Facts(
        _fetch(
            store,
            f"SELECT * WHERE {{ VALUES ?graph {{ {names} }} "
            "GRAPH ?graph { ?subject ?predicate ?object } }",
        )
    )


def _fetch(store: Store, query: str) -> list[Quad]:
    return [
        Quad(row["subject"], row["predicate"], row["object"], row["graph"])  # type: ignore[arg-type]  # what a quad pattern gives
        for row in store.select(query)
    ]


def _first_query(reach: Reach) -> str:
    branches = [
        "{ GRAPH ?graph { ?thing ?predicate ?object } BIND(?thing AS ?subject) }",
        *(_pointing(pattern, "") for pattern in reach.full),
        *(_pointing(pattern, _values("predicate", BRIEF)) for pattern in reach.brief),
    ]
    return f"SELECT ?graph ?subject ?predicate ?object {{ {' UNION '.join(branches)} }}"


def _pointing(pattern: str, restricted: str) -> str:
    """Describe what a pattern finds; the merged graph has each of them once."""
    return (
        f"{{ {{ SELECT DISTINCT ?subject {{ {pattern} }} LIMIT {MOST} }} "
        f"{restricted} GRAPH ?graph {{ ?subject ?predicate ?object }} }}"
    )


def _next_query(
    mentioned: set[NamedNode], described: set[NamedNode], full: frozenset[str]
) -> str:
    found = sorted(mentioned - described, key=str)[:MOST_DESCRIBED]
    whole = [thing for thing in found if kind_of(thing.value) in full]
    passages = [thing for thing in found if kind_of(thing.value) == "passage"]
    rest = [thing for thing in found if _is_brief(thing, full)]
    branches = []
    if whole or passages:
        branches.append(
            f"{{ {_values('subject', [*whole, *passages])} "
            "GRAPH ?graph { ?subject ?predicate ?object } }"
        )
    if rest:
        branches.append(
            f"{{ {_values('subject', rest)} {_values('predicate', BRIEF)} "
            "GRAPH ?graph { ?subject ?predicate ?object } }"
        )
    if passages:
        branches.append(
            f"{{ {_values('passage', passages)} GRAPH ?graph {{ "
            f"?passage {OA.hasSelector} ?subject . ?subject ?predicate ?object }} }}"
        )
    if not branches:
        return ""
    return f"SELECT ?graph ?subject ?predicate ?object {{ {' UNION '.join(branches)} }}"


def _is_brief(thing: NamedNode, full: frozenset[str]) -> bool:
    """Tell whether a thing is described briefly: anything else but terms."""
    kind = kind_of(thing.value)
    return kind not in full and kind != "passage" and not thing.value.startswith(TERMS)


def _mentioned(quads: Iterable[Quad]) -> set[NamedNode]:
    """Collect what quads speak of: their values, and the graphs they stand in."""
    found: set[object] = set()
    for quad in quads:
        found |= {quad.object, quad.graph_name}
    return {thing for thing in found if isinstance(thing, NamedNode)}


def _described(quads: Iterable[Quad]) -> set[NamedNode]:
    return {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}


def _values(variable: str, terms: Iterable[NamedNode]) -> str:
    """List terms for a variable; a term writes itself, so nothing else gets in."""
    return f"VALUES ?{variable} {{ {' '.join(map(str, terms))} }}"
