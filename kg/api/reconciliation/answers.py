"""Answers of the Reconciliation API: candidates of a batch, and values of things."""

from collections.abc import Iterable, Mapping, Sequence

from kg.api.errors import RequestError
from kg.api.reconciliation.entities import DERIVED, Described
from kg.api.reconciliation.queries import ExtensionQuery, ReconciliationQuery
from kg.api.reconciliation.speech import ENGLISH, Json, Speech
from kg.api.reconciliation.values import Values
from kg.rdf.iri import expand, shorten
from kg.search.candidates import candidates
from kg.search.index import Entry, Index
from kg.search.matching import Candidate, scored
from kg.search.query import Query
from kg.store.protocol import Store

MOST = 25
"""Candidates of a query, however many it asks for."""

_FEATURES = {
    "name": "likeness of the name",
    "exact_name": "it is called just so",
    "iri": "it is named by its identifier",
}

Asked = Sequence[tuple[Query, int]]
"""Queries, each with how many candidates are asked for."""


def match_batch(
    index: Index, store: Store, batch: Mapping[str, ReconciliationQuery]
) -> dict[str, Json]:
    """Find the candidates of each query."""
    asked = [(_query(key, it), it.limit) for key, it in batch.items()]
    found = match(index, store, asked, ENGLISH)
    return {key: {"result": it} for key, it in zip(batch, found, strict=True)}


def match(index: Index, store: Store, asked: Asked, speech: Speech) -> list[list[Json]]:
    """Find the candidates of queries, in their order, the best first."""
    compared = [_compared(index, query) for query, _limit in asked]
    names = {it.attribute for query, _limit in asked for it in query.properties}
    things = {it.number: it for entries in compared for it in entries}
    values = Values.read(index, store, things.values(), names).texts() if names else {}
    found = [
        scored(query, entries, values)[: min(limit, MOST)]
        for (query, limit), entries in zip(asked, compared, strict=True)
    ]
    shown = {it.entry.number: it.entry for listed in found for it in listed}
    described = Described.read(index, shown.values(), speech)
    return [[_written(described, it) for it in listed] for listed in found]


def _query(key: str, read: ReconciliationQuery) -> Query:
    try:
        types = tuple(expand(it).value for it in read.types)
    except ValueError as error:
        raise RequestError(f"queries: {key}: type: {error}") from error
    return Query.named(
        read.query, types, ((it.pid, it.values) for it in read.properties)
    )


def _compared(index: Index, query: Query) -> Iterable[Entry]:
    """Choose by names whose properties are compared; all, if some are required."""
    found = candidates(index, query)
    if query.strict or len(found) <= MOST:
        return found
    names = tuple(it for it in query.conditions if not it.attribute)
    ranked = scored(Query(names, query.types), found, {})
    return [candidate.entry for candidate in ranked[:MOST]]


def _written(described: Described, candidate: Candidate) -> Json:
    entry, speech = candidate.entry, described.speech
    return {
        "id": entry.iri,
        **speech.name(entry),
        "description": described.description(entry),
        "type": described.types(entry),
        "score": candidate.score,
        "match": candidate.match,
        "features": [
            {"id": name, **_feature_name(name, speech), "value": value}
            for name, value in candidate.features.items()
        ],
    }


def _feature_name(name: str, speech: Speech) -> Json:
    if not speech.tagged:
        return {}
    sort, _colon, property_ = name.partition("#")[0].partition(":")
    return {"name": _FEATURES.get(sort, f"likeness of {property_}"), "lang": "en"}


def extend(
    index: Index, store: Store, query: ExtensionQuery, speech: Speech = ENGLISH
) -> Json:
    """Give values of properties of things; of what is not ours, none."""
    names = [it.id for it in query.properties]
    entries = index.named(query.ids)
    values = Values.read(index, store, list(entries.values()), names)
    return {
        "meta": [{"id": name, **_property(index, name, speech)} for name in names],
        "rows": {
            thing: {name: values.cells(thing, name, speech) for name in names}
            for thing in query.ids
        },
    }


def _property(index: Index, name: str, speech: Speech) -> Json:
    """Call a property."""
    if any(it["id"] == name for it in DERIVED):
        return {"name": name}
    iri = expand(name).value
    return speech.called(index.named([iri]), iri, shorten(iri))
