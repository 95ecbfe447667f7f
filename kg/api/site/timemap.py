"""Timemaps: the releases in which something can be asked (Memento, RFC 7089)."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

import orjson
from fastapi import APIRouter
from pyoxigraph import NamedNode
from starlette.responses import Response

from kg.api.http.negotiation import Plain, require
from kg.api.pages.address import local_name, name_of
from kg.api.releases.release import Served
from kg.api.site.serving import JSON, readable
from kg.api.site.things import find_thing
from kg.api.site.visit import Content, Visit, VisitDependency
from kg.api.versions.past import Past
from kg.errors import NotInGraphError
from kg.rdf.namespaces import BASE

router = APIRouter(tags=["feed"])

LINKS = Plain(("application/link-format",))
_THINGS = ("id", "page", "data")


@dataclass(frozen=True, slots=True)
class Timemap:
    """What is asked for, where it is here, and the releases that can be asked."""

    original: str
    here: str
    past: Past

    def memento(self, release: Served) -> str:
        """Return the address of what a release says."""
        return f"{self.here}?release={quote(release.version)}"

    def links(self, own: str) -> Iterator[str]:
        """Yield the links of the map, which is at an address of its own."""
        yield f'<{self.original}>; rel="original"'
        yield f'<{self.here}>; rel="timegate"'
        yield f'<{own}>; rel="self"; type="{LINKS.media_types[0]}"'
        last = len(self.past.releases) - 1
        for number, release in enumerate(self.past.releases):
            first = "first " if number == 0 else ""
            latest = "last " if number == last else ""
            made = f'datetime="{release.last_modified}"'
            yield f'<{self.memento(release)}>; rel="{first}{latest}memento"; {made}'

    def members(self, own: str) -> dict[str, object]:
        """List the same for programs that read JSON."""
        found = [
            {"datetime": it.last_modified, "uri": self.memento(it)}
            for it in self.past.releases
        ]
        return {
            "original_uri": self.original,
            "timegate_uri": self.here,
            "timemap_uri": {"link_format": own},
            "mementos": {"first": found[0], "last": found[-1], "list": found},
        }


@readable(
    router,
    "/timemap/{iri:path}",
    summary="List the releases that say something of a thing",
    responses={200: {"content": {LINKS.media_types[0]: {}, JSON.media_types[0]: {}}}},
)
def timemap(iri: str, visit: VisitDependency) -> Response:
    """List the mementos of a thing by its IRI, or of an address of this server."""
    offer = require(visit.request.headers.get("accept"), (LINKS, JSON)).offer
    found = _find(visit, iri)
    own = str(visit.request.url.replace(query=""))
    if offer is JSON:
        body = orjson.dumps(found.members(own), option=orjson.OPT_INDENT_2)
        return visit.answer("application/json", lambda: Content(body))
    text = ",\n".join(found.links(own)) + "\n"
    return visit.answer(LINKS.media_types[0], lambda: Content(text))


def _find(visit: Visit, iri: str) -> Timemap:
    """Find what an IRI or an address is about.

    Raises:
        NotInGraphError: it is not of this graph, or no release says anything of it.
    """
    iri = iri.replace(":/", "://", 1) if "://" not in iri else iri  # as proxies mend it
    site = str(visit.request.base_url)
    here = iri.removeprefix(site) if iri.startswith(site) else local_name(iri)
    if here is None:
        raise NotInGraphError(f"{iri} is neither a thing of this graph nor served here")
    local = here.partition("#")[0]
    past = Past.of(visit.service)
    thing = _thing(local)
    found = past if thing is None else past.having(thing)
    if not found.releases:
        raise NotInGraphError(f"no release says anything of {iri}")
    return Timemap(iri, f"{site}{local}", found)


def _thing(local: str) -> NamedNode | None:
    """Read which thing an address is about, None for another address."""
    place, _slash, rest = local.partition("/")
    if place not in _THINGS:
        return None
    name = name_of(f"{BASE}id/{rest.rpartition('.')[0] if place == 'data' else rest}")
    if name is None:
        raise NotInGraphError(f"there is nothing at {local}")
    return find_thing(name.kind, name.key)
