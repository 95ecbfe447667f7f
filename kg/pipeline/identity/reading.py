"""Things read from a release: all that its sources tell of, with names and facts."""

import datetime
from collections import defaultdict
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from kg.pipeline.identity.candidates import KINDS
from kg.pipeline.identity.thing import Day, Thing
from kg.rdf.namespaces import BASE
from kg.rdf.terms import DCT, HS, RDF, SCHEMA, SKOS
from kg.store.protocol import Store

_CLASSES = (HS.Person, HS.Organisation, HS.Place, HS.Document, HS.Event)
_NAMES = (SKOS.prefLabel, SKOS.altLabel, HS.nameInSource, DCT.title)
_PLACES = (HS.country, HS.within, HS.place)
_TYPES = (HS.orgType, HS.eventType)

_TOLD = f"""SELECT ?thing ?value {{
  VALUES ?class {{ {" ".join(map(str, _CLASSES))} }}
  GRAPH ?value {{ ?thing {RDF.type} ?class }}
}}"""
_SPANS = f"""SELECT ?thing ?first ?last {{
  ?thing {HS.time} ?time .
  ?time {HS.notBefore} ?first ; {HS.notAfter} ?last .
}}"""
_PUBLISHED = f"SELECT ?thing ?value {{ ?thing {SCHEMA.datePublished} ?value }}"

Values = defaultdict[str, set[str]]


def read_things(store: Store) -> list[Thing]:
    """List the people, organisations, places, documents and events of a release."""
    graphs = _values(store, _TOLD)
    names, places, types = (
        _values(store, _values_query(predicates))
        for predicates in (_NAMES, _PLACES, _TYPES)
    )
    spans = _spans(store)
    return [
        Thing(
            iri,
            kind,
            frozenset(names.get(iri, ())),
            frozenset(places.get(iri, ())),
            frozenset(types.get(iri, ())),
            spans.get(iri),
            frozenset(told),
        )
        for iri, told in sorted(graphs.items())
        if (kind := _kind(iri)) in KINDS
    ]


def _kind(iri: str) -> str:
    return iri.removeprefix(f"{BASE}id/").partition("/")[0]


def _values_query(predicates: tuple[NamedNode, ...]) -> str:
    listed = " ".join(map(str, predicates))
    return f"SELECT ?thing ?value {{ VALUES ?is {{ {listed} }} ?thing ?is ?value }}"


def _values(store: Store, query: str) -> Values:
    found: Values = defaultdict(set)
    for row in store.select(query):
        thing, value = row["thing"], row["value"]
        if isinstance(thing, NamedNode) and isinstance(value, NamedNode | Literal):
            found[thing.value].add(value.value)
    return found


def _spans(store: Store) -> dict[str, tuple[Day, Day]]:
    """Give the first and the last day of each event, and of each publication."""
    spans: dict[str, tuple[Day, Day]] = {}
    for iri, first, last in (*_times(store), *_publications(store)):
        known = spans.get(iri, (first, last))
        spans[iri] = (min(first, known[0]), max(last, known[1]))
    return spans


def _times(store: Store) -> Iterator[tuple[str, Day, Day]]:
    for row in store.select(_SPANS):
        ends = [row[name] for name in ("thing", "first", "last")]
        iri, first, last = (getattr(end, "value", "") for end in ends)
        yield iri, _day(first), _day(last)


def _publications(store: Store) -> Iterator[tuple[str, Day, Day]]:
    for iri, days in _values(store, _PUBLISHED).items():
        for day in days:
            yield iri, _day(day), _day(day)


def _day(text: str) -> Day:
    return datetime.date.fromisoformat(text[:10])
