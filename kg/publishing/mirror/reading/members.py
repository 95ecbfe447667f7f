"""Members: what of a page belongs to which member of the stream.

A member is what is said of it, of its blank nodes, and what stands in the graph that
has its name (https://w3id.org/tree/specification/shape-topologies, without shapes).
Blank nodes are named after the member and by RDFC-1.0, so that the same member gives
the same lines wherever and whenever it is read.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
)

from kg.publishing.mirror.reading.page import Member, Path, Stream
from kg.publishing.mirror.reading.paths import rank_of, reached, stamp_of, value_of
from kg.publishing.mirror.reading.said import Node, Said
from kg.rdf.stream import activity
from kg.rdf.terms import RDF

_HASH = 16
_CANONICAL = "c14n"


@dataclass(frozen=True, slots=True)
class Members:
    """The members of a page."""

    said: Said
    stream: Stream
    names: Collection[NamedNode]

    def here(self) -> Iterator[Member]:
        """Yield those that something is said of, in the order of their names.

        Raises:
            UnexpectedValueError: one has no time to order it by.
        """
        for name in self._ordered():
            if quads := list(dict.fromkeys(self._quads(name))):
                yield self._member(name, quads)

    def elsewhere(self) -> Iterator[str]:
        """Yield the names of the others."""
        for name in self._ordered():
            if next(self._quads(name), None) is None:
                yield name.value

    def _ordered(self) -> list[NamedNode]:
        return sorted(self.names, key=lambda it: it.value)

    def _member(self, name: NamedNode, quads: Iterable[Quad]) -> Member:
        stream = self.stream
        transaction = self._first(name, stream.transaction) if stream.finalize else ""
        return Member(
            iri=name.value,
            entity=self._first(name, stream.version_of) or name.value,
            stamp=self._stamp(name, stream),
            rank=self._rank(name, stream),
            gone=self._is(name, stream.delete, stream.deleted),
            transaction=transaction,
            final=self._is(name, stream.finalize, stream.finalized),
            lines=lines_of(name.value, quads),
        )

    def _quads(self, name: NamedNode) -> Iterator[Quad]:
        """Yield what belongs to a member; others' graphs are theirs."""
        yield from self.said.within(name)
        found: list[Node] = [name]
        found += (it for quad in self.said.within(name) for it in _blank(quad))
        known = set(found)
        while found:
            for quad in self.said.of(found.pop()):
                if quad.graph_name != name and quad.graph_name in self.names:
                    continue
                yield quad
                new = [it for it in _blank(quad) if it not in known]
                known.update(new)
                found += new

    def _first(self, name: NamedNode, path: Path) -> str:
        return next(map(value_of, reached(self.said, name, path)), "")

    def _stamp(self, name: NamedNode, stream: Stream) -> str:
        path = stream.version_timestamp or stream.timestamp
        if not path:
            return ""
        found = self._first(name, path)
        return stamp_of(found, f"{name.value}: {' / '.join(path)}")

    def _rank(self, name: NamedNode, stream: Stream) -> str:
        text = self._first(name, stream.version_sequence or stream.sequence)
        return rank_of(text) if text else ""

    def _is(self, name: NamedNode, path: Path, value: str) -> bool:
        return any(_same(it, value) for it in reached(self.said, name, path))


def _same(term: object, value: str) -> bool:
    """Say whether a term is a value; one of truth may be written in two ways."""
    if isinstance(term, Literal) and str(term) != value:
        return value.startswith('"true"') and term.value in ("true", "1")
    return str(term) == value


def _blank(quad: Quad) -> Iterator[BlankNode]:
    yield from (it for it in (quad.subject, quad.object) if isinstance(it, BlankNode))


def lines_of(name: str, quads: Iterable[Quad]) -> str:
    """Write quads as sorted lines, their blank nodes named after a thing."""
    found = list(quads)
    if any(isinstance(it, BlankNode) for quad in found for it in _terms(quad)):
        dataset = Dataset(found)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        prefix = hashlib.sha256(name.encode()).hexdigest()[:_HASH]
        found = [_renamed(quad, f"m{prefix}n") for quad in dataset]
    return "".join(sorted({f"{quad} .\n" for quad in found}))


def _terms(quad: Quad) -> tuple[object, ...]:
    return quad.subject, quad.object, quad.graph_name


def _renamed(quad: Quad, prefix: str) -> Quad:
    def name(term: object) -> object:
        if not isinstance(term, BlankNode):
            return term
        return BlankNode(prefix + term.value.removeprefix(_CANONICAL))

    subject, object_, graph = map(name, _terms(quad))
    return Quad(subject, quad.predicate, object_, graph)  # type: ignore[arg-type]


DELETE = str(activity("Delete"))
TYPE: Path = (RDF.type.value,)
"""By what a deletion is told where the stream says nothing else."""
