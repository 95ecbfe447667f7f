"""Names: what things are called, in which language and script, and as printed."""

from collections.abc import Callable
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
    preferred, others, printed = (
        tuple(sorted(reading.texts(thing, predicate), key=_order(reading)))
        for predicate in (SKOS.prefLabel, SKOS.altLabel, HS.nameInSource)
    )
    return Names(preferred, others, printed)


def _order(reading: Reading) -> Callable[[Label], tuple[int, str, str]]:
    """Put the languages of the reader first."""
    languages = reading.languages

    def order(label: Label) -> tuple[int, str, str]:
        known = label.language in languages
        rank = languages.index(label.language) if known else len(languages)
        return (rank, label.language, label.text)

    return order
