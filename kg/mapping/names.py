"""From keys to IRIs: every key of the project, and what it names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.errors import (
    DanglingKeyError,
    DuplicateKeyError,
    MissingFieldError,
    Position,
    UnexpectedValueError,
)
from kg.mapping.codes import Codes
from kg.model.corpus import Corpus
from kg.model.faults import Faults
from kg.model.records.extract import Event
from kg.rdf.iri import concept, mint
from kg.rdf.terms import HS

AGENTS = ("organisation", "person", "group")
OPAQUE = ("person", "claim")
"""Kinds whose IRIs must not tell anything; acts and alleged events are opaque too."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a key names."""

    kind: str
    iri: NamedNode
    position: Position

    @property
    def local(self) -> str:
        """The last segment of the IRI: what a dependent thing's key is made of."""
        return self.iri.value.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Names:
    """All keys of the project."""

    things: Mapping[str, Named]

    def find(self, key: str, kinds: Iterable[str], at: Position) -> Named:
        """Return what a key names.

        Raises:
            DanglingKeyError: nothing has the key.
            UnexpectedValueError: it names a thing of another kind.
        """
        kinds = tuple(kinds)
        named = self.things.get(key)
        expected = f"the key of {_either(kinds)}"
        if named is None:
            known = [k for k, thing in self.things.items() if thing.kind in kinds]
            raise DanglingKeyError(at, key, expected, known)
        if named.kind not in kinds:
            found = f"{key}, {_either([named.kind])} (see {named.position})"
            raise UnexpectedValueError(at, found, expected)
        return named

    def iri(self, key: str, kinds: Iterable[str], at: Position) -> NamedNode:
        """Return the IRI of what a key names (raises as `find`)."""
        return self.find(key, kinds, at).iri


def _either(kinds: Iterable[str]) -> str:
    """Write kinds with their articles: an event or a place."""
    return " or ".join(f"a{'n' * (kind[0] in 'aeiou')} {kind}" for kind in kinds)


def event_class(event: Event, codes: Codes) -> NamedNode:
    """Decide the class of an event from its type, its existence and its being a sum."""
    type_ = codes.concept("event-type", event.type, event.at("type"))
    if event.existence != "asserted":
        return HS.AllegedEvent
    if event.aggregate:
        return HS.Situation
    return codes.event_class(type_, event.at("type"))


def opaque_keys(corpus: Corpus, codes: Codes) -> set[tuple[str, str]]:
    """List kind and key of everything that needs an opaque identifier."""
    opaque = {(kind, key) for kind, key, _at in corpus.keyed() if kind in OPAQUE}
    for document in corpus.documents:
        for event in document.extract.events:
            if _is_opaque(event, codes):
                opaque.add(("event", event.key))
    return opaque


def _is_opaque(event: Event, codes: Codes) -> bool:
    type_ = concept("event-type", event.type)
    return event.existence != "asserted" or codes.classes.get(type_) == HS.Act


def read_names(corpus: Corpus, codes: Codes, faults: Faults) -> Names:
    """Give every key its IRI; faults are collected, not raised."""
    opaque = opaque_keys(corpus, codes)
    things: dict[str, Named] = {}
    for kind, key, at in corpus.keyed():
        if key in things:
            other = things[key]
            found = f"{key}, the key of {_either([other.kind])} at {other.position}"
            faults.add(DuplicateKeyError(at, found, "a key that names one thing"))
            continue
        local: str | None = key
        if (kind, key) in opaque:
            local = corpus.identifiers.get((kind, key))
        if local is None:
            found = f"{kind} {key} without an identifier"
            faults.add(MissingFieldError(at, found, "one in the registry: run kg mint"))
            local = key
        things[key] = Named(kind, mint(kind, local), at)
    return Names(things)
