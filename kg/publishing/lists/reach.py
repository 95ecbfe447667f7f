"""Which rows a difference between two releases may have touched.

A row is made of solutions of patterns. One that is gone was found in the store before
by a line that was removed, and one that is new is found in this store by a line that
was added: so patterns are asked again, of the subjects of such lines. What rows repeat
of other things, their names and what they lie in, is followed back to the rows.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.publishing.lists.catalogue import Above, List
from kg.publishing.lists.hierarchy import STEPS
from kg.publishing.lists.names import PROPERTIES
from kg.publishing.lists.rows import Reader
from kg.publishing.lists.solutions import chosen
from kg.rdf.namespaces import BASE
from kg.rdf.terms import HS, RDF
from kg.store.protocol import Store

_STATED = re.compile(r"\?(\w+) (\?\w+|<[^ ]+>) (?:\?\w+|<[^ ]+>)")
_ITEM, _VALUE = "item", "value"
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Reach:
    """What was and what is, and the subjects of lines that set them apart.

    `subjects` has their IRIs by predicate.
    """

    before: Reader
    now: Reader
    subjects: dict[str, set[str]]

    @classmethod
    def of(cls, before: Reader, now: Reader, lines: Iterable[bytes]) -> "Reach":
        """Sort lines that were added or removed by what they say."""
        subjects = defaultdict[str, set[str]](set)
        for line in lines:
            subject, predicate, _rest = line.split(b" ", 2)
            subjects[predicate.decode()].add(subject[1:-1].decode())
        return cls(before, now, dict(subjects))

    @property
    def renamed(self) -> set[str]:
        """The things that may be called otherwise than before."""
        return self._subjects(map(str, PROPERTIES))

    def items(self, listed: List) -> set[str]:
        """List the things whose rows in a list may be others than before."""
        found = self._subjects([str(RDF.type)])
        for pattern in listed.patterns:
            for variable, predicates in self._stated(pattern):
                things = self._subjects(predicates)
                if variable == _ITEM:
                    found |= things
                else:
                    found |= _items(self.before.store, pattern, variable, things)
                    found |= _items(self.now.store, pattern, variable, things)
        for it in listed.fields:
            repeated = self.renamed if it.refers else set()
            if it.above:
                repeated |= self._below(it.above)
            found |= _items(self.now.store, it.pattern, _VALUE, repeated)
        return found

    def _subjects(self, predicates: Iterable[str]) -> set[str]:
        return set().union(*(self.subjects.get(it, ()) for it in predicates))

    def _stated(self, pattern: str) -> Iterator[tuple[str, Iterable[str]]]:
        """Yield each variable that a pattern states something of, and by what."""
        for variable, predicate in _STATED.findall(pattern):
            shortcut = predicate.startswith("?")
            yield variable, self._shortcuts() if shortcut else predicate.split("|")

    def _shortcuts(self) -> set[str]:
        query = f"SELECT ?value {{ ?role {HS.shortcut} ?value }}"
        stores = (self.before.store, self.now.store)
        return {str(row["value"]) for it in stores for row in it.select(query)}

    def _below(self, above: Above) -> set[str]:
        """List what lies in, or is a kind of, what may lie in something else now."""
        moved = self._subjects([str(STEPS[above])])
        if not moved:
            return moved
        known = self.now.hierarchy
        below = {it for it in known.steps[above] if moved & known.upwards(it, above)}
        return moved | below


def _items(store: Store, pattern: str, variable: str, things: set[str]) -> set[str]:
    """Find the things of ours that have solutions with some of the things."""
    found, wanted = set[str](), sorted(things)
    for start in range(0, len(wanted), _AT_ONCE):
        among = chosen(variable, wanted[start : start + _AT_ONCE])
        query = f"SELECT DISTINCT ?item {{ {among} {pattern} }}"
        found |= {str(row["item"])[1:-1] for row in store.select(query)}
    return {it for it in found if it.startswith(BASE)}
