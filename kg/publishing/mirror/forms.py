"""Forms: what strangers call the formats of RDF, and which of them is fetched first."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from kg.rdf.formats import (
    JSON_LD,
    N_QUADS,
    N_TRIPLES,
    RDF_XML,
    TRIG,
    TURTLE,
    Format,
    by_media_type,
)

PREFERENCE = (N_QUADS, N_TRIPLES, TRIG, TURTLE, JSON_LD, RDF_XML)
"""What is read fastest and says most, first."""

ACCEPT = ", ".join(
    f"{it.media_type};q={1 - number / 10:.1f}"
    for number, it in enumerate((TRIG, N_QUADS, TURTLE, N_TRIPLES, JSON_LD, RDF_XML))
)
"""What pages are asked for: members may be in graphs, and pages have prefixes."""

PACKED = (".zst", ".gz")
"""What may stand behind a suffix; what is smaller first."""

_VAGUE = frozenset({"text/plain", "application/xml", "text/xml"})
_NAMES: Mapping[str, Format] = {
    "rdf_n_quads": N_QUADS,  # the EU's authority table of types of file
    "rdf_n_triples": N_TRIPLES,
    "rdf_trig": TRIG,
    "rdf_turtle": TURTLE,
    "json_ld": JSON_LD,
    "rdf_xml": RDF_XML,
    "n-quads": N_QUADS,  # what people write
    "nquads": N_QUADS,
    "n-triples": N_TRIPLES,
    "ntriples": N_TRIPLES,
    "turtle": TURTLE,
    "json-ld": JSON_LD,
    "rdf/xml": RDF_XML,
    "rdf-xml": RDF_XML,
    "nq": N_QUADS,  # suffixes
    "nt": N_TRIPLES,
    "trig": TRIG,
    "ttl": TURTLE,
    "jsonld": JSON_LD,
    "rdf": RDF_XML,
    "owl": RDF_XML,
}
_TYPE = re.compile(r"(?:^|media-types/)((?:application|text)/[\w.+-]+)")


def form_of_type(media_type: str) -> Format | None:
    """Tell the form that a media type names; None where it may be another, too."""
    essence = media_type.partition(";")[0].strip().lower()
    return None if essence in _VAGUE else by_media_type(essence, PREFERENCE)


def form_of(words: Iterable[str]) -> Format | None:
    """Tell the form that media types, names or addresses of files say.

    >>> form_of(["https://www.iana.org/assignments/media-types/text/turtle"]).name
    'turtle'
    >>> form_of(["", "https://example.org/all.nt.gz?v=1"]).name
    'ntriples'
    """
    for word in words:
        media_type = _TYPE.search(word.strip().lower())
        found = form_of_type(media_type[1]) if media_type else _named(word)
        if found is not None:
            return found
    return None


def _named(word: str) -> Format | None:
    """Tell the form by a name, or by the suffix of an address."""
    lowered = word.strip().lower()
    if lowered in _NAMES:
        return _NAMES[lowered]
    last = unpacked_name(urlsplit(lowered).path.rpartition("/")[2])
    return _NAMES.get(last.rpartition(".")[2])


def unpacked_name(name: str) -> str:
    """Take the suffix of a packed file off."""
    for suffix in PACKED:
        name = name.removesuffix(suffix)
    return name


def is_packed(url: str) -> bool:
    """Say whether an address is that of a packed file."""
    return urlsplit(url).path.lower().endswith(PACKED)
