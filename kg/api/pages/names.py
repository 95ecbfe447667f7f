"""Names: what things are called, in which language and script, and as printed."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.language import Label
from kg.api.pages.reading import Reading
from kg.rdf.terms import HS, SKOS


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a thing: ours by language, other spellings, and as printed."""

    preferred: tuple[Label, ...]
    others: tuple[Label, ...]
    printed: tuple[Label, ...]


def read_names(reading: Reading, thing: NamedNode) -> Names:
    """Read all names of a thing."""
    return Names(
        tuple(reading.texts(thing, SKOS.prefLabel)),
        tuple(reading.texts(thing, SKOS.altLabel)),
        tuple(reading.texts(thing, HS.nameInSource)),
    )
