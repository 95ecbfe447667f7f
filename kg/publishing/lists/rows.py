"""Reading the rows of lists from a store.

Only what the store of an audience says is read, so that a list tells nobody more than
the store does.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kg.model.dates import Edtf
from kg.publishing.lists.catalogue import Field, List
from kg.publishing.lists.hierarchy import Hierarchy
from kg.publishing.lists.names import Names
from kg.publishing.lists.row import Record, Reference, Row, Value, When
from kg.publishing.lists.solutions import (
    Asked,
    Pattern,
    Terms,
    chosen,
    is_ours,
    language_of,
    solutions,
    text_of,
)
from kg.rdf.namespaces import TERMS
from kg.rdf.terms import HS
from kg.store.oxigraph import OxigraphStore

BATCH = 1000
"""How many rows are named together: memory does not grow with the list."""

_TIME = ("first", "last", "written")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads rows from a store; `scratch` is a folder with room for answers."""

    store: OxigraphStore
    scratch: Path
    hierarchy: Hierarchy
    names: Names

    @classmethod
    def of(cls, store: OxigraphStore, scratch: Path) -> "Reader":
        """Begin to read a store."""
        return cls(store, scratch, Hierarchy.of(store), Names(store))

    def rows(self, listed: List) -> Iterator[Row]:
        """Yield the rows of a list in the order of their IRIs: all things of ours."""
        return self._rows(listed, "")

    def some(self, listed: List, iris: Iterable[str]) -> Iterator[Row]:
        """Yield those of its rows that tell of some things."""
        wanted = sorted(iris)
        for start in range(0, len(wanted), BATCH):
            yield from self._rows(listed, chosen("item", wanted[start : start + BATCH]))

    def _rows(self, listed: List, among: str) -> Iterator[Row]:
        asked = Asked(listed.thing, _patterns(listed), among)
        found = solutions(self.store, asked, self.scratch)
        rows = (self._row(listed, iri, said) for iri, said in found)
        while batch := list(islice(rows, BATCH)):
            self._label_references(batch)
            yield from batch

    def _row(self, listed: List, iri: str, said: Sequence[list[Terms]]) -> Row:
        """Make a row of the solutions of each pattern."""
        row = Row(_empty(iri))
        named = 1 + len(listed.fields)
        timed = named + len(listed.naming)
        for it, found in zip(listed.fields, said[1:named], strict=True):
            self._fill(row, it, found)
        row.record["label"] = _label(next(filter(None, said[named:timed]), ()))
        for pattern, found in zip(listed.times, said[timed:], strict=True):
            if found:
                row.record["when"] = list(map(_when, found))
                row.record["judged"] = HS.judgedTime.value in pattern
                break  # judged times come before stated ones
        return row

    def _fill(self, row: Row, field: Field, found: Iterable[Terms]) -> None:
        for (term,) in found:
            value = text_of(term)
            if field.shown:
                shown: Value = {"iri": value, "label": {}} if is_ours(term) else value
                row.record["fields"].setdefault(field.name, []).append(shown)
            if field.filter:
                by = row.found_by.setdefault(field.filter, set())
                by |= self.hierarchy.upwards(value, field.above)

    def _label_references(self, rows: Iterable[Row]) -> None:
        references = defaultdict[str, list[Reference]](list)
        for row in rows:
            for values in row.record["fields"].values():
                for it in values:
                    if not isinstance(it, str) and not it["iri"].startswith(TERMS):
                        references[it["iri"]].append(it)
        for iri, label in self.names.of(references).items():
            for reference in references[iri]:
                reference["label"] = label


def _patterns(listed: List) -> list[Pattern]:
    """List what is asked of each thing, the first of which every thing has."""
    values = [it.pattern for it in listed.fields] + [*listed.naming]
    return [
        Pattern("", ()),
        *map(Pattern, values),
        *(Pattern(it, _TIME) for it in listed.times),
    ]


def _empty(iri: str) -> Record:
    return {"iri": iri, "label": {}, "when": [], "judged": False, "fields": {}}


def _label(found: Iterable[Terms]) -> dict[str, str]:
    """Take the first name of each language: solutions come sorted."""
    label: dict[str, str] = {}
    for (term,) in found:
        if term.startswith('"'):
            label.setdefault(language_of(term), text_of(term))
    return label


def _when(solution: Terms) -> When:
    first, last, written = (text_of(it) or None for it in solution)
    if first is None and last is None:
        first, last = _bounds(written or "")
    return {"written": written or "", "first": first, "last": last}


def _bounds(written: str) -> tuple[str | None, str | None]:
    """Return the days that a date lies between; none for what is not in our EDTF."""
    try:
        read = Edtf.parse(written[:10] if "T" in written else written)
    except ValueError:
        return None, None
    before, after = read.not_before, read.not_after
    return (
        None if before is None else before.isoformat(),
        None if after is None else after.isoformat(),
    )
