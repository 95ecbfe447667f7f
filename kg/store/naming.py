"""What the values of a query name: a key that nothing has is told, not answered."""

from collections.abc import Mapping

from pyoxigraph import NamedNode

from kg.errors import DanglingKeyError
from kg.rdf.namespaces import KINDS, SCHEMES
from kg.rdf.query.binding import bind
from kg.rdf.query.catalogue import Query
from kg.rdf.query.parameter import Parameter, parse_value
from kg.store.protocol import Store

_KNOWN = (
    "ASK { { ?thing ?property ?value } "
    "UNION { GRAPH ?graph { ?thing ?property ?value } } }"
)
_LIKE = (
    "SELECT DISTINCT ?other { ?known a ?class . ?other a ?class "
    "FILTER(STRSTARTS(STR(?other), {space})) } LIMIT 2000"
)
"""Things of the classes that a query's own value has: found without looking at all."""

_EXACT = {*KINDS.values(), *SCHEMES.values(), "agent"}
"""Kinds of parameter whose values are names in the graph, and nothing else."""


def require_known(store: Store, query: Query, given: Mapping[str, str]) -> None:
    """See that what the given values name is in the graph.

    Without this a key that is misspelt gives an empty answer, as if nothing were known.
    A parameter that takes any IRI is not looked at: it may be asked about in vain.

    Raises:
        DanglingKeyError: the graph says nothing of one; the error has the nearest keys.
        UnexpectedValueError: a text is no value of its parameter.
    """
    for parameter in query.parameters:
        text = given.get(parameter.name)
        if text is not None and set(parameter.kind.split(" or ")) <= _EXACT:
            value = parse_value(parameter, text)
            if not store.ask(bind(_KNOWN, {"thing": value})):
                raise DanglingKeyError(
                    f"parameter {parameter.name}",
                    text,
                    f"what the graph knows as {parameter.kind}",
                    _keys(store, parameter),
                )


def _keys(store: Store, parameter: Parameter) -> list[str]:
    """List the keys, or the notations, of what the parameter may have meant."""
    known = parse_value(parameter, parameter.default)
    if not isinstance(known, NamedNode):
        return []
    space = known.value[: known.value.rindex("/") + 1]
    like = _LIKE.replace("{space}", f'"{space}"')
    found = (row["other"] for row in store.select(bind(like, {"known": known})))
    return [it.value.removeprefix(space) for it in found if isinstance(it, NamedNode)]
