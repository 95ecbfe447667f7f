"""What things are called, where rows speak of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from kg.publishing.lists.solutions import chosen
from kg.rdf.terms import DCT, RDFS, SKOS
from kg.store.protocol import Store

PROPERTIES = (SKOS.prefLabel, RDFS.label, DCT.title)
"""What is a name, wherever things are spoken of."""

Label = dict[str, str]
"""A name in each language, "" for none; the first in the order of texts of several."""

_AT_ONCE = 1000
_KEPT = 50_000
"""Names that are kept, for many rows speak of the same things."""

_NAMED = f"?item {'|'.join(map(str, PROPERTIES))} ?value"


@dataclass(frozen=True, slots=True)
class Names:
    """The names of things in a store, of which those asked for last are kept."""

    store: Store
    known: dict[str, Label] = field(default_factory=dict)

    def of(self, iris: Iterable[str]) -> dict[str, Label]:
        """Tell what things are called, by IRI; some have no name."""
        if len(self.known) > _KEPT:
            self.known.clear()
        wanted = sorted(set(iris))
        unknown = [iri for iri in wanted if iri not in self.known]
        for start in range(0, len(unknown), _AT_ONCE):
            self._read(unknown[start : start + _AT_ONCE])
        return {iri: label for iri in wanted if (label := self.known[iri])}

    def _read(self, iris: Sequence[str]) -> None:
        found = [
            (value.value, (value.language or "").lower(), item.value)
            for row in self.store.select(_query(iris))
            if isinstance(value := row["value"], Literal)
            and isinstance(item := row["item"], NamedNode)
        ]
        self.known.update((iri, {}) for iri in iris)
        for text, language, iri in sorted(found):
            self.known[iri].setdefault(language, text)


def _query(iris: Iterable[str]) -> str:
    return f"SELECT ?item ?value {{ {chosen('item', iris)} {_NAMED} }}"
