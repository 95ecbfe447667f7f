"""The description of an event stream: what its publisher says on the first page."""

import re

from pyoxigraph import NamedNode

from kg.errors import UnexpectedValueError
from kg.publishing.mirror.reading.members import DELETE, TYPE
from kg.publishing.mirror.reading.page import Path, Sort, Stream
from kg.publishing.mirror.reading.paths import path_of
from kg.publishing.mirror.reading.said import Node, Said
from kg.rdf.stream import ldes, tree
from kg.rdf.terms import DCAT

EVENT_STREAM = ldes("EventStream")
MEMBER, VIEW, RELATION = tree("member"), tree("view"), tree("relation")

_DURATION = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?"
)
_SECONDS = (365 * 86400, 30 * 86400, 86400, 3600, 60, 1)
_TRUE = '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'


def sort_of(said: Said, page: str) -> Sort:
    """Say what a document is."""
    here = NamedNode(page)
    linked = said.of_type(EVENT_STREAM) or said.subjects(VIEW)
    if said.values(here, RELATION) or said.values(here, VIEW) or said.subjects(MEMBER):
        return Sort.STREAM
    if any(here in said.nodes(it, VIEW) for it in said.subjects(VIEW)):
        return Sort.STREAM
    if said.subjects(DCAT.distribution):
        return Sort.CATALOGUE
    return Sort.STREAM if linked else Sort.DUMP


def describe(said: Said, page: str) -> Stream:
    """Read the description of a stream from its first page, or from its own document.

    Raises:
        UnexpectedValueError: there are several streams or views, and none is meant.
    """
    stream, root = _entry(said, NamedNode(page))
    if stream is None:
        return Stream(iri="", root=root)
    timestamp = path_of(said, stream, ldes("timestampPath"))
    sequence = path_of(said, stream, ldes("sequencePath"))
    version_of = path_of(said, stream, ldes("versionOfPath"))
    return Stream(
        iri=stream.value if isinstance(stream, NamedNode) else "",
        root=root,
        timestamp=timestamp,
        sequence=sequence,
        version_of=version_of if timestamp or sequence else (),
        version_timestamp=path_of(said, stream, ldes("versionTimestampPath")),
        version_sequence=path_of(said, stream, ldes("versionSequencePath")),
        delete=path_of(said, stream, ldes("versionDeletePath")) or TYPE,
        deleted=_term(said, stream, "versionDeleteObject") or DELETE,
        transaction=path_of(said, stream, ldes("transactionPath")),
        finalize=path_of(said, stream, ldes("transactionFinalizedPath")),
        finalized=_term(said, stream, "transactionFinalizedObject") or _TRUE,
        shape="".join(said.iris(stream, tree("shape"))[:1]),
        window=_window(said, NamedNode(root)),
    )


def _entry(said: Said, page: NamedNode) -> tuple[Node | None, str]:
    """Find the stream that is meant, and its first page."""
    viewed = [it for it in said.subjects(VIEW) if page in said.nodes(it, VIEW)]
    if viewed:
        return _one(viewed, page, "streams"), page.value
    streams = said.of_type(EVENT_STREAM) or said.subjects(VIEW) or said.subjects(MEMBER)
    if not streams:
        return None, page.value
    stream = page if page in streams else _one(streams, page, "streams")
    views: list[Node] = [
        it for it in said.nodes(stream, VIEW) if isinstance(it, NamedNode)
    ]
    if not views:
        return stream, page.value
    return stream, _one(views, page, "views of one stream").value


def _one(found: list[Node], page: NamedNode, what: str) -> Node:
    if len(found) == 1:
        return found[0]
    listed = ", ".join(sorted(it.value for it in found)[:20])
    expected = f"one; ask for one of them: {listed}"
    raise UnexpectedValueError(page.value, f"{len(found)} {what}", expected)


def _term(said: Said, stream: Node, name: str) -> str:
    return "".join(map(str, said.values(stream, ldes(name))[:1]))


def _window(said: Said, root: Node) -> float:
    """Return for how many seconds what we would have to know is kept; 0 for ever."""
    described = [root, *said.nodes(root, tree("viewDescription"))]
    policies = [p for it in described for p in said.nodes(it, ldes("retentionPolicy"))]
    windows = [it for policy in policies if (it := _kept(said, policy))]
    return min(windows, default=0.0)


def _kept(said: Said, policy: Node) -> float:
    """Return for how long a policy keeps deletions, or everything."""
    deletions = _duration(said, policy, ldes("versionDeleteDuration"))
    if deletions:
        return deletions
    if said.values(policy, ldes("versionAmount")) or said.values(
        policy, ldes("amount")
    ):
        return 0.0
    whole = _duration(said, policy, ldes("fullLogDuration"))
    return whole or _duration(said, policy, tree("value"))


def _duration(said: Said, policy: Node, predicate: NamedNode) -> float:
    for text in said.texts(policy, predicate):
        found = _DURATION.fullmatch(text)
        if found is None:
            raise UnexpectedValueError(predicate.value, text, "a duration, such as P1Y")
        numbers = (int(it or 0) for it in found.groups())
        return float(sum(n * s for n, s in zip(numbers, _SECONDS, strict=True)))
    return 0.0


def is_immutable(said: Said, page: str) -> bool:
    """Say whether a page says that it does not change any more."""
    texts = said.texts(NamedNode(page), ldes("immutable"))
    return any(it in ("true", "1") for it in texts)


def path_is(path: Path, other: Path) -> bool:
    """Say whether two paths are the same, and lead somewhere."""
    return bool(path) and path == other
