"""A reading of facts: labels and links as one reader is shown them."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from kg.api.pages.address import kind_of, page_path
from kg.api.pages.facts import Facts, Object
from kg.api.pages.language import Label, choose
from kg.rdf.iri import concept, shorten
from kg.rdf.terms import DCT, HS, RDF, RDFS, SKOS

LABELS = (SKOS.prefLabel, RDFS.label, DCT.title, HS.verbatim)
"""The properties a thing is called by, best first."""

DANGLING = concept("known", "dangling-link")

UNNAMED = {
    "document": "a document whose title is not known",
    "participation": "a participation",
    "relation": "a relation between events",
    "claim": "a claim",
    "time": "a time",
    "quantity": "a quantity",
    "judgement": "a judgement",
    "affiliation": "an affiliation",
    "passage": "a passage",
}
"""Kind → what a thing is called that has no label of its own."""

FOREIGN = {
    "https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0 1.0",
}
"""What IRIs of others are called that the data do not name."""


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """Something a page points at: `href` is None where there is nothing to open."""

    label: Label
    href: str | None
    iri: str
    external: bool = False

    @property
    def text(self) -> str:
        """The words of the link."""
        return self.label.text


@dataclass(frozen=True, slots=True)
class Reading:
    """Facts around a thing, the vocabularies, and who reads them.

    Attributes:
        facts: what was fetched around the thing.
        terms: ontology and vocabularies.
        languages: best first.
        root: the path below which the service is mounted, without a slash at its end.
    """

    facts: Facts
    terms: Facts
    languages: tuple[str, ...]
    root: str = ""

    def texts(self, subject: NamedNode, predicate: NamedNode) -> list[Label]:
        """List the texts of a property in all languages."""
        return sorted(Label.of(text) for text in self._literals(subject, predicate))

    def text(self, subject: NamedNode, *predicates: NamedNode) -> Label | None:
        """Return the text of the first property that has one, as the reader wants."""
        for predicate in predicates:
            found = choose(self._literals(subject, predicate), self.languages)
            if found is not None:
                return found
        return None

    def _literals(self, subject: NamedNode, predicate: NamedNode) -> list[Literal]:
        of_facts = self.facts.literals(subject, predicate)
        return of_facts or self.terms.literals(subject, predicate)

    def label(self, thing: NamedNode) -> Label:
        """Say what a thing is called; always something."""
        found = self.text(thing, *LABELS)
        if found is not None:
            return found
        unnamed = self._unnamed(thing) or FOREIGN.get(thing.value)
        return Label(unnamed, "en") if unnamed else Label(_short(thing.value))

    def _unnamed(self, thing: NamedNode) -> str | None:
        if HS.Photograph in self.facts.iris(thing, RDF.type):
            return "a photograph"
        if DANGLING in self.facts.iris(thing, HS.known):
            return "a document behind a lost link"
        return UNNAMED.get(kind_of(thing.value))

    def href(self, iri: str) -> str | None:
        """Say where an IRI is opened: here when it is ours, else where it is."""
        path = page_path(iri)
        if path is not None:
            return self.root + quote(path, safe="/#:.-_~%")
        return iri if iri.startswith(("http://", "https://")) else None

    def link(self, thing: NamedNode, label: Label | None = None) -> Link:
        """Point at a thing."""
        external = page_path(thing.value) is None
        shown = label or self.label(thing)
        return Link(shown, self.href(thing.value), thing.value, external)

    def links(self, subject: NamedNode, *predicates: NamedNode) -> tuple[Link, ...]:
        """Point at the values of properties, in the order of their labels."""
        return self.link_all(self.facts.iris(subject, *predicates))

    def link_all(self, things: Iterable[NamedNode]) -> tuple[Link, ...]:
        """Point at things, in the order of their labels."""
        return tuple(sorted((self.link(thing) for thing in things), key=_order))

    def first(self, subject: NamedNode, *predicates: NamedNode) -> Link | None:
        """Point at the first value of properties that has an IRI."""
        thing = self.facts.iri(subject, *predicates)
        return None if thing is None else self.link(thing)

    def flag(self, subject: NamedNode, predicate: NamedNode) -> bool:
        """Say whether a property is stated to be true."""
        return self.facts.lexical(subject, predicate) == "true"

    def types(self, thing: NamedNode) -> list[NamedNode]:
        """List the classes of a thing."""
        return self.facts.iris(thing, RDF.type) or self.terms.iris(thing, RDF.type)

    def display(self, value: Object) -> Link:
        """Show any value: an IRI as a link, a literal as a text without one."""
        if isinstance(value, NamedNode):
            return self.link(value)
        if isinstance(value, Literal):
            return Link(Label.of(value), None, "")
        return Link(Label(str(value)), None, "")


def _short(iri: str) -> str:
    """Write an IRI as a CURIE, or as an address without its scheme."""
    curie = shorten(iri)
    if curie != iri:
        return curie
    return iri.removeprefix("https://").removeprefix("http://").rstrip("/")


def _order(link: Link) -> tuple[str, str]:
    return link.text.casefold(), link.iri
