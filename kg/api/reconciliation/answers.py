"""Answers of the Reconciliation API: candidates of a batch, and values of things."""

from collections.abc import Mapping

from kg.api.errors import RequestError
from kg.api.reconciliation.entities import DERIVED, LANGUAGES, Described, Json
from kg.api.reconciliation.queries import ExtensionQuery, ReconciliationQuery
from kg.api.reconciliation.values import Values
from kg.rdf.iri import expand, shorten
from kg.search.index import Entry, Index
from kg.search.matching import Candidate, Query, candidates, scored
from kg.store.protocol import Store

MOST = 25
"""Candidates of a query, however many it asks for."""

_COMPARED = 20
"""Candidates whose properties are compared: those with the best names."""

Batch = Mapping[str, ReconciliationQuery]


def match_batch(index: Index, store: Store, batch: Batch) -> dict[str, Json]:
    """Find the candidates of each query."""
    queries = {key: _query(key, it) for key, it in batch.items()}
    found = {key: _compared(index, query) for key, query in queries.items()}
    names = {name for query in queries.values() for name, _wanted in query.properties}
    things = {it.number: it for entries in found.values() for it in entries}
    values = Values.read(index, store, things.values(), names).texts() if names else {}
    described = Described.read(index, things.values())
    return {
        key: {
            "result": [
                _written(described, candidate)
                for candidate in scored(query, found[key], values)
            ][: min(batch[key].limit, MOST)]
        }
        for key, query in queries.items()
    }


def _query(key: str, read: ReconciliationQuery) -> Query:
    try:
        types = tuple(expand(it).value for it in read.types)
    except ValueError as error:
        raise RequestError(f"queries: {key}: type: {error}") from error
    return Query(
        read.query.strip(), types, tuple((it.pid, it.values) for it in read.properties)
    )


def _compared(index: Index, query: Query) -> list[Entry]:
    """Choose by names whose properties are compared."""
    by_name = Query(query.name, query.types)
    ranked = scored(by_name, candidates(index, query), {})
    return [candidate.entry for candidate in ranked[: max(MOST, _COMPARED)]]


def _written(described: Described, candidate: Candidate) -> Json:
    entry = candidate.entry
    return {
        "id": entry.iri,
        "name": entry.called(LANGUAGES).text,
        "description": described.description(entry),
        "type": described.types(entry),
        "score": candidate.score,
        "match": candidate.match,
        "features": [
            {"id": name, "value": value} for name, value in candidate.features.items()
        ],
    }


def extend(index: Index, store: Store, query: ExtensionQuery) -> Json:
    """Give values of properties of things; of what is not ours, none."""
    names = [it.id for it in query.properties]
    entries = index.named(query.ids)
    values = Values.read(index, store, list(entries.values()), names)
    return {
        "meta": [{"id": name, "name": property_name(index, name)} for name in names],
        "rows": {
            thing: {name: values.cells(thing, name) for name in names}
            for thing in query.ids
        },
    }


def property_name(index: Index, name: str) -> str:
    """Call a property."""
    if any(it["id"] == name for it in DERIVED):
        return name
    iri = expand(name).value
    entry = index.named([iri]).get(iri)
    return entry.called(LANGUAGES).text if entry else shorten(iri)
