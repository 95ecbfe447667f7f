"""Values of properties: what things of a release have, for matching and extending."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.api.errors import RequestError
from kg.api.reconciliation.entities import DERIVED
from kg.api.reconciliation.speech import Json, Speech
from kg.rdf.iri import expand
from kg.search.index import Entry, Index
from kg.store.protocol import Store

Value = NamedNode | Literal
_DERIVED = frozenset(it["id"] for it in DERIVED)
_MOST = 20_000
_XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True)
class Values:
    """Values of some properties of some things.

    Attributes:
        found: thing → property, as it was asked for → values.
        entries: IRI → what the index knows of it.
    """

    found: Mapping[str, Mapping[str, tuple[Value, ...]]]
    entries: Mapping[str, Entry]

    @classmethod
    def read(
        cls,
        index: Index,
        store: Store,
        things: Collection[Entry],
        properties: Collection[str],
    ) -> "Values":
        """Read them: what things are chosen by from the index, the rest by a query.

        Raises:
            RequestError: a property is named by no IRI.
        """
        found: dict[str, dict[str, tuple[Value, ...]]] = defaultdict(dict)
        asked = {_property(it): it for it in properties if it not in _DERIVED}
        for thing, name, value in _asked(store, things, asked):
            found[thing][name] = (*found[thing].get(name, ()), value)
        wanted = _DERIVED & set(properties)
        if wanted:
            for entry in things:
                for facet, told in index.facets([entry.number])[entry.number]:
                    if facet in wanted:
                        known = found[entry.iri].get(facet, ())
                        found[entry.iri][facet] = (*known, _told(facet, told))
        iris = {
            value.value
            for by_property in found.values()
            for values in by_property.values()
            for value in values
            if isinstance(value, NamedNode)
        }
        return cls(found, index.named(sorted(iris)))

    def texts(self) -> dict[str, dict[str, frozenset[str]]]:
        """Give values as texts to compare: IRIs, and all names of what they name."""
        return {
            thing: {name: frozenset(self._texts(it)) for name, it in values.items()}
            for thing, values in self.found.items()
        }

    def _texts(self, values: Iterable[Value]) -> Iterable[str]:
        for value in values:
            yield value.value
            entry = self.entries.get(value.value)
            if entry is not None:
                yield from (name.text for name in entry.names)

    def cells(self, thing: str, name: str, speech: Speech) -> list[Json]:
        """Give the values of one property as the API writes them."""
        found = self.found.get(thing, {}).get(name, ())
        return [self._cell(it, speech) for it in found]

    def _cell(self, value: Value, speech: Speech) -> Json:
        if isinstance(value, Literal):
            return _literal(value) | speech.tag(value.language or "")
        entry = self.entries.get(value.value)
        if entry is None:
            return {"str": value.value}
        return {"id": entry.iri, **speech.name(entry)}


def _literal(value: Literal) -> Json:
    """Give a literal; days stay texts, for the API has no days without hours."""
    kind = value.datatype.value.removeprefix(_XSD)
    if kind == "integer":
        return {"int": int(value.value)}
    if kind in ("decimal", "double", "float"):
        return {"float": float(value.value)}
    return {"str": value.value}


def _property(name: str) -> NamedNode:
    try:
        return expand(name)
    except ValueError as error:
        raise RequestError(f"property {name!r}: {error}") from error


def _told(facet: str, value: str) -> Value:
    return Literal(value) if facet == "year" else NamedNode(value)


def _asked(
    store: Store, things: Iterable[Entry], properties: Mapping[NamedNode, str]
) -> list[tuple[str, str, Value]]:
    subjects = " ".join(str(NamedNode(it.iri)) for it in things)
    if not (subjects and properties):
        return []
    query = f"""SELECT ?thing ?property ?value WHERE {{
      VALUES ?thing {{ {subjects} }}
      VALUES ?property {{ {" ".join(map(str, properties))} }}
      ?thing ?property ?value .
    }} ORDER BY ?thing ?property ?value LIMIT {_MOST}"""
    found: list[tuple[str, str, Value]] = []
    for row in store.select(query):
        match row["thing"], row["property"], row["value"]:
            case NamedNode() as thing, NamedNode() as name, (
                NamedNode() | Literal()
            ) as value:
                found.append((thing.value, properties[name], value))
            case _:
                pass  # a blank node says nothing that others could compare
    return found
