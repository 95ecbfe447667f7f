"""Properties that are proposed for things of a class: what the catalogue counts."""

from pyoxigraph import NamedNode

from kg.api.reconciliation.entities import DERIVED
from kg.api.reconciliation.speech import ENGLISH, Json, Speech
from kg.rdf.iri import shorten
from kg.rdf.query.binding import bind
from kg.rdf.terms import RDF, VOID
from kg.search.index import Index
from kg.store.protocol import Store

_USED = f"""
SELECT ?property (SUM(?triples) AS ?uses) WHERE {{
  ?part {VOID.iri("class")} ?class ;
    {VOID.propertyPartition} ?use .
  ?use {VOID.property} ?property ;
    {VOID.triples} ?triples .
  FILTER(?property != {RDF.type})
}}
GROUP BY ?property
ORDER BY DESC(?uses) ?property
"""


def propose(
    index: Index,
    store: Store,
    type_: NamedNode | None,
    limit: int,
    speech: Speech = ENGLISH,
) -> Json:
    """Propose properties that things of a class have, or things of any class."""
    query = bind(_USED, {} if type_ is None else {"class": type_})
    iris = [
        row["property"].value
        for row in store.select(query)
        if isinstance(row["property"], NamedNode)
    ][:limit]
    named = index.named(iris)
    found = [{"id": iri, **speech.called(named, iri, shorten(iri))} for iri in iris]
    derived = [{"id": it["id"], "name": it["name"]} for it in DERIVED]
    answer: Json = {"limit": limit, "properties": [*derived, *found][:limit]}
    return answer if type_ is None else {"type": type_.value, **answer}
