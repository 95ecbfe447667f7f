"""Where terms stand in JSON-LD: objects, keys and values with the terms they are.

This follows inline contexts: prefixes, aliases, `@vocab`, `@base`, types, languages,
containers, reverse properties and contexts of types. The file has been parsed already.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.rdf.terms import RDF, XSD
from kg.validation.index import Node, Term
from kg.validation.places.jsoncontext import Context, Definition
from kg.validation.places.jsontext import Member, Value, read_json
from kg.validation.places.mark import Mark
from kg.validation.places.segments import Wanted
from kg.validation.places.tokens import Lines, spoken


def scan(
    text: str, path: str, base: str = "", _wanted: Wanted | None = None
) -> Iterator[Mark]:
    """Yield the marks of a document; none when it is not JSON."""
    try:
        document = read_json(text)
    except ValueError:
        return
    walk = _Walk(Lines(text, path))
    for value in document.each():
        yield from walk.nodes(value, Context(base), None)


@dataclass(frozen=True, slots=True)
class _Place:
    """The statement that a value completes; `reverse` swaps its ends."""

    subject: Node
    predicate: NamedNode
    graph: Node | None
    reverse: bool = False


class _Walk:
    def __init__(self, lines: Lines) -> None:
        self._lines = lines

    def nodes(
        self, value: Value, context: Context, graph: Node | None
    ) -> Iterator[Mark]:
        """Yield the marks of objects that stand by themselves."""
        for item in value.each():
            if item.members is not None:
                yield from self._node(item, context, graph, self._name(item, context))

    def _name(self, value: Value, context: Context) -> Node:
        inner = context.extended(value.get("@context"))
        for member in value.members or ():
            if inner.keyword(member.key) == "@id" and member.value.scalar is not None:
                named = inner.iri(str(member.value.scalar))
                if named is not None:
                    return named
        return BlankNode()

    def _node(
        self, value: Value, outer: Context, graph: Node | None, name: Node
    ) -> Iterator[Mark]:
        context = outer.extended(value.get("@context")).typed(value)
        members = value.members or []
        if all(context.keyword(m.key) in ("@context", "@graph") for m in members):
            for member in members:
                if context.keyword(member.key) == "@graph":
                    yield from self.nodes(member.value, context, graph)
            return
        yield Mark(self._lines.place(value.offset), name, graph=graph)
        for member in members:
            yield from self._member(member, context, name, graph)

    def _member(
        self, member: Member, context: Context, name: Node, graph: Node | None
    ) -> Iterator[Mark]:
        match context.keyword(member.key):
            case "@type":
                yield from self._types(member, context, name, graph)
            case "@graph":
                yield from self.nodes(member.value, context, name)
            case "@included":
                yield from self.nodes(member.value, context, graph)
            case "@reverse":
                for inner in member.value.members or ():
                    yield from self._property(inner, context, (name, graph), True)
            case None:
                yield from self._property(member, context, (name, graph), False)
            case _:
                pass

    def _types(
        self, member: Member, context: Context, name: Node, graph: Node | None
    ) -> Iterator[Mark]:
        yield Mark(self._lines.place(member.offset), name, RDF.type, graph=graph)
        for item in member.value.each():
            type_ = context.vocabulary(str(item.scalar))
            place = self._lines.place(item.offset)
            yield Mark(place, name, RDF.type, type_, graph)

    def _property(
        self,
        member: Member,
        context: Context,
        about: tuple[Node, Node | None],
        swapped: bool,
    ) -> Iterator[Mark]:
        definition = context.definition(member.key)
        predicate = context.property(member.key)
        if predicate is None:
            return
        (subject, graph), reverse = about, swapped or definition.reverse
        place = self._lines.place(member.offset)
        if not reverse:
            yield Mark(place, subject, predicate, graph=graph)
        statement = _Place(subject, predicate, graph, reverse)
        inner = context.extended(definition.context)
        if "@list" in definition.container:
            yield from self._list(member.value, inner, definition, statement)
        elif definition.maps and member.value.members is not None:
            yield from self._map(member.value, inner, definition, statement)
        else:
            yield from self._values(member.value, inner, definition, statement)

    def _map(
        self, value: Value, context: Context, definition: Definition, at: _Place
    ) -> Iterator[Mark]:
        """Yield the marks of values that are kept by language, index or name."""
        for member in value.members or ():
            if "@language" in definition.container:
                language = member.key
                for item in member.value.each():
                    term = spoken(str(item.scalar), language)
                    yield self._completed(at, term, item.offset)
            else:
                yield from self._values(member.value, context, definition, at)

    def _values(
        self, value: Value, context: Context, definition: Definition, at: _Place
    ) -> Iterator[Mark]:
        for item in value.each():
            if item.items is not None:
                yield from self._values(item, context, definition, at)
            elif item.members is None:
                term = _scalar(item, context, definition)
                if term is not None:
                    yield self._completed(at, term, item.offset)
            else:
                yield from self._object(item, context, definition, at)

    def _object(
        self, value: Value, outer: Context, definition: Definition, at: _Place
    ) -> Iterator[Mark]:
        context = outer.extended(value.get("@context"))
        words = {context.keyword(m.key): m.value for m in value.members or ()}
        if "@list" in words:
            yield from self._list(words["@list"], context, definition, at)
        elif "@set" in words:
            yield from self._values(words["@set"], context, definition, at)
        elif "@value" in words:
            term = _written(words, context)
            if term is not None:
                yield self._completed(at, term, words["@value"].offset)
        else:
            name = self._name(value, context)
            yield self._completed(at, name, value.offset)
            yield from self._node(value, context, at.graph, name)

    def _list(
        self, value: Value, context: Context, definition: Definition, at: _Place
    ) -> Iterator[Mark]:
        inner = value.get("@list") or value
        for item in inner.each():
            cell = BlankNode()
            yield self._completed(at, cell, item.offset)
            first = _Place(cell, RDF.first, at.graph)
            yield from self._values(item, context, definition, first)
            at = _Place(cell, RDF.rest, at.graph)
        yield self._completed(at, RDF.nil, inner.offset)

    def _completed(self, at: _Place, term: Term, offset: int) -> Mark:
        place = self._lines.place(offset)
        if at.reverse and isinstance(term, Node):
            return Mark(place, term, at.predicate, at.subject, at.graph)
        return Mark(place, at.subject, at.predicate, term, at.graph)


def _written(words: dict[str | None, Value], context: Context) -> Term | None:
    """Read an object that has `@value`."""
    value = words["@value"]
    if "@language" in words:
        return spoken(str(value.scalar), str(words["@language"].scalar))
    if "@type" in words:
        datatype = context.vocabulary(str(words["@type"].scalar))
        return None if datatype is None else _typed(value, datatype)
    return _plain(value)


def _scalar(value: Value, context: Context, definition: Definition) -> Term | None:
    text = value.scalar
    if isinstance(text, str) and definition.type in ("@id", "@vocab"):
        named = definition.type == "@id"
        return context.iri(text) if named else context.vocabulary(text)
    if definition.type not in (None, "@id", "@vocab", "@none", "@json"):
        datatype = context.vocabulary(str(definition.type))
        return None if datatype is None else _typed(value, datatype)
    language = definition.language or context.language
    if isinstance(text, str) and language is not None:
        return spoken(text, language)
    return _plain(value)


def _typed(value: Value, datatype: NamedNode) -> Literal | None:
    plain = _plain(value)
    return None if plain is None else Literal(plain.value, datatype=datatype)


def _plain(value: Value) -> Literal | None:
    scalar = value.scalar
    if scalar is None:
        return None
    if isinstance(scalar, bool):
        return Literal(str(scalar).lower(), datatype=XSD.boolean)
    if isinstance(scalar, str):
        return Literal(scalar)
    return _number(scalar)


def _number(number: float) -> Literal:
    """Write a number as JSON-LD does: whole ones as integers, others as doubles."""
    if float(number).is_integer() and abs(number) < 1e21:
        return Literal(str(int(number)), datatype=XSD.integer)
    mantissa, exponent = f"{number:.15E}".split("E")
    digits = mantissa.rstrip("0")
    digits += "0" if digits.endswith(".") else ""
    return Literal(f"{digits}E{int(exponent)}", datatype=XSD.double)
