"""A census: how much of what a graph holds, counted in one pass over its triples.

What VoID (https://www.w3.org/TR/void/) asks for: sizes, and the uses of classes and
properties, also of each property with the things of each class.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

from pyoxigraph import Literal, NamedNode, Quad

from kg.publishing.sizes import Size, Term, as_kept, is_entity
from kg.rdf.terms import RDF

_TYPE = RDF.type


@dataclass(frozen=True, slots=True)
class Use:
    """How a property is used: how often, and with how many subjects and objects.

    Of objects, the triples are counted by class or by datatype: an object of two
    classes counts for both, one without a class for none.
    """

    triples: int
    subjects: int
    objects: int
    by_class: dict[NamedNode, int]
    by_datatype: dict[NamedNode, int]


@dataclass(frozen=True, slots=True)
class Census:
    """What a graph holds.

    Attributes:
        size: of the whole.
        classes: class → how many things have it.
        properties: property → its use.
        uses: class → property → its use with the things of the class.
    """

    size: Size
    classes: dict[NamedNode, int]
    properties: dict[NamedNode, Use]
    uses: dict[NamedNode, dict[NamedNode, Use]]


class _Kind:
    """What things or literals have in common: their classes, or their datatype.

    One object for each combination, so that counting compares identities, not IRIs.
    """

    __slots__ = ("classes", "datatype")

    def __init__(
        self, classes: tuple[NamedNode, ...] = (), datatype: NamedNode | None = None
    ) -> None:
        self.classes = classes
        self.datatype = datatype


class _Kinds:
    """The kinds that occur: of things by name, of literals by datatype."""

    def __init__(self) -> None:
        self._things: dict[Term, _Kind] = {}
        self._known: dict[tuple[NamedNode, ...], _Kind] = {}
        self._untyped = _Kind()
        self._literals: dict[NamedNode, _Kind] = {}

    def learn(self, quads: Iterable[Quad]) -> None:
        """Read what is stated of which classes things have."""
        stated: dict[Term, list[NamedNode]] = {}
        for quad in quads:
            if quad.predicate == _TYPE and isinstance(quad.object, NamedNode):
                stated.setdefault(quad.subject, []).append(quad.object)
        for thing, classes in stated.items():
            together = tuple(sorted(classes, key=str))
            if together not in self._known:
                self._known[together] = _Kind(classes=together)
            self._things[thing] = self._known[together]

    def of_thing(self, thing: Term) -> _Kind:
        return self._things.get(thing, self._untyped)

    def of_value(self, value: Term) -> _Kind:
        """Return the kind of a value as it is kept."""
        if not isinstance(value, Literal):
            return self._things.get(value, self._untyped)
        datatype = value.datatype
        if (kind := self._literals.get(datatype)) is None:
            kind = self._literals[datatype] = _Kind(datatype=datatype)
        return kind


@dataclass(slots=True)
class _Cell:
    """The uses of one property with the things of one kind."""

    subjects: int = 0
    last: int = 0
    objects: set[Term] = field(default_factory=set)
    kinds: Counter[_Kind] = field(default_factory=Counter)


class Tally:
    """Counts of the triples of a graph, added up when a census is asked for."""

    def __init__(self) -> None:
        """Start with an empty graph."""
        self._kinds = _Kinds()
        self._things: Counter[_Kind] = Counter()
        self._cells: dict[_Kind, dict[NamedNode, _Cell]] = {}
        self._subjects = 0
        self._entities = 0

    def add(self, quads: Iterable[Quad]) -> None:
        """Count triples.

        Args:
            quads: each triple once, those of a subject one after another, and of
                subjects that no triple counted before is about or points at.
        """
        quads = list(quads)
        self.learn(quads)
        self.count(quads)

    def learn(self, quads: Iterable[Quad]) -> None:
        """Learn which classes things have, before triples about them are counted."""
        self._kinds.learn(quads)

    def count(self, quads: Iterable[Quad]) -> None:
        """Count triples as `add` does, from a stream whose classes are known."""
        for subject, group in groupby(quads, attrgetter("subject")):
            self._add(subject, group)

    def _add(self, subject: Term, quads: Iterable[Quad]) -> None:
        kind = self._kinds.of_thing(subject)
        self._things[kind] += 1
        self._subjects += 1
        self._entities += is_entity(subject)
        row = self._cells.setdefault(kind, {})
        for quad in quads:
            predicate, value = quad.predicate, as_kept(quad.object)
            if (cell := row.get(predicate)) is None:
                cell = row[predicate] = _Cell()
            if cell.last != self._subjects:
                cell.last = self._subjects
                cell.subjects += 1
            cell.objects.add(value)
            cell.kinds[self._kinds.of_value(value)] += 1

    def census(self) -> Census:
        """Add up what has been counted so far."""
        whole: dict[NamedNode, list[_Cell]] = {}
        by_class: dict[NamedNode, dict[NamedNode, list[_Cell]]] = {}
        for kind, row in self._cells.items():
            for predicate, cell in row.items():
                whole.setdefault(predicate, []).append(cell)
                for class_ in kind.classes:
                    used = by_class.setdefault(class_, {})
                    used.setdefault(predicate, []).append(cell)
        properties = {name: _use(whole[name]) for name in sorted(whole, key=str)}
        uses = {
            class_: {name: _use(used[name]) for name in sorted(used, key=str)}
            for class_, used in sorted(by_class.items(), key=lambda item: str(item[0]))
        }
        return Census(self._size(properties), self._classes(), properties, uses)

    def _classes(self) -> dict[NamedNode, int]:
        counts: Counter[NamedNode] = Counter()
        for kind, number in self._things.items():
            for class_ in kind.classes:
                counts[class_] += number
        return {class_: counts[class_] for class_ in sorted(counts, key=str)}

    def _size(self, properties: dict[NamedNode, Use]) -> Size:
        cells = [cell for row in self._cells.values() for cell in row.values()]
        return Size(
            sum(use.triples for use in properties.values()),
            self._entities,
            self._subjects,
            len(_objects(cells)),
            len(self._classes()),
            len(properties),
        )


def _objects(cells: Iterable[_Cell]) -> set[Term]:
    return set[Term]().union(*(cell.objects for cell in cells))


def _use(cells: list[_Cell]) -> Use:
    kinds: Counter[_Kind] = sum((cell.kinds for cell in cells), Counter())
    by_class: Counter[NamedNode] = Counter()
    by_datatype: Counter[NamedNode] = Counter()
    for kind, triples in kinds.items():
        for class_ in kind.classes:
            by_class[class_] += triples
        if kind.datatype is not None:
            by_datatype[kind.datatype] += triples
    return Use(
        kinds.total(),
        sum(cell.subjects for cell in cells),
        len(_objects(cells)),
        {class_: by_class[class_] for class_ in sorted(by_class, key=str)},
        {name: by_datatype[name] for name in sorted(by_datatype, key=str)},
    )
