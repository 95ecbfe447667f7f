"""A look at a graph that waits: what it adds, what it touches, whom it names."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from kg.errors import Position
from kg.mapping.foreign.people import people_in
from kg.rdf.iri import shorten
from kg.rdf.namespaces import BASE
from kg.rdf.statement import Statement
from kg.rdf.terms import RDF
from kg.store.oxigraph import open_engine

_THINGS = f"{BASE}id/"
_PERSON = f"{_THINGS}person/"
_NAMES = ("prefLabel", "label", "name", "title")


@dataclass(frozen=True, slots=True)
class Named:
    """A thing and how it is called, if it is."""

    iri: str
    name: str = ""

    def __str__(self) -> str:
        return f"{shorten(self.iri)} {self.name}".rstrip()


@dataclass(frozen=True, slots=True)
class Review:
    """What a curator should know before deciding.

    Attributes:
        added: statements that were not in what was accepted before.
        gone: statements that were in it, and are no longer.
        classes: class → how many things it has.
        touched: things of ours that it speaks of, as the release names them.
        unknown: things of ours that the release does not know.
        people: people that it describes: no release takes them from here.
        known_people: people of ours that it says something about.
    """

    added: list[str]
    gone: list[str]
    classes: dict[str, int]
    touched: list[Named]
    unknown: list[Named]
    people: list[Named]
    known_people: list[Named]


def review(lines: bytes, before: bytes, store: Path | None) -> Review:
    """Look at a graph.

    Args:
        lines: its statements as N-Triples.
        before: those that were accepted before.
        store: that of the release that it is compared with, if there is one.
    """
    statements = _statements(lines)
    engine = None if store is None else open_engine(store)
    ours = [_named(iri, engine) for iri in sorted(set(_ours(statements)))]
    known = [it for it in ours if it.name]
    return Review(
        added=_without(lines, before),
        gone=_without(before, lines),
        classes=_classes(statements),
        touched=known,
        unknown=[it for it in ours if not it.name],
        people=_people(statements),
        known_people=[it for it in ours if it.iri.startswith(_PERSON)],
    )


def _statements(lines: bytes) -> list[Statement]:
    at = Position("the graph")
    return [Statement(quad, at) for quad in parse(lines, RdfFormat.N_TRIPLES)]


def _without(lines: bytes, others: bytes) -> list[str]:
    left = set(lines.splitlines()) - set(others.splitlines())
    return sorted(line.decode() for line in left)


def _classes(statements: Iterable[Statement]) -> dict[str, int]:
    counts = Counter(
        shorten(it.quad.object.value)
        for it in statements
        if it.quad.predicate == RDF.type and isinstance(it.quad.object, NamedNode)
    )
    return dict(counts.most_common())


def _ours(statements: Iterable[Statement]) -> Iterator[str]:
    for statement in statements:
        value = statement.quad.object
        if isinstance(value, NamedNode) and value.value.startswith(_THINGS):
            yield value.value


def _named(iri: str, engine: Store | None) -> Named:
    """Give a thing of ours with its name in the release, else its own last words."""
    if engine is None:
        return Named(iri)
    found = engine.quads_for_pattern(NamedNode(iri), None, None, DefaultGraph())
    triples = [quad.triple for quad in found]
    local = iri.rpartition("/")[2] if triples else ""
    return Named(iri, _name(triples) or local)


def _people(statements: Iterable[Statement]) -> list[Named]:
    listed = list(statements)
    found = []
    for person in people_in(listed):
        said = [it.quad.triple for it in listed if it.quad.subject == person]
        iri = person.value if isinstance(person, NamedNode) else str(person)
        found.append(Named(iri, _name(said)))
    return sorted(found, key=lambda it: it.iri)


def _name(triples: Iterable[Triple]) -> str:
    names = [
        it.object
        for it in triples
        if it.predicate.value.endswith(_NAMES) and isinstance(it.object, Literal)
    ]
    names.sort(key=lambda it: (it.language != "en", it.value))
    return names[0].value if names else ""
