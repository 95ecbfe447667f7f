"""Compact JSON-LD: triples under a context, with the part of it that they need.

A context is never fetched: it stands in the document, so that the document means the
same wherever it is read. Only what our contexts have is written: terms, prefixes,
`@type` and language maps (https://www.w3.org/TR/json-ld11/#compaction-algorithms).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from kg.rdf.terms import RDF, XSD

_KEYWORDS = ("id", "type")


def compact(triples: Iterable[Triple], context: Mapping[str, Any]) -> dict[str, Any]:
    """Write triples as a JSON-LD document, subjects in the order they come in.

    The context has `id` and `type` for `@id` and `@type`. Triples are of IRIs and
    literals alone.
    """
    writer = _Writer(context)
    nodes: dict[str, dict[str, Any]] = {}
    for triple in triples:
        key = writer.reference(str(getattr(triple.subject, "value", "")))
        node = nodes.setdefault(key, {"id": key})
        writer.add(node, triple.predicate, triple.object)
    graph = list(nodes.values())
    return {"@context": writer.used(), "@graph": graph}


class _Writer:
    """Writes IRIs and values in the words of a context, and keeps track of those."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        self._context = context
        self._prefixes = {
            name: iri
            for name, iri in context.items()
            if isinstance(iri, str) and iri.endswith(("/", "#"))
        }
        self._terms: dict[str, str] = {}
        for name, definition in context.items():
            if name not in self._prefixes and not name.startswith("@"):
                self._terms.setdefault(self._expand(_iri(definition)), name)
        self._used: set[str] = set(_KEYWORDS)

    def used(self) -> dict[str, Any]:
        """Give the part of the context that was used, in its order."""
        for name in list(self._used):
            self._note(_iri(self._context[name]))
            definition = self._context[name]
            if isinstance(definition, dict):
                self._note(definition.get("@type", ""))
        return {
            name: definition
            for name, definition in self._context.items()
            if name in self._used or name == "@version"
        }

    def reference(self, iri: str) -> str:
        """Write an IRI with a prefix when one fits, else in full."""
        best = max(
            (name for name, space in self._prefixes.items() if iri.startswith(space)),
            key=lambda name: len(self._prefixes[name]),
            default=None,
        )
        if best is None:
            return iri
        local = iri.removeprefix(self._prefixes[best])
        if local.startswith("//"):
            return iri
        self._used.add(best)
        return f"{best}:{local}"

    def term(self, iri: str) -> str:
        """Write an IRI by its term when it has one, else as a reference."""
        name = self._terms.get(iri)
        if name is None:
            return self.reference(iri)
        self._used.add(name)
        return name

    def add(self, node: dict[str, Any], predicate: NamedNode, value: object) -> None:
        """Add a value to a node."""
        if predicate == RDF.type:
            _append(node, "type", self.term(str(getattr(value, "value", value))))
            return
        name = self.term(predicate.value)
        definition = self._context.get(name)
        shape = definition if isinstance(definition, dict) else {}
        language = value.language if isinstance(value, Literal) else None
        if shape.get("@container") == "@language" and isinstance(value, Literal):
            if language is not None:
                _append(node.setdefault(name, {}), language, value.value)
                return
            name = self.reference(predicate.value)
            shape = {}
        _append(node, name, self._value(value, shape.get("@type")))

    def _value(self, value: object, expected: str | None) -> Any:  # noqa: ANN401 - JSON
        if isinstance(value, NamedNode):
            if expected == "@vocab":
                return self.term(value.value)
            reference = self.reference(value.value)
            return reference if expected == "@id" else {"id": reference}
        if isinstance(value, Literal):
            return self._literal(value, expected)
        raise TypeError(f"{value} is neither an IRI nor a literal")

    def _literal(self, value: Literal, expected: str | None) -> Any:  # noqa: ANN401 - JSON
        if value.language is not None:
            return {"@language": value.language, "@value": value.value}
        if expected is not None and self._expand(expected) == value.datatype.value:
            return value.value
        if value.datatype == XSD.string and expected is None:
            return value.value
        return {"type": self.reference(value.datatype.value), "@value": value.value}

    def _expand(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        space = self._prefixes.get(prefix)
        return space + local if colon and space is not None else name

    def _note(self, name: str) -> None:
        prefix = name.partition(":")[0]
        if prefix in self._prefixes:
            self._used.add(prefix)


def _iri(definition: object) -> str:
    if isinstance(definition, dict):
        return str(definition["@id"])
    return str(definition)


def _append(node: dict[str, Any], name: str, value: object) -> None:
    """Set a value, or make a list of several."""
    if name not in node:
        node[name] = value
    elif isinstance(node[name], list):
        node[name].append(value)
    else:
        node[name] = [node[name], value]
