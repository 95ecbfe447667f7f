"""The catalogue of a service: its series of releases, those that are kept, and SPARQL.

A release describes itself for ever; which releases are kept, and where they are served,
is of the day, so that the series is described when somebody asks.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import orjson
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg.publishing.audience import Audience
from kg.publishing.dcat.published import ABOUT, TITLE, Published, series_title
from kg.publishing.dcat.release import (
    CONTACT,
    PUBLISHER,
    about_whom,
    english,
    release_triples,
    series_address,
    shared,
)
from kg.publishing.dcat.terms import SHOWN, vcard
from kg.publishing.release import MANIFEST
from kg.rdf.formats import Format
from kg.rdf.namespaces import BASE
from kg.rdf.terms import DCAT, DCT, FOAF, RDF, XSD

FILE = "dcat.ttl"
"""The description of a release: a file beside the manifest of each audience."""

CATALOGUE = NamedNode(f"{BASE}dataset#catalogue")
_SERVICE = NamedNode(f"{BASE}dataset#sparql")
_PREFIXED = ("ttl", "trig", "rdf")


def catalogue_triples(
    kept: Sequence[Published], site: str, contact: str
) -> Iterator[Triple]:
    """Describe all that is kept for an audience.

    Args:
        kept: the releases, the latest last; there is one at least.
        site: the address of the service, ended by `/`.
        contact: whom to write to (`mailto:…`, `https:…`), or "".
    """
    latest = kept[-1]
    series = NamedNode(series_address(latest))
    yield from _catalogue(latest, series, site)
    yield from _series(kept, series)
    yield from _service(kept, site)
    yield from reached(site, contact)
    for release in kept:
        yield from release_triples(release, site)


def reached(site: str, contact: str) -> Iterator[Triple]:
    """Say who publishes, and where they are written to, or at least found."""
    yield from about_whom()
    mail = contact.startswith("mailto:")
    term = vcard("hasEmail" if mail else "hasURL")
    yield Triple(CONTACT, term, NamedNode(contact or f"{site}about"))


def _catalogue(latest: Published, series: NamedNode, site: str) -> Iterator[Triple]:
    yield Triple(CATALOGUE, RDF.type, DCAT.Catalog)
    yield Triple(CATALOGUE, DCT.title, english(f"{TITLE}: catalogue"))
    yield Triple(CATALOGUE, DCT.description, english(f"What is published. {ABOUT}"))
    yield Triple(CATALOGUE, DCT.publisher, PUBLISHER)
    yield Triple(CATALOGUE, FOAF.homepage, NamedNode(site))
    yield Triple(CATALOGUE, DCT.modified, _time(latest))
    yield Triple(CATALOGUE, DCAT.dataset, series)
    yield Triple(CATALOGUE, DCAT.service, _SERVICE)
    if latest.coverage.licence:
        yield Triple(CATALOGUE, DCT.license, NamedNode(latest.coverage.licence))


def _series(kept: Sequence[Published], series: NamedNode) -> Iterator[Triple]:
    latest = kept[-1]
    yield Triple(series, RDF.type, DCAT.DatasetSeries)
    yield Triple(series, DCT.title, english(series_title(latest.audience)))
    yield Triple(series, DCT.issued, _time(kept[0]))
    yield Triple(series, DCT.modified, _time(latest))
    yield Triple(series, DCAT.hasCurrentVersion, latest.dataset)
    yield Triple(series, DCAT.first, kept[0].dataset)
    yield Triple(series, DCAT.last, latest.dataset)
    for predicate, value in shared(latest):
        yield Triple(series, predicate, value)
    for release in kept:
        yield Triple(series, DCAT.hasVersion, release.dataset)
        yield Triple(series, DCAT.seriesMember, release.dataset)
        yield Triple(CATALOGUE, DCAT.dataset, release.dataset)


def _service(kept: Sequence[Published], site: str) -> Iterator[Triple]:
    endpoint = NamedNode(f"{site}sparql")
    yield Triple(_SERVICE, RDF.type, DCAT.DataService)
    yield Triple(_SERVICE, DCT.title, english("SPARQL endpoint"))
    yield Triple(_SERVICE, DCAT.endpointURL, endpoint)
    yield Triple(_SERVICE, DCAT.endpointDescription, endpoint)
    for release in kept:
        yield Triple(_SERVICE, DCAT.servesDataset, release.dataset)


def _time(it: Published) -> Literal:
    return Literal(it.time, datatype=XSD.dateTime)


def written(triples: Iterable[Triple], form: Format) -> bytes:
    """Write a description in a format, the same bytes every time."""
    prefixes = SHOWN if form.suffix in _PREFIXED else None
    ordered = sorted(set(triples), key=str)
    return serialize(ordered, format=form.rdf, prefixes=prefixes) or b""


def describe_editions(release: Path) -> None:
    """Write how a release describes itself to each audience, wherever it is served."""
    for audience in Audience:
        folder = release / audience.value
        manifest = orjson.loads((folder / MANIFEST).read_bytes())
        _write_description(folder, Published.read(folder, manifest))


def _write_description(folder: Path, it: Published) -> None:
    triples = sorted({*release_triples(it, BASE), *reached(BASE, "")}, key=str)
    with (folder / FILE).open("wb") as output:
        serialize(triples, output, RdfFormat.TURTLE, prefixes=SHOWN)
