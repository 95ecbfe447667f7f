"""What values are kinds or parts of, at any depth."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Self

from kg.publishing.lists.catalogue import Above
from kg.rdf.terms import HS, SKOS
from kg.store.protocol import Store

_STEPS = {Above.BROADER: SKOS.broader, Above.WITHIN: HS.within}


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """The steps upwards of each sort, by IRI."""

    steps: dict[Above, dict[str, list[str]]]

    @classmethod
    def of(cls, store: Store) -> Self:
        """Read all steps of a store: those of vocabularies and of places."""
        return cls({above: _read(store, above) for above in _STEPS})

    def upwards(self, iri: str, above: Above) -> set[str]:
        """List a value and all that lies above it; a circle does no harm."""
        found, wanted = set[str](), [iri]
        steps = self.steps.get(above, {})
        while wanted:
            if (it := wanted.pop()) not in found:
                found.add(it)
                wanted += steps.get(it, [])
        return found


def _read(store: Store, above: Above) -> dict[str, list[str]]:
    found = defaultdict[str, list[str]](list)
    query = f"SELECT ?below ?value {{ ?below {_STEPS[above]} ?value }}"
    for row in store.select(query):
        found[str(row["below"].value)].append(str(row["value"].value))  # type: ignore[union-attr]  # a step is between things
    return found
