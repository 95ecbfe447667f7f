"""What values are kinds or parts of, at any depth."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Self

from kg.publishing.lists.catalogue import Above
from kg.rdf.terms import HS, SKOS
from kg.store.protocol import Store

STEPS = {Above.BROADER: SKOS.broader, Above.WITHIN: HS.within}
"""How a value is told to be a kind or a part of another."""


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """The steps upwards of each sort, by IRI."""

    steps: dict[Above, dict[str, list[str]]]
    walked: dict[tuple[str, Above], frozenset[str]] = field(default_factory=dict)
    """Values whose steps have been gone: there are few that rows are found by."""

    @classmethod
    def of(cls, store: Store) -> Self:
        """Read all steps of a store: those of vocabularies and of places."""
        return cls({above: _read(store, above) for above in STEPS})

    def upwards(self, iri: str, above: Above) -> frozenset[str]:
        """List a value and all that lies above it; a circle does no harm."""
        if above not in self.steps:
            return frozenset((iri,))
        if (iri, above) not in self.walked:
            self.walked[iri, above] = self._walk(iri, self.steps[above])
        return self.walked[iri, above]

    def _walk(self, iri: str, steps: dict[str, list[str]]) -> frozenset[str]:
        found, wanted = set[str](), [iri]
        while wanted:
            if (it := wanted.pop()) not in found:
                found.add(it)
                wanted += steps.get(it, [])
        return frozenset(found)


def _read(store: Store, above: Above) -> dict[str, list[str]]:
    found = defaultdict[str, list[str]](list)
    query = f"SELECT ?below ?value {{ ?below {STEPS[above]} ?value }}"
    for row in store.select(query):
        found[str(row["below"].value)].append(str(row["value"].value))  # type: ignore[union-attr]  # a step is between things
    return found
