"""Counts: a census as numbers that can be added to and taken from."""

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum

from pyoxigraph import NamedNode

from kg.publishing.census import Census, Use
from kg.publishing.numbered import iri_of
from kg.publishing.sizes import Size

ALL = b""
"""Stands for every class, for every property, and for a number that is not parted."""


class What(StrEnum):
    """What is counted of the triples of a class and of a property."""

    TRIPLES = "triples"
    SUBJECTS = "subjects"
    OBJECTS = "objects"
    ENTITIES = "entities"
    THINGS = "things"
    BY_CLASS = "class"
    BY_DATATYPE = "datatype"


Key = tuple[What, bytes, bytes, bytes]
"""What is counted, with the things of which class, of which property, and of what."""

Counts = Counter[Key]


def counts_of(census: Census) -> Counts:
    """Write a census as numbers."""
    size = census.size
    counts = Counts(dict(_wholes((ALL, ALL), size)))
    counts[What.ENTITIES, ALL, ALL, ALL] = size.entities
    for class_, things in census.classes.items():
        counts[What.THINGS, _text(class_), ALL, ALL] = things
    every = {_text(class_): uses for class_, uses in census.uses.items()}
    for name, uses in ({ALL: census.properties} | every).items():
        for property_, use in uses.items():
            group = name, _text(property_)
            counts.update(dict(_wholes(group, use)))
            counts.update(dict(_parts(group, use)))
    return counts


def _wholes(group: tuple[bytes, bytes], it: Size | Use) -> Iterator[tuple[Key, int]]:
    yield (What.TRIPLES, *group, ALL), it.triples
    yield (What.SUBJECTS, *group, ALL), it.subjects
    yield (What.OBJECTS, *group, ALL), it.objects


def _parts(group: tuple[bytes, bytes], use: Use) -> Iterator[tuple[Key, int]]:
    for class_, triples in use.by_class.items():
        yield (What.BY_CLASS, *group, _text(class_)), triples
    for datatype, triples in use.by_datatype.items():
        yield (What.BY_DATATYPE, *group, _text(datatype)), triples


def census_of(counts: Counts) -> Census:
    """Read a census from numbers; what is counted as none is not in it."""
    there = {key: counts[key] for key in sorted(counts) if counts[key]}
    parts: dict[Key, dict[NamedNode, int]] = {}
    for (what, class_, property_, term), number in there.items():
        if term:
            parts.setdefault((what, class_, property_, ALL), {})[iri_of(term)] = number
    uses: dict[bytes, dict[NamedNode, Use]] = {ALL: {}}
    for what, class_, property_, _term in there:
        if what is What.TRIPLES and property_:
            use = _use(counts, parts, (class_, property_))
            uses.setdefault(class_, {})[iri_of(property_)] = use
    classes = {
        iri_of(it): n for (what, it, *_), n in there.items() if what is What.THINGS
    }
    properties = uses.pop(ALL)
    whole = (ALL, ALL, ALL)
    return Census(
        Size(
            counts[What.TRIPLES, *whole],
            counts[What.ENTITIES, *whole],
            counts[What.SUBJECTS, *whole],
            counts[What.OBJECTS, *whole],
            len(classes),
            len(properties),
        ),
        classes,
        properties,
        {iri_of(class_): uses[class_] for class_ in uses},
    )


def _use(
    counts: Counts,
    parts: Mapping[Key, dict[NamedNode, int]],
    group: tuple[bytes, bytes],
) -> Use:
    return Use(
        counts[What.TRIPLES, *group, ALL],
        counts[What.SUBJECTS, *group, ALL],
        counts[What.OBJECTS, *group, ALL],
        parts.get((What.BY_CLASS, *group, ALL), {}),
        parts.get((What.BY_DATATYPE, *group, ALL), {}),
    )


def _text(term: NamedNode) -> bytes:
    return str(term).encode()
