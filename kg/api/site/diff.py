"""What lies between two releases: line by line, of a thing, of a graph, or of all."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from fastapi import APIRouter
from pyoxigraph import NamedNode, RdfFormat, parse
from starlette.responses import Response

from kg.api.http.negotiation import HTML, Plain, require
from kg.api.releases.kept import require_release
from kg.api.site.comparing import Side, compared, patch, streamed
from kg.api.site.parameters import refuse_unknown
from kg.api.site.serving import named, readable
from kg.api.site.visit import Visit, VisitDependency
from kg.errors import NotInGraphError
from kg.publishing.changes.lines import Kind
from kg.publishing.changes.patch import MEDIA_TYPE as PATCH
from kg.publishing.changes.patch import SUFFIX, Choice
from kg.publishing.changes.quad import incidental, object_of, subject_of
from kg.rdf.iri import shorten

router = APIRouter(tags=["feed"])

MOST = 400
"""Lines that a page shows; the patch has all."""

_LATEST = "latest"


@dataclass(frozen=True, slots=True)
class Row:
    """A statement that is gone or new, with its terms as they are written."""

    kind: Kind
    predicate: str
    value: str
    is_thing: bool
    graph: str


@readable(
    router,
    "/diff/{old}/{new}",
    summary="Compare two releases",
    responses={200: {"content": {PATCH: {}}}},
)
def diff(
    old: str,
    new: str,
    visit: VisitDependency,
    entity: str | None = None,
    graph: str | None = None,
) -> Response:
    """Give what leads from a release to another as RDF Patch, or show it to people.

    `entity` and `graph` narrow it to a thing or a graph, by IRI. A release is given by
    its version, the one that is served also as `latest`.
    """
    refuse_unknown(visit.request, "entity", "graph")
    bare = new.removesuffix(f".{SUFFIX}")
    sides = _side(visit, old), _side(visit, bare)
    choice = Choice(
        None if entity is None else named(entity),
        None if graph is None else named(graph),
    )
    accept = visit.request.headers.get("accept")
    if bare != new or require(accept, (Plain((PATCH,)), HTML)).offer is not HTML:
        return streamed(patch(*sides, choice))
    return visit.page("diff.html", lambda: _shown(*sides, choice))


def _side(visit: Visit, version: str) -> Side:
    """Find the dump of a release.

    Raises:
        NotInGraphError: there is no such release, or it has no such dump.
    """
    if version == _LATEST:
        version = visit.release.version
    audience = visit.release.audience
    build = visit.service.settings.build_dir
    side = Side.of(require_release(build, audience, version), audience)
    if side is None:
        raise NotInGraphError(f"the release {version} has no dump to compare")
    return side


def _shown(old: Side, new: Side, choice: Choice) -> dict[str, object]:
    counts: Counter[Kind] = Counter()
    shown: list[tuple[Kind, bytes]] = []
    told, chosen = 0, bool(choice.entity or choice.graph)
    with compared(old, new) as (before, now):
        for kind, line in choice.of(before, now):
            counts[kind] += 1
            if not chosen and incidental(line):
                continue
            told += 1
            if len(shown) < MOST:
                shown.append((kind, line))
    return {
        "section": "/dataset",
        "old": old.version,
        "new": new.version,
        "choice": choice,
        "added": counts[Kind.NEW],
        "removed": counts[Kind.GONE],
        "shown": len(shown),
        "told": told,
        "things": list(_things(shown)),
    }


def _things(
    shown: list[tuple[Kind, bytes]],
) -> Iterator[tuple[str, list[Row]]]:
    for subject, lines in groupby(shown, key=lambda it: subject_of(it[1])):
        yield subject.decode()[1:-1], [_row(kind, line) for kind, line in lines]


def _words(line: bytes) -> str:
    """Write a literal as it stands in the line, its datatype by its prefix."""
    term = object_of(line).decode()
    words, _mark, datatype = term.rpartition("^^<")
    return f"{words}^^{shorten(datatype[:-1])}" if term.endswith(">") else term


def _row(kind: Kind, line: bytes) -> Row:
    quad = next(iter(parse(input=line, format=RdfFormat.N_QUADS)))
    thing = isinstance(quad.object, NamedNode)
    value = quad.object.value if isinstance(quad.object, NamedNode) else _words(line)
    graph = quad.graph_name
    where = graph.value if isinstance(graph, NamedNode) else ""
    return Row(kind, quad.predicate.value, value, thing, where)
