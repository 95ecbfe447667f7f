"""What files say of things, in the names that this project gives them.

Queries and rules are plain SPARQL and Turtle, which any program reads: they are written
with the usual base of things. Where they are read, that of the project takes its place.
"""

import re

from kg.rdf.namespaces import BASE, COMMON

_USUAL = re.compile(
    r"https://w3id(\.|\[\.\])org/hrsolidarity/"
    r"(?=[a-z])(?!(?:ontology|shapes|vocab|schemas|problems)\b)"
)
"""The usual base, as it stands in IRIs and in patterns, where a thing follows."""


def with_own_base(text: str, base: str = BASE) -> str:
    """Write a base in place of the usual one, wherever a text names things by it.

    >>> with_own_base("<https://w3id.org/hrsolidarity/id/place/oslo>", "http://a.org/")
    '<http://a.org/id/place/oslo>'
    >>> with_own_base("^https://w3id[.]org/hrsolidarity/id/", "http://a.org/")
    '^http://a[.]org/id/'
    """
    if base == COMMON:
        return text
    return _USUAL.sub(lambda found: base.replace(".", found[1]), text)
