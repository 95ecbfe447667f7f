"""Merging: two of our entries that were judged to be one thing.

What is said of the one that goes is said of the one that stays, in the graph of the
source that says it. The name that it had stays as an alternative, in every spelling;
what can be said only once of a thing stays with the IRI that went. Take the judgement
out, and all is as it was.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Quad

from kg.errors import UnexpectedValueError
from kg.mapping.names import Names
from kg.model.faults import Faults
from kg.model.records.judgement import Identity
from kg.rdf.iri import graph, shorten
from kg.rdf.namespaces import BASE
from kg.rdf.terms import HS, RDF, SKOS

MERGED = ("organisation", "place", "document", "group")
"""Kinds of which two entries become one: no people, and no reports of events."""

_THINGS = f"{BASE}id/"
_IDENTITY = graph("identity")
"""The graph that tells of merges, and is itself not changed by them."""

_ONCE = {
    HS.orgType,
    HS.country,
    HS.within,
    HS.geoPrecision,
    HS.known,
    HS.titleStatus,
    HS.contentHash,
    HS.lengthCodePoints,
    HS.sourceMaterial,
    HS.size,
    HS.memberKind,
}
"""What a thing has one of: two sources may say it differently."""


def kind_of(iri: str) -> str:
    """Return the kind of one of our things, or "" for anything else."""
    local = iri.removeprefix(_THINGS)
    return local.partition("/")[0] if local != iri else ""


def thing_of(identity: Identity, names: Names, kinds: Iterable[str]) -> NamedNode:
    """Return the IRI of what an identity is about.

    Raises:
        DanglingKeyError: nothing has the key.
        UnexpectedValueError: it is not one of our things, or of another kind.
    """
    at = identity.at("thing")
    if "://" not in identity.thing:
        return names.iri(identity.thing, kinds, at)
    if kind_of(identity.thing) not in tuple(kinds):
        expected = f"a key, or an IRI that begins with {_THINGS}"
        raise UnexpectedValueError(at, identity.thing, expected)
    return NamedNode(identity.thing)


def is_merge(identity: Identity) -> bool:
    """Tell whether an identity is of two entries of ours, which become one."""
    return identity.same_as is not None and kind_of(identity.same_as) in MERGED


@dataclass(frozen=True, slots=True)
class Merges:
    """The IRIs that went, each with the one that stays."""

    kept: Mapping[NamedNode, NamedNode] = field(default_factory=dict)

    @classmethod
    def of(cls, identities: Iterable[Identity], names: Names) -> "Merges":
        """Read what is merged into what, also by way of others.

        Raises:
            InputErrors: things of two kinds are merged, one thing into two, or into
                itself.
        """
        merged: dict[NamedNode, NamedNode] = {}
        faults = Faults()
        for identity in identities:
            if is_merge(identity):
                faults.catch(lambda it=identity: _merge(merged, it, names))  # type: ignore[misc]
        faults.raise_any()
        return cls({gone: _last(merged, gone) for gone in merged})

    def moved(self, quad: Quad) -> Quad:
        """Say of what stays what a quad says of what went."""
        if not self.kept or quad.graph_name == _IDENTITY:
            return quad
        subject, predicate, value = quad.subject, quad.predicate, quad.object
        if isinstance(value, NamedNode) and predicate != RDF.type:
            value = self.kept.get(value, value)
        if subject in self.kept and predicate not in _ONCE:
            subject = self.kept[subject]  # type: ignore[index]
            predicate = SKOS.altLabel if predicate == SKOS.prefLabel else predicate
        return Quad(subject, predicate, value, quad.graph_name)


def _merge(
    merged: dict[NamedNode, NamedNode], identity: Identity, names: Names
) -> None:
    at = identity.at("same-as")
    kept = NamedNode(str(identity.same_as))
    gone = thing_of(identity, names, (kind_of(kept.value),))
    if gone in merged:
        other = shorten(merged[gone].value)
        found = f"{shorten(gone.value)}, which is merged into {other}"
        raise UnexpectedValueError(at, found, "each thing merged once")
    merged[gone] = kept
    if _last(merged, gone) == gone:
        del merged[gone]
        found = f"{shorten(gone.value)}, merged into itself"
        raise UnexpectedValueError(at, found, "one of the two that stays")


def _last(merged: Mapping[NamedNode, NamedNode], thing: NamedNode) -> NamedNode:
    """Follow merges to what stays; a ring ends where it began."""
    seen = merged[thing]
    while seen in merged and seen != thing:
        seen = merged[seen]
    return seen
