"""An item of a list as it is written: a row whose terms have their names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.facts import Facts
from kg.publishing.lists.catalogue import CLAIMS, List
from kg.publishing.lists.row import Reference, Value, When, name_in
from kg.publishing.lists.selection import Found
from kg.rdf.namespaces import TERMS
from kg.rdf.terms import RDFS, SKOS


@dataclass(frozen=True, slots=True)
class Item:
    """An item: what it is called by language, when it was, and what its fields say."""

    iri: str
    label: Mapping[str, str]
    when: tuple[When, ...]
    judged: bool
    modified: str
    fields: Mapping[str, list[Value]]

    @property
    def name(self) -> str:
        """What it is called in English, else in any language; the IRI at worst."""
        return name_in(dict(self.label)) or self.iri

    def references(self, field: str) -> Iterator[Reference]:
        """Yield the things that a field speaks of."""
        return (it for it in self.fields[field] if not isinstance(it, str))

    def texts(self, field: str) -> Iterator[str]:
        """Yield the texts of a field, and the names of the things it speaks of."""
        for it in self.fields[field]:
            yield it if isinstance(it, str) else name_in(it["label"]) or it["iri"]

    def iris(self, field: str) -> Iterator[str]:
        """Yield the IRIs and texts of a field."""
        for it in self.fields[field]:
            yield it if isinstance(it, str) else it["iri"]


def shown_fields(listed: List) -> tuple[str, ...]:
    """List the fields that items of a list have, whether or not they say anything."""
    return tuple(it.name for it in listed.fields if it.shown)


def read_item(listed: List, found: Found, terms: Facts) -> Item:
    """Read a row, and name the terms in it."""
    record = found.record
    fields = {
        name: [_named(it, terms) for it in record["fields"].get(name, [])]
        for name in shown_fields(listed)
    }
    label: Mapping[str, str] = record["label"]
    if listed is CLAIMS:
        label = _claim(fields["property"], label)
    when = tuple(record["when"])
    return Item(record["iri"], label, when, record["judged"], found.modified, fields)


def _claim(properties: list[Value], subject: Mapping[str, str]) -> dict[str, str]:
    """Call a claim by what it is about, in the languages of both."""
    labels = [it["label"] for it in properties if not isinstance(it, str)]
    return {
        language: f"{label[language]}: {name}"
        for label in labels[:1]
        for language, name in subject.items()
        if language in label
    }


def _named(value: Value, terms: Facts) -> Value:
    if isinstance(value, str) or not value["iri"].startswith(TERMS):
        return value
    return {"iri": value["iri"], "label": term_names(value["iri"], terms)}


def term_names(iri: str, terms: Facts) -> dict[str, str]:
    """Say what a term is called, by language."""
    term = NamedNode(iri)
    literals = terms.literals(term, SKOS.prefLabel) or terms.literals(term, RDFS.label)
    return {(it.language or "").lower(): it.value for it in literals}
