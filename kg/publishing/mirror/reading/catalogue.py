"""Catalogues: the datasets and files that a document of DCAT describes."""

from collections.abc import Iterator

from pyoxigraph import NamedNode

from kg.publishing.mirror.reading.page import Dataset, Distribution
from kg.publishing.mirror.reading.paths import value_of
from kg.publishing.mirror.reading.said import Node, Said
from kg.rdf.terms import DCAT, DCT, RDF, RDFS

_SPDX = "http://spdx.org/rdf/terms#"
_HYDRA = "http://www.w3.org/ns/hydra/core#"
_NEXT = (NamedNode(f"{_HYDRA}next"), NamedNode(f"{_HYDRA}nextPage"))
_LABELS = (RDFS.label, RDF.value, DCT.title)


def datasets_of(said: Said) -> list[Dataset]:
    """List the datasets that have files, in the order of their IRIs."""
    latest = {
        it for one in said.subjects(DCAT.last) for it in said.nodes(one, DCAT.last)
    }
    found = (_dataset(said, it, latest) for it in said.subjects(DCAT.distribution))
    return sorted(found, key=lambda it: it.iri)


def next_page(said: Said) -> str:
    """Return where a catalogue that is divided goes on, "" where it does not."""
    for name in _NEXT:
        for thing in said.subjects(name):
            for value in said.values(thing, name):
                return value_of(value)
    return ""


def _dataset(said: Said, thing: Node, latest: set[Node]) -> Dataset:
    names = [
        value_of(it)
        for name in (DCT.title, DCT.identifier)
        for it in said.values(thing, name)
    ]
    files = said.nodes(thing, DCAT.distribution)
    distributions = tuple(_distribution(said, it) for it in files)
    ordered = tuple(sorted(distributions, key=lambda it: (it.urls, it.iri)))
    iri = thing.value if isinstance(thing, NamedNode) else ""
    return Dataset(iri, tuple(names), ordered, thing in latest)


def _distribution(said: Said, thing: Node) -> Distribution:
    urls = said.values(thing, DCAT.downloadURL) or said.values(thing, DCAT.accessURL)
    packages = (DCAT.compressFormat, DCAT.packageFormat)
    checksums = said.nodes(thing, NamedNode(f"{_SPDX}checksum"))
    algorithm = [it for one in checksums for it in _words(said, one, "algorithm")]
    checksum = [it for one in checksums for it in _words(said, one, "checksumValue")]
    return Distribution(
        iri=thing.value if isinstance(thing, NamedNode) else "",
        urls=tuple(sorted(map(value_of, urls))),
        forms=tuple(
            it
            for name in (DCAT.mediaType, DCT.format)
            for it in _named(said, thing, name)
        ),
        packages=tuple(it for name in packages for it in _named(said, thing, name)),
        size=_size(said, thing),
        algorithm="".join(algorithm[:1]),
        checksum="".join(checksum[:1]),
    )


def _words(said: Said, thing: Node, name: str) -> list[str]:
    return [value_of(it) for it in said.values(thing, NamedNode(_SPDX + name))]


def _named(said: Said, thing: Node, predicate: NamedNode) -> Iterator[str]:
    """Yield a value as it is written, and what it is called."""
    for value in said.values(thing, predicate):
        yield value_of(value)
        if isinstance(value, Node):
            yield from (it for label in _LABELS for it in said.texts(value, label))


def _size(said: Said, thing: Node) -> int:
    """Return the bytes of a file, 0 when nothing is said of them."""
    for text in said.texts(thing, DCAT.byteSize):
        whole = text.partition(".")[0]
        if whole.isascii() and whole.isdigit():
            return int(whole)
    return 0
