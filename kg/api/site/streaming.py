"""The event stream as RDF: its root, and pages of members that never change (LDES).

https://w3id.org/ldes/specification, https://w3id.org/tree/specification. Addresses are
those of this server; the names of members are the data's own.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from kg.publishing.changes.entities import Change
from kg.publishing.changes.history import Step
from kg.publishing.changes.members import LAST
from kg.publishing.changes.packing import unpacked
from kg.publishing.changes.record import page_name
from kg.rdf.formats import Format
from kg.rdf.namespaces import PREFIXES
from kg.rdf.stream import STREAM_PREFIXES, activity, ldes, tree
from kg.rdf.terms import DCT, RDF, RDFS, XSD

_ANY = tree("Relation")
_FROM = tree("GreaterThanOrEqualToRelation")
_UNTIL = tree("LessThanOrEqualToRelation")


@dataclass(frozen=True, slots=True)
class Stream:
    """The stream at an address of this server, such as `https://example.org/feed`."""

    address: str

    def named(self, fragment: str = "") -> NamedNode:
        """Name the root, or something that it describes."""
        return NamedNode(f"{self.address}{fragment}")

    def page(self, version: str, number: int) -> NamedNode:
        """Name a page of members of a release."""
        return NamedNode(f"{self.address}/{version}/{number}")

    def root(self, steps: Sequence[Step]) -> Iterator[Quad]:
        """Yield what the root says: what the stream is, and where its pages are."""
        yield from self._said()
        yield from self._retention(steps)
        for step in steps:
            if step.record.pages:
                yield from self._release(step)

    def _said(self) -> Iterator[Quad]:
        stream = self.named("#stream")
        yield Quad(stream, RDF.type, ldes("EventStream"))
        yield Quad(stream, tree("view"), self.named())
        yield Quad(stream, ldes("timestampPath"), DCT.created)
        yield Quad(stream, ldes("versionOfPath"), DCT.isVersionOf)
        yield Quad(stream, ldes("transactionPath"), DCT.isPartOf)
        yield Quad(stream, ldes("transactionFinalizedPath"), DCT.type)
        yield Quad(stream, ldes("transactionFinalizedObject"), LAST)
        for change in Change:
            yield Quad(stream, ldes(f"version{change}Path"), RDF.type)
            yield Quad(stream, ldes(f"version{change}Object"), activity(change))

    def _retention(self, steps: Sequence[Step]) -> Iterator[Quad]:
        root, policy = self.named(), self.named("#retention")
        yield Quad(root, RDF.type, tree("Node"))
        yield Quad(root, RDF.type, ldes("EventSource"))
        if steps:
            since = _time(steps[-1])
            yield Quad(root, ldes("retentionPolicy"), policy)
            yield Quad(policy, RDF.type, ldes("RetentionPolicy"))
            yield Quad(policy, RDF.type, ldes("PointInTimePolicy"))
            yield Quad(policy, ldes("startingFrom"), since)
            yield Quad(policy, ldes("pointInTime"), since)
            dataset = self.address.removesuffix("feed") + "dataset"
            yield Quad(policy, RDFS.seeAlso, NamedNode(dataset))

    def _release(self, step: Step) -> Iterator[Quad]:
        version = step.record.version
        page, time = self.page(version, 1), _time(step)
        for name, kind in (("from", _FROM), ("until", _UNTIL)):
            relation = self.named(f"#{version}-{name}")
            yield from _relation(self.named(), relation, kind, page)
            yield Quad(relation, tree("path"), DCT.created)
            yield Quad(relation, tree("value"), time)

    def members(self, step: Step, number: int) -> Iterator[Quad]:
        """Yield what a page says: its members, and where the next page is."""
        page, stream = self.page(step.record.version, number), self.named("#stream")
        yield Quad(page, RDF.type, tree("Node"))
        yield Quad(stream, tree("view"), self.named())
        if number < step.record.pages:
            after = self.page(step.record.version, number + 1)
            relation = NamedNode(f"{page.value}#next")
            yield from _relation(page, relation, _ANY, after)
        with unpacked(step.file(page_name(number))) as lines:
            for quad in parse(input=lines.read(), format=RdfFormat.N_TRIPLES):
                if quad.predicate == DCT.isPartOf and quad.object == _release_of(quad):
                    yield Quad(stream, tree("member"), quad.subject)
                yield quad


def _release_of(quad: Quad) -> NamedNode | None:
    """Read from the name of a member which release it is of."""
    if isinstance(quad.subject, NamedNode):
        return NamedNode(quad.subject.value.partition("#")[0])
    return None


def _relation(
    page: NamedNode, relation: NamedNode, kind: NamedNode, to: NamedNode
) -> Iterator[Quad]:
    yield Quad(page, tree("relation"), relation)
    yield Quad(relation, RDF.type, kind)
    yield Quad(relation, tree("node"), to)


def _time(step: Step) -> Literal:
    return Literal(step.record.time, datatype=XSD.dateTime)


def written(quads: Iterable[Quad], form: Format) -> bytes:
    """Write what a page of the stream says, in a format."""
    triples = [quad.triple for quad in quads]
    prefixes = {**PREFIXES, **STREAM_PREFIXES} if form.suffix in _PREFIXED else None
    return serialize(triples, format=form.rdf, prefixes=prefixes) or b""


_PREFIXED = ("ttl", "trig", "rdf")
