"""Coverage: which times, places and languages the data speak of, under which licences.

It is read from the store of one audience, so it tells of nothing that others see.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from pyoxigraph import Literal, NamedNode

from kg.publishing.audience import SHARED
from kg.rdf.namespaces import PREFIXES
from kg.store.protocol import Store

_PREFIXES = "".join(
    f"PREFIX {it}: <{PREFIXES[it]}>\n" for it in ("hs", "dct", "schema", "skos")
)
_TIMES = """
SELECT ?since ?until {
  { SELECT (MIN(?early) AS ?since) {
      ?event hs:time ?time . ?time hs:notBefore ?early } }
  { SELECT (MAX(?late) AS ?until) {
      ?event hs:time ?time . ?time hs:notAfter ?late } } }"""
_PLACES = """
SELECT DISTINCT ?place ?label {
  { SELECT DISTINCT ?where { ?event hs:place ?where } }
  ?where hs:within* ?place .
  FILTER NOT EXISTS { ?place hs:within ?wider }
  OPTIONAL { ?place skos:prefLabel ?label FILTER(LANG(?label) = "en") } }"""
_LANGUAGES = """
SELECT DISTINCT ?language {
  { ?document schema:inLanguage ?language }
  UNION { ?thing skos:prefLabel ?label BIND(LANG(?label) AS ?language) } }"""
_LICENCES = "SELECT DISTINCT ?licence { ?graph dct:license ?licence }"
_OURS = f"SELECT DISTINCT ?licence {{ {SHARED} dct:license ?licence }}"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the data of an audience are about, as texts.

    Attributes:
        since: the first day that an event can have been on, "" when none is known.
        until: the last one.
        places: the widest places that events were in, with their English labels.
        languages: of documents and labels, as language tags.
        licence: of what is ours; "" when it is not stated.
        licences: of all graphs.
    """

    since: str = ""
    until: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    licence: str = ""
    licences: tuple[str, ...] = ()

    def fields(self) -> dict[str, Any]:
        """Say it in a manifest."""
        return asdict(self)

    @classmethod
    def read(cls, manifest: Mapping[str, Any]) -> Self:
        """Read it from a manifest, which says nothing of it in earlier releases."""
        stated = manifest.get("coverage", {})
        many = {it: tuple(stated.get(it, ())) for it in ("languages", "licences")}
        return cls(**{**stated, **many})


def measure_coverage(store: Store) -> Coverage:
    """Read from a store what its data are about."""
    times = next(iter(_rows(store, _TIMES)), {})
    ours = _column(store, _OURS, "licence")
    return Coverage(
        since=times.get("since", ""),
        until=times.get("until", ""),
        places={
            row["place"]: row.get("label", row["place"])
            for row in sorted(_rows(store, _PLACES), key=lambda row: row["place"])
        },
        languages=_column(store, _LANGUAGES, "language"),
        licence=ours[0] if len(ours) == 1 else "",
        licences=_column(store, _LICENCES, "licence"),
    )


def _column(store: Store, query: str, name: str) -> tuple[str, ...]:
    found = (row.get(name, "") for row in _rows(store, query))
    return tuple(sorted({it for it in found if it}))


def _rows(store: Store, query: str) -> list[dict[str, str]]:
    return [
        {
            name: term.value
            for name, term in row.items()
            if isinstance(term, NamedNode | Literal)
        }
        for row in store.select(_PREFIXES + query)
    ]
