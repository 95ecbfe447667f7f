"""Signposts: the links of an answer that programs find their way by (`Link`)."""

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode

from kg.api.pages.address import THING, kind_of, list_path
from kg.api.pages.searchable import CONTEXT, PROFILE, type_of
from kg.api.pages.sources import Source
from kg.api.site.visit import Visit

_MOST_LINKED = 16
"""How many sources are named in a header: those of a country can be thousands."""


def signposts(visit: Visit, thing: NamedNode) -> Iterator[str]:
    """Point at what machines need to use a thing (https://signposting.org).

    That is the address to cite, the class it has on the web, the list it is in, and its
    description in the words of schema.org.
    """
    yield f'<{thing.value}>; rel="cite-as"'
    kind = kind_of(thing.value)
    if kind in _COLLECTIONS:
        yield f'<{visit.root}/{_COLLECTIONS[kind]}>; rel="collection"'
    if (searched := type_of(thing)) is not None:
        data = f"{visit.root}/data/{thing.value.removeprefix(THING)}.jsonld"
        yield f'<{CONTEXT}/{searched}>; rel="type"'
        yield (
            f'<{data}?profile={PROFILE}>; rel="describedby"; '
            f'type="application/ld+json"; profile="{CONTEXT}/"'
        )


def part_of(visit: Visit, thing: NamedNode, told: int) -> str:
    """Say that a description tells of some things only, and where all of them are."""
    title = f"{told} things of each kind are told of here; all of them are there"
    return f'<{visit.root}{list_path(thing.value)}>; rel="related"; title="{title}"'


_COLLECTIONS = {
    "event": "events",
    "person": "people",
    "organisation": "organisations",
    "place": "places",
    "document": "articles",
    "claim": "claims",
}
"""Kind → the list that has the things of it."""


def source_links(
    iri: str, sources: Iterable[Source], all_sources: str = ""
) -> Iterator[str]:
    """Point at the thing, at what is known of its sources, and at their licence.

    Facts from several sources carry the strictest terms: a licence is only named when
    every source has the same one, and none where `all_sources` are elsewhere.
    """
    yield f'<{iri}>; rel="describes"'
    listed = list(sources)
    for source in listed[:_MOST_LINKED]:
        yield f'<{source.graph.href}>; rel="describedby"'
    if all_sources:
        yield f'<{all_sources}>; rel="related"; title="all graphs that speak of it"'
        return
    licences = {source.licence.iri if source.licence else None for source in listed}
    if len(licences) == 1 and None not in licences:
        yield f'<{licences.pop()}>; rel="license"'
