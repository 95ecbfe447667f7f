"""Reading the rows of a list from a store, some hundreds at a time.

Only what the store of an audience says is read, so that a list tells nobody more than
the store does.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.model.dates import Edtf
from kg.publishing.lists.catalogue import Field, List
from kg.publishing.lists.hierarchy import Hierarchy
from kg.publishing.lists.row import Record, Reference, Row, Value, When
from kg.rdf.namespaces import BASE
from kg.rdf.terms import HS, RDFS, SKOS
from kg.store.protocol import Row as Solution
from kg.store.protocol import Store

TERMS = (f"{BASE}vocab/", f"{BASE}ontology")
"""Where IRIs begin whose names rows leave out: whoever reads rows has the terms."""

BATCH = 1000
"""How many rows are read together: memory does not grow with the list."""

_NAMES = f"{SKOS.prefLabel}|{RDFS.label}|<http://purl.org/dc/terms/title>"


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the rows of one list."""

    store: Store
    listed: List
    hierarchy: Hierarchy

    def rows(self) -> Iterator[Row]:
        """Yield the rows in the order of their IRIs; only things of ours are listed."""
        found = self.store.select(f"SELECT ?item {{ ?item a {self.listed.thing} }}")
        iris = sorted({it for row in found if (it := _iri(row["item"])) is not None})
        for start in range(0, len(iris), BATCH):
            yield from self._batch(iris[start : start + BATCH])

    def _batch(self, iris: Sequence[str]) -> Iterator[Row]:
        rows = {iri: Row(_empty(iri)) for iri in iris}
        for field in self.listed.fields:
            self._fill(rows, field)
        self._name(rows)
        for number, pattern in enumerate(self.listed.times):
            self._time(
                rows, pattern, judged=number == 0 and HS.judgedTime.value in pattern
            )
        self._label_references(rows.values())
        yield from rows.values()

    def _fill(self, rows: dict[str, Row], field: Field) -> None:
        for solution in self._select(rows, field.pattern, "?value"):
            row, value = rows[_text(solution["item"])], solution["value"]
            found = _text(value)
            if field.shown:
                shown: Value = found
                if isinstance(value, NamedNode) and _is_ours(found):
                    shown = {"iri": found, "label": {}}
                row.record["fields"].setdefault(field.name, []).append(shown)
            if field.filter:
                by = row.found_by.setdefault(field.filter, set())
                by |= self.hierarchy.upwards(found, field.above)

    def _name(self, rows: dict[str, Row]) -> None:
        for pattern in self.listed.naming:
            unnamed = {iri: it for iri, it in rows.items() if not it.record["label"]}
            for solution in self._select(unnamed, pattern, "?value"):
                label = unnamed[_text(solution["item"])].record["label"]
                _add_name(label, solution)

    def _time(self, rows: dict[str, Row], pattern: str, *, judged: bool) -> None:
        """Read times of rows that have none yet: judged ones come before stated."""
        untimed = {iri: it for iri, it in rows.items() if not it.record["when"]}
        for solution in self._select(untimed, pattern, "?first ?last ?written"):
            record = untimed[_text(solution["item"])].record
            record["when"].append(_when(solution))
            record["judged"] = judged

    def _label_references(self, rows: Iterable[Row]) -> None:
        references = defaultdict[str, list[Reference]](list)
        for row in rows:
            for values in row.record["fields"].values():
                for it in values:
                    if not isinstance(it, str) and not it["iri"].startswith(TERMS):
                        references[it["iri"]].append(it)
        for iri, label in names_of(self.store, references).items():
            for reference in references[iri]:
                reference["label"] = label

    def _select(
        self, iris: Iterable[str], pattern: str, variables: str
    ) -> Iterator[Solution]:
        return _select(self.store, iris, pattern, variables)


def names_of(store: Store, iris: Iterable[str]) -> dict[str, dict[str, str]]:
    """Read what things are called, by IRI and language; some have no name."""
    found = defaultdict[str, dict[str, str]](dict)
    for solution in _select(store, iris, f"?item {_NAMES} ?value", "?value"):
        _add_name(found[_text(solution["item"])], solution)
    return found


def _select(
    store: Store, iris: Iterable[str], pattern: str, variables: str
) -> Iterator[Solution]:
    """Ask about things, in an order that is the same every time."""
    wanted = sorted(iris)
    for start in range(0, len(wanted), BATCH):
        items = " ".join(f"<{it}>" for it in wanted[start : start + BATCH])
        where = f"VALUES ?item {{ {items} }} {pattern}"
        query = f"SELECT DISTINCT ?item {variables} {{ {where} }}"
        yield from sorted(store.select(query), key=_order)


def _order(solution: Solution) -> list[tuple[str, str]]:
    return sorted((name, str(term)) for name, term in solution.items())


def _empty(iri: str) -> Record:
    return {"iri": iri, "label": {}, "when": [], "judged": False, "fields": {}}


def _when(solution: Solution) -> When:
    written = _text(solution["written"])
    first, last = (
        _text(solution[name]) if name in solution else None
        for name in ("first", "last")
    )
    if first is None and last is None:
        first, last = _bounds(written)
    return {"written": written, "first": first, "last": last}


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


def _add_name(label: dict[str, str], solution: Solution) -> None:
    """Keep the first name of each language: solutions come sorted."""
    value = solution["value"]
    if isinstance(value, Literal):
        label.setdefault((value.language or "").lower(), value.value)


def _iri(term: object) -> str | None:
    found = term.value if isinstance(term, NamedNode) else ""
    return found if found.startswith(f"{BASE}id/") else None


def _is_ours(iri: str) -> bool:
    return iri.startswith(BASE)


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)
