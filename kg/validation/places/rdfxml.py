"""Where terms stand in RDF/XML: elements and attributes with the terms they are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import Position
from kg.rdf.terms import RDF
from kg.validation.index import Node, Term
from kg.validation.places.mark import Mark
from kg.validation.places.segments import Wanted
from kg.validation.places.tokens import labelled, resolve, spoken

XML = "http://www.w3.org/XML/1998/namespace"
OWN = ("about", "ID", "nodeID", "resource", "parseType", "datatype", "bagID", "type")


@dataclass(slots=True)
class _Element:
    """An element: the node that it describes, or the property that it states."""

    place: Position
    base: str
    language: str | None
    node: Node | None = None
    predicate: NamedNode | None = None
    value: Term | None = None
    datatype: NamedNode | None = None
    collection: Node | None = None
    listed: bool = False
    text: list[str] = field(default_factory=list)
    members: int = 0


def scan(
    text: str, path: str, base: str = "", _wanted: Wanted | None = None
) -> Iterator[Mark]:
    """Yield the marks of a document, up to where it is no longer XML."""
    reading = _Reading(path, base)
    try:
        reading.parser.Parse(text.encode(), True)
    except expat.ExpatError:
        yield from reading.marks
    else:
        yield from reading.marks


def fault_place(data: bytes, path: str) -> Position | None:
    """Find where a document stops being XML; None when it is XML."""
    parser = expat.ParserCreate()
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        return Position(path, error.lineno, error.offset + 1)
    return None


class _Reading:
    def __init__(self, path: str, base: str) -> None:
        self.marks: list[Mark] = []
        self._path = path
        self._stack = [_Element(Position(path), base, None)]
        self._literal = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._literal or name == f"{RDF.base} RDF":
            self._literal += bool(self._literal)
            if not self._literal:
                self._stack.append(self._element(attributes))
            return
        element = self._element(attributes)
        above = self._stack[-1]
        self._stack.append(element)
        if above.node is not None and above.predicate is None:
            self._property(above, element, name, attributes)
        else:
            self._node(above, element, name, attributes)

    def _element(self, attributes: Mapping[str, str]) -> _Element:
        above, parser = self._stack[-1], self.parser
        column = parser.CurrentColumnNumber + 1
        place = Position(self._path, parser.CurrentLineNumber, column)
        base = attributes.get(f"{XML} base", above.base)
        return _Element(place, base, attributes.get(f"{XML} lang", above.language))

    def _node(
        self,
        above: _Element,
        element: _Element,
        name: str,
        attributes: Mapping[str, str],
    ) -> None:
        element.node = _named(element, attributes) or BlankNode()
        if above.predicate is not None and above.node is not None:
            self._filled(above, element)
        self._mark(element, element.node)
        type_ = _iri(name)
        if type_ is not None and type_.value != f"{RDF.base}Description":
            self._mark(element, element.node, RDF.type, type_)
        self._attributes(element, element.node, attributes)

    def _filled(self, above: _Element, element: _Element) -> None:
        """State a property by the node that stands inside it."""
        if above.node is None or element.node is None:
            return
        if not above.listed:
            above.value = element.node
            self._mark(element, above.node, above.predicate, element.node)
            return
        cell = BlankNode()
        if above.collection is None:
            self._mark(above, above.node, above.predicate, cell)
        else:
            self._mark(element, above.collection, RDF.rest, cell)
        self._mark(element, cell, RDF.first, element.node)
        above.collection, above.value = cell, cell

    def _property(
        self,
        above: _Element,
        element: _Element,
        name: str,
        attributes: Mapping[str, str],
    ) -> None:
        if above.node is None:
            return
        if name == f"{RDF.base} li":
            above.members += 1
            name = f"{RDF.base} _{above.members}"
        element.node, element.predicate = above.node, _iri(name)
        self._mark(element, above.node, element.predicate)
        element.datatype = _reference(element, attributes.get(f"{RDF.base} datatype"))
        self._inside(element, above.node, attributes)

    def _inside(
        self, element: _Element, subject: Node, attributes: Mapping[str, str]
    ) -> None:
        """Read what the attributes of a property say of its value."""
        kind = attributes.get(f"{RDF.base} parseType")
        value = _resource(element, attributes)
        if kind == "Resource" or (value is None and _has_properties(attributes)):
            value = BlankNode()
        if value is not None:
            element.value = value
            self._mark(element, subject, element.predicate, value)
            self._attributes(element, value, attributes)
        if kind == "Resource":
            element.node, element.predicate = value, None
        element.listed = kind == "Collection"
        self._literal = int(kind == "Literal")

    def _attributes(
        self, element: _Element, node: Node, attributes: Mapping[str, str]
    ) -> None:
        for name, text in attributes.items():
            space, _, local = name.rpartition(" ")
            if space == RDF.base and local == "type":
                self._mark(element, node, RDF.type, resolve(element.base, text))
            elif space and space != XML and not (space == RDF.base and local in OWN):
                self._mark(element, node, _iri(name), _text(element, text))

    def _characters(self, data: str) -> None:
        self._stack[-1].text.append(data)

    def _end(self, _name: str) -> None:
        if self._literal > 1:
            self._literal -= 1
            return
        element = self._stack.pop()
        literal, self._literal = self._literal, 0
        if element.predicate is None or element.node is None or literal:
            return
        if element.collection is not None:
            self._mark(element, element.collection, RDF.rest, RDF.nil)
        elif element.listed:
            self._mark(element, element.node, element.predicate, RDF.nil)
        elif element.value is None:
            text = _text(element, "".join(element.text))
            self._mark(element, element.node, element.predicate, text)

    def _mark(
        self,
        element: _Element,
        subject: Node,
        predicate: NamedNode | None = None,
        value: Term | None = None,
    ) -> None:
        self.marks.append(Mark(element.place, subject, predicate, value))


def _iri(name: str) -> NamedNode | None:
    return resolve("", name.replace(" ", ""))


def _text(element: _Element, text: str) -> Literal:
    if element.datatype is not None:
        return Literal(text, datatype=element.datatype)
    if element.language:
        return spoken(text, element.language)
    return Literal(text)


def _reference(element: _Element, text: str | None) -> NamedNode | None:
    return None if text is None else resolve(element.base, text)


def _named(element: _Element, attributes: Mapping[str, str]) -> Node | None:
    if (label := attributes.get(f"{RDF.base} nodeID")) is not None:
        return labelled(label)
    if (key := attributes.get(f"{RDF.base} ID")) is not None:
        return resolve(element.base, f"#{key}")
    return _reference(element, attributes.get(f"{RDF.base} about"))


def _resource(element: _Element, attributes: Mapping[str, str]) -> Node | None:
    if (label := attributes.get(f"{RDF.base} nodeID")) is not None:
        return labelled(label)
    return _reference(element, attributes.get(f"{RDF.base} resource"))


def _has_properties(attributes: Mapping[str, str]) -> bool:
    return any(
        " " in name and not name.startswith((f"{XML} ", f"{RDF.base} "))
        for name in attributes
    )
