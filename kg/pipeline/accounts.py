"""Accounts: what was read from each source, and what has become of it."""

from collections import Counter
from collections.abc import Iterable

from pyoxigraph import NamedNode

from kg.mapping.provenance import SourceGraphs
from kg.model.account import Account
from kg.pipeline.content import Content
from kg.rdf.iri import mint
from kg.rdf.namespaces import BASE
from kg.rdf.statement import Statement
from kg.rdf.terms import RDF

_IDS = f"{BASE}id/"


def accounts(content: Content) -> dict[str, Account]:
    """Give an account of every source by its key, in the order of keys.

    Of what curators read, things are counted; it has no rows.
    """
    found = {it.source.source.key: it.account for it in content.stages}
    things = _things(content.statements)
    for document in content.corpus.documents:
        source = document.source
        graphs = SourceGraphs.of(mint("document", source.key), source)
        found[source.key] = Account(things=things.get(graphs.facts, Counter()))
    return dict(sorted(found.items()))


def _things(statements: Iterable[Statement]) -> dict[object, Counter[str]]:
    """Count the things of each kind that each graph says the class of."""
    typed = {
        (quad.graph_name, quad.subject)
        for quad in (statement.quad for statement in statements)
        if quad.predicate == RDF.type
    }
    things: dict[object, Counter[str]] = {}
    for graph, subject in typed:
        if isinstance(subject, NamedNode) and subject.value.startswith(_IDS):
            kind = subject.value.removeprefix(_IDS).partition("/")[0]
            things.setdefault(graph, Counter())[kind] += 1
    return things
