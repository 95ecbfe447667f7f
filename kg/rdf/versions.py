"""Which version of RDF an answer is written in, as far as its beginning tells."""

import re

_NAMED = frozenset(
    {
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "application/n-triples",
        "application/n-quads",
        "application/trig",
        "text/turtle",
        "text/tab-separated-values",
    }
)
"""Media types that have a parameter `version`, and in which a term can be told."""

_MARKS = {
    # A quote is escaped within a string of JSON, and `<` within a text of XML.
    "application/sparql-results+json": b'{"type":"triple"',
    "application/sparql-results+xml": b"<triple>",
}
_OPENING = b"<<("
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)


def has_triple_terms(media_type: str, beginning: bytes) -> bool:
    """Say whether there are triples in triples in what an answer begins with.

    Where that cannot be told from a text that looks like one, the answer is no.
    """
    if media_type not in _NAMED:
        return False
    mark = _MARKS.get(media_type, _OPENING)
    if mark not in beginning:
        return False
    return mark is not _OPENING or _OPENING in _STRING.sub(b'""', beginning)


def versioned(content_type: str, beginning: bytes) -> str:
    """Add the version to a `Content-Type` where the answer needs RDF 1.2."""
    media_type = content_type.partition(";")[0]
    if has_triple_terms(media_type, beginning):
        return f"{content_type}; version=1.2"
    return content_type
