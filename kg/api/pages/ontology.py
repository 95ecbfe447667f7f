"""The page of the ontology: classes and properties with definitions and examples."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.language import Label
from kg.api.pages.reading import Link, Reading
from kg.rdf.namespaces import COMMON
from kg.rdf.terms import DCT, HS, OWL, RDF, RDFS, SCHEMA, SKOS, VANN

ONTOLOGY = NamedNode(f"{COMMON}ontology")
_PROPERTIES = (
    (OWL.ObjectProperty, "thing"),
    (OWL.DatatypeProperty, "value"),
    (OWL.AnnotationProperty, "annotation"),
)


@dataclass(frozen=True, slots=True)
class Term:
    """A class or a property.

    `parents` are the classes or properties it is narrower than; `used_on` and `values`
    say what it is used on and what its values are.
    """

    name: str
    link: Link
    label: Label
    definition: Label | None
    scope: tuple[Label, ...]
    examples: tuple[Label, ...]
    sources: tuple[Link, ...]
    parents: tuple[Link, ...]
    used_on: tuple[Link, ...]
    values: tuple[Link, ...]
    scheme: Link | None
    kind: str


@dataclass(frozen=True, slots=True)
class OntologyPage:
    """The ontology, its classes as they lie below each other, and its properties."""

    title: Label
    description: Label | None
    version: str | None
    licence: Link | None
    namespace: str
    prefix: str | None
    classes: tuple[Term, ...]
    properties: tuple[Term, ...]
    datatypes: tuple[Term, ...]


def read_ontology_page(reading: Reading) -> OntologyPage:
    """Put the ontology in order; the terms of others that it borrows are left out."""
    terms = reading.terms
    return OntologyPage(
        reading.text(ONTOLOGY, DCT.title) or Label("Ontology", "en"),
        reading.text(ONTOLOGY, DCT.description),
        terms.lexical(ONTOLOGY, OWL.versionInfo),
        next(iter(reading.link_all(terms.iris(ONTOLOGY, DCT.license))), None),
        HS.base,
        terms.lexical(ONTOLOGY, VANN.preferredNamespacePrefix),
        _terms(reading, OWL.Class, "class"),
        tuple(
            sorted(
                (
                    term
                    for type_, kind in _PROPERTIES
                    for term in _terms(reading, type_, kind)
                ),
                key=lambda term: term.name.casefold(),
            )
        ),
        _terms(reading, RDFS.Datatype, "datatype"),
    )


def _terms(reading: Reading, type_: NamedNode, kind: str) -> tuple[Term, ...]:
    ours = [
        term
        for term in reading.terms.subjects(RDF.type, type_)
        if term.value.startswith(HS.base)
    ]
    return tuple(_term(reading, term, kind) for term in ours)


def _term(reading: Reading, term: NamedNode, kind: str) -> Term:
    own = Reading(reading.terms, reading.terms, reading.languages, reading.root)
    values = reading.terms.values(term, DCT.source)
    return Term(
        name=term.value.removeprefix(HS.base),
        link=own.link(term),
        label=own.label(term),
        definition=own.text(term, SKOS.definition),
        scope=tuple(own.texts(term, SKOS.scopeNote)),
        examples=tuple(own.texts(term, SKOS.example)),
        sources=tuple(own.display(value) for value in values),
        parents=own.links(term, RDFS.subClassOf, RDFS.subPropertyOf),
        used_on=own.links(term, SCHEMA.domainIncludes),
        values=own.links(term, SCHEMA.rangeIncludes),
        scheme=own.first(term, HS.valueScheme),
        kind=kind,
    )
