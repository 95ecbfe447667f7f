"""A release as a DCAT dataset: its files, what it covers, and what it was made from."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kg.publishing.audience import catalogue_graph
from kg.publishing.dcat.files import What, what_is
from kg.publishing.dcat.published import (
    ABOUT,
    AUTHOR,
    Published,
    PublishedFile,
    dataset_address,
)
from kg.publishing.dcat.terms import (
    AVAILABILITY,
    IRREGULAR,
    LOCATION,
    PERIOD,
    RIGHTS,
    SHA256,
    STABLE,
    THEMES,
    access_right,
    file_type,
    language,
    media_type,
    spdx,
    vcard,
)
from kg.publishing.void import data_graph
from kg.rdf.namespaces import BASE
from kg.rdf.terms import DCAT, DCT, FOAF, PAV, PROV, RDF, RDFS, SKOS, VOID, XSD

PUBLISHER = NamedNode(f"{BASE}dataset#publisher")
CONTACT = NamedNode(f"{BASE}dataset#contact")
KEYWORDS = ("human rights", "solidarity", "political prisoners", "civil society")
_SOURCES = f"{BASE}graph/source/"
_RIGHTS = (
    "Each named graph has a licence of its own, which its metadata state; what is said "
    "here is that of what the project itself has made."
)

Said = tuple[NamedNode, NamedNode | Literal]


def english(text: str) -> Literal:
    """Write a text for people."""
    return Literal(text, language="en")


def about_whom() -> Iterator[Triple]:
    """Say who publishes, and where they are found."""
    yield Triple(PUBLISHER, RDF.type, FOAF.Agent)
    yield Triple(PUBLISHER, FOAF.name, english(AUTHOR))
    yield Triple(PUBLISHER, FOAF.homepage, NamedNode(BASE))
    yield Triple(CONTACT, RDF.type, vcard("Organization"))
    yield Triple(CONTACT, vcard("fn"), english(AUTHOR))


def release_triples(it: Published, site: str) -> Iterator[Triple]:
    """Describe a release; `site` is where its files are, ended by `/`."""
    for predicate, value in (*_said(it, site), *shared(it), *_history(it)):
        yield Triple(it.dataset, predicate, value)
    yield from _coverage(it)
    yield from _making(it)
    yield from _void(it, site)
    for file in it.files:
        what = what_is(file.name)
        if what is not None:
            yield from _distribution(it, file, what, site)


def _said(it: Published, site: str) -> Iterator[Said]:
    yield RDF.type, DCAT.Dataset
    yield DCT.title, english(it.title)
    yield DCT.identifier, Literal(it.dataset.value)
    yield DCT.issued, Literal(it.time, datatype=XSD.dateTime)
    yield DCT.modified, Literal(it.time, datatype=XSD.dateTime)
    yield DCAT.version, Literal(it.version)
    landing = NamedNode(f"{site}dataset/{it.version}")
    yield DCAT.landingPage, landing


def shared(it: Published) -> Iterator[Said]:
    """Say what is true of a release, and of the series as its latest release has it."""
    yield DCT.description, english(ABOUT)
    yield DCT.publisher, PUBLISHER
    yield DCAT.contactPoint, CONTACT
    yield DCT.accessRights, access_right(it.audience)
    yield DCT.accrualPeriodicity, IRREGULAR
    for theme in THEMES:
        yield DCAT.theme, theme
    for word in KEYWORDS:
        yield DCAT.keyword, english(word)
    if it.coverage.since:
        yield DCT.temporal, it.part("period")
    for place in it.coverage.places:
        yield DCT.spatial, NamedNode(place)
    for tag in it.coverage.languages:
        yield DCT.language, language(tag)
    yield from _licence(it)


def _licence(it: Published) -> Iterator[Said]:
    if it.coverage.licence:
        yield DCT.license, NamedNode(it.coverage.licence)
    yield DCT.rights, it.part("rights")


def _history(it: Published) -> Iterator[Said]:
    yield DCAT.inSeries, NamedNode(series_address(it))
    yield DCAT.isVersionOf, NamedNode(series_address(it))
    if it.previous:
        before = NamedNode(dataset_address(it.previous, it.audience))
        yield DCAT.previousVersion, before
        yield DCAT.prev, before
        yield PROV.wasRevisionOf, before


def series_address(it: Published) -> str:
    """Name the series that a release is in."""
    fragment = "" if it.audience.value == "public" else f"#{it.audience}"
    return f"{BASE}dataset{fragment}"


def _coverage(it: Published) -> Iterator[Triple]:
    covered, period, rights = it.coverage, it.part("period"), it.part("rights")
    yield Triple(rights, RDF.type, RIGHTS)
    yield Triple(rights, RDFS.label, english(_RIGHTS))
    for licence in covered.licences:
        yield Triple(rights, RDFS.seeAlso, NamedNode(licence))
    if covered.since:
        first, last = covered.since, covered.until or covered.since
        yield Triple(period, RDF.type, PERIOD)
        yield Triple(period, DCAT.startDate, Literal(first, datatype=XSD.date))
        yield Triple(period, DCAT.endDate, Literal(last, datatype=XSD.date))
    for place, label in covered.places.items():
        yield Triple(NamedNode(place), RDF.type, LOCATION)
        yield Triple(NamedNode(place), SKOS.prefLabel, english(label))


def _making(it: Published) -> Iterator[Triple]:
    """Say what the release was made from, at which commit and by what."""
    build = it.part("build")
    yield Triple(it.dataset, PROV.wasGeneratedBy, build)
    yield Triple(build, RDF.type, PROV.Activity)
    yield Triple(build, PROV.endedAtTime, Literal(it.time, datatype=XSD.dateTime))
    for graph in it.graphs:
        if graph.startswith(_SOURCES):
            yield Triple(it.dataset, PROV.wasDerivedFrom, NamedNode(graph))
            yield Triple(build, PROV.used, NamedNode(graph))
    if it.commit:
        commit = it.part("commit")
        yield Triple(build, PROV.used, commit)
        yield Triple(commit, RDF.type, PROV.Entity)
        yield Triple(commit, DCT.identifier, Literal(it.commit))
    for name, version in it.tools.items():
        tool = it.part(f"tool-{name}")
        yield Triple(build, PROV.wasAssociatedWith, tool)
        yield Triple(tool, RDF.type, PROV.SoftwareAgent)
        yield Triple(tool, RDFS.label, Literal(f"{name} {version}"))
        yield Triple(tool, PAV.version, Literal(version))


def _void(it: Published, site: str) -> Iterator[Triple]:
    """Say in VoID how much there is, and where VoID says more."""
    catalogue = catalogue_graph(it.audience)
    data = data_graph(catalogue)
    yield Triple(it.dataset, RDF.type, VOID.Dataset)
    yield Triple(it.dataset, DCT.hasPart, data)
    yield Triple(data, RDF.type, VOID.Dataset)
    yield Triple(data, RDFS.seeAlso, catalogue)
    if "triples" in it.counts:
        triples = Literal(it.counts["triples"])
        yield Triple(it.dataset, VOID.triples, triples)
    yield Triple(it.dataset, VOID.sparqlEndpoint, NamedNode(f"{site}sparql"))


def _distribution(
    it: Published, file: PublishedFile, what: What, site: str
) -> Iterator[Triple]:
    node, checksum = it.part(file.name), it.part(f"{file.name}-sha256")
    address = NamedNode(f"{site}dumps/{it.version}/{file.name}")
    yield Triple(it.dataset, DCAT.distribution, node)
    yield Triple(it.dataset, VOID.dataDump, address)
    for predicate, value in (*_file(file, what), *_licence(it)):
        yield Triple(node, predicate, value)
    yield Triple(node, DCAT.accessURL, address)
    yield Triple(node, DCAT.downloadURL, address)
    yield Triple(node, DCT.issued, Literal(it.time, datatype=XSD.dateTime))
    yield Triple(node, spdx("checksum"), checksum)
    yield Triple(checksum, RDF.type, spdx("Checksum"))
    yield Triple(checksum, spdx("algorithm"), SHA256)
    digest = Literal(file.sha256, datatype=XSD.hexBinary)
    yield Triple(checksum, spdx("checksumValue"), digest)


def _file(file: PublishedFile, what: What) -> Iterator[Said]:
    size = Literal(str(file.size), datatype=XSD.nonNegativeInteger)
    yield RDF.type, DCAT.Distribution
    yield DCT.title, Literal(file.name)
    yield DCT.description, english(what.label)
    yield DCAT.mediaType, media_type(what.media_type)
    yield DCT.format, file_type(what.code)
    yield DCAT.byteSize, size
    yield AVAILABILITY, STABLE
    if what.packed:
        yield DCAT.compressFormat, media_type(what.packed)
