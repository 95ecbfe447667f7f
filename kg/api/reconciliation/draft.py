"""Answers of the Reconciliation API 1.0 (draft): what 0.2 says, in another form.

https://reconciliation-api.github.io/specs/1.0-draft/
"""

from kg.api.reconciliation.answers import Asked, extend, match
from kg.api.reconciliation.conditions import QUALIFIERS
from kg.api.reconciliation.entities import Typed, suggest_properties
from kg.api.reconciliation.queries import ExtensionQuery
from kg.api.reconciliation.speech import Json, Speech
from kg.search.index import Index
from kg.store.protocol import Store


def match_queries(index: Index, store: Store, asked: Asked, speech: Speech) -> Json:
    """Find the candidates of queries, in their order."""
    found = match(index, store, asked, speech)
    return {"results": [{"candidates": it} for it in found]}


def extend_things(
    index: Index, store: Store, query: ExtensionQuery, speech: Speech
) -> Json:
    """Give values of properties of things, in the order of both."""
    found = extend(index, store, query, speech)
    rows = [
        {
            "id": thing,
            "properties": [{"id": it, "values": cells[it]} for it in cells],
        }
        for thing, cells in found["rows"].items()
    ]
    return {"meta": found["meta"], "rows": rows}


def suggest_qualified(index: Index, typed: Typed) -> Json:
    """Suggest properties, with the ways in which their values can be matched."""
    found = suggest_properties(index, typed)["result"]
    return {"result": [{**it, "matchQualifiers": list(QUALIFIERS)} for it in found]}
