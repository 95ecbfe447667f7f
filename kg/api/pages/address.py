"""Where on this server an IRI of ours is read: the base in data is not the host."""

from dataclasses import dataclass
from urllib.parse import quote

from kg.rdf.namespaces import BASE, COMMON, KINDS, TERMS

PLACES = ("vocab/", "graph/", "ontology")
THING = f"{BASE}id/"


@dataclass(frozen=True, slots=True)
class Name:
    """The kind and the key in the IRI of a thing."""

    kind: str
    key: str


def name_of(iri: str) -> Name | None:
    """Read the IRI of a thing, or None when it is not one of ours."""
    if not iri.startswith(THING):
        return None
    kind, _slash, key = iri.removeprefix(THING).partition("/")
    return Name(kind, key.partition("#")[0]) if kind in KINDS.values() else None


def kind_of(iri: str) -> str:
    """Return the kind of a thing, or "" when the IRI is not that of a thing."""
    name = name_of(iri)
    return name.kind if name else ""


def list_path(iri: str) -> str:
    """Return the path of everything that points at a thing, when a page has a part.

    The events of a place, of a document and of an organisation are a list; of other
    things they are a query.

    >>> list_path("https://w3id.org/hrsolidarity/id/place/oslo")
    '/events?country=oslo'
    """
    name = name_of(iri)
    if name is not None and name.kind in _FOUND_BY:
        return f"/events?{_FOUND_BY[name.kind]}={quote(name.key, safe='')}"
    query = f"SELECT ?thing ?property WHERE {{ ?thing ?property <{iri}> }}"
    return f"/sparql?query={quote(query, safe='')}"


GRAPHS = "graphs-about-a-thing"
PASSAGES = "evidence-of-a-thing"
"""Questions of the library whose answers name all sources of a thing."""


def asked_path(question: str, iri: str) -> str:
    """Return the path of the answer to a question about a thing.

    >>> asked_path(GRAPHS, "https://w3id.org/hrsolidarity/id/place/oslo")[:54]
    '/queries/graphs-about-a-thing?thing=https%3A%2F%2Fw3id'
    """
    return f"/queries/{question}?thing={quote(iri, safe='')}"


_FOUND_BY = {"place": "country", "document": "source", "organisation": "organisation"}
"""Kind → the parameter by which `/events` finds what happened with a thing of it."""


def page_path(iri: str) -> str | None:
    """Return the path that shows an IRI to people, or None for an IRI not ours.

    >>> page_path("https://w3id.org/hrsolidarity/id/place/oslo")
    '/page/place/oslo'
    """
    if name_of(iri) is not None:
        return f"/page/{iri.removeprefix(THING)}"
    local = local_name(iri)
    return f"/{local}" if local is not None and local.startswith(PLACES) else None


def local_name(iri: str) -> str | None:
    """Return what an IRI of ours is below its base, or None for one not ours.

    >>> local_name("https://w3id.org/hrsolidarity/vocab/role")
    'vocab/role'
    """
    if iri.startswith(TERMS):
        return iri.removeprefix(COMMON)
    return iri.removeprefix(BASE) if iri.startswith(BASE) else None


def answer_path(iri: str) -> str | None:
    """Return the path that shows an IRI of an answer, which may be any that data has.

    A part of a graph, such as a count of the catalogue, has no page and seldom a place
    on that of its graph: it is described by a query.

    >>> answer_path("https://w3id.org/hrsolidarity/graph/authority")
    '/graph/authority'
    """
    path = page_path(iri)
    if path is not None and path.startswith("/graph/") and "#" in path:
        return f"/sparql?query={quote(f'DESCRIBE <{iri}>', safe='')}"
    return path
