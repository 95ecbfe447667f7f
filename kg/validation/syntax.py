"""The syntaxes of RDF: their suffixes, how texts in them begin, and who scans them."""

import re
from collections.abc import Callable, Iterator

from pyoxigraph import RdfFormat

from kg.validation.places import jsonld, rdfxml, turtle
from kg.validation.places.mark import Mark
from kg.validation.places.segments import Wanted

SYNTAXES = {
    ".ttl": RdfFormat.TURTLE,
    ".turtle": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
}
"""The suffixes that are taken for RDF when a folder is walked."""

NQUAD = re.compile(
    rb"\s*(?:#[^\n]*\n\s*)*(?:<[^<>\s]*>|_:\S+)\s+<[^<>\s]*>\s+"
    rb'(?:<[^<>\s]*>|_:\S+|"(?:[^"\\\n]|\\.)*"\S*)\s+(?:<|_:)'
)
Scan = Callable[[str, str, str, Wanted | None], Iterator[Mark]]
SCANS: dict[RdfFormat, Scan] = {
    RdfFormat.TURTLE: turtle.scan,
    RdfFormat.TRIG: turtle.scan,
    RdfFormat.N_TRIPLES: turtle.scan,
    RdfFormat.N_QUADS: turtle.scan_quads,
    RdfFormat.JSON_LD: jsonld.scan,
    RdfFormat.RDF_XML: rdfxml.scan,
}
"""What finds the places of statements; of none but those wanted, where it can."""


NO_TEXTS = (
    (b"\x1f\x8b", "a file packed by gzip", "RDF that is unpacked"),
    (b"\x28\xb5\x2f\xfd", "a file packed by zstd", "RDF that is unpacked"),
    (b"BZh", "a file packed by bzip2", "RDF that is unpacked"),
    (b"PK\x03\x04", "an archive", "RDF that is unpacked"),
    (b"\xff\xfe", "text in UTF-16", "text in UTF-8"),
    (b"\xfe\xff", "text in UTF-16", "text in UTF-8"),
)
"""How files begin that are often given for RDF, what they are, and what is wanted."""


def what_else(data: bytes) -> tuple[str, str] | None:
    """Tell what begins so and is no text, and what is wanted; None for text.

    >>> what_else(b"BZh91AY")
    ('a file packed by bzip2', 'RDF that is unpacked')
    """
    for beginning, found, expected in NO_TEXTS:
        if data.startswith(beginning):
            return found, expected
    return ("binary data", "RDF, as text in UTF-8") if b"\0" in data else None


def guess_syntax(data: bytes) -> RdfFormat:
    """Guess the syntax of RDF that has no suffix, from how it begins.

    >>> guess_syntax(b'{"@id": "urn:a"}').name
    'JSON-LD'
    >>> guess_syntax(b"<urn:a> <urn:b> <urn:c> <urn:g> .").name
    'N-Quads'
    """
    start = data.lstrip()
    if start[:1] in (b"{", b"["):
        trig = start[:1] == b"{" and not start[1:].lstrip().startswith((b'"', b"}"))
        return RdfFormat.TRIG if trig else RdfFormat.JSON_LD
    if start.startswith((b"<?xml", b"<rdf:", b"<!DOCTYPE", b"<!--")):
        return RdfFormat.RDF_XML
    return RdfFormat.N_QUADS if NQUAD.match(data) else RdfFormat.TRIG
