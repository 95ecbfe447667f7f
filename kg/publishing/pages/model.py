"""`docs/model.md`: classes, properties and vocabularies, from the ontology's files."""

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kg.publishing.pages.markdown import note, page, table
from kg.rdf.graph import Graph, Object
from kg.rdf.iri import shorten
from kg.rdf.terms import DCT, HS, OWL, RDFS, SCHEMA, SKOS

_PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
_LANGUAGES = ("en", "nb")


def render(project: Path) -> str:
    """Describe the ontology module by module, then every vocabulary."""
    folder = project / "ontology"
    modules = sorted(path.name for path in folder.glob("*.ttl"))
    return page(
        note("ontology/"),
        "# The model",
        _introduction(Graph.read(folder, "*.ttl")),
        *(_module(name, Graph.read(folder, name)) for name in modules),
        "## Vocabularies",
        "Codes never change and are never deleted; a value that is not listed is an "
        "error, never a new concept.",
        *_vocabularies(Graph.read(folder, "vocabularies/*.ttl")),
    )


def _introduction(graph: Graph) -> str:
    return "\n\n".join(
        f"{graph.text(ontology, DCT.title, 'en')}, version "
        f"{graph.text(ontology, OWL.versionInfo)}: `{ontology.value}`. "
        f"{graph.text(ontology, DCT.description, 'en')}"
        for ontology in graph.of_type(OWL.Ontology)
    )


def _module(name: str, graph: Graph) -> str:
    classes, properties = graph.of_type(OWL.Class), graph.of_type(*_PROPERTIES)
    if not classes and not properties:
        return ""
    return page(
        f"## {name.removesuffix('.ttl').capitalize()}",
        f"[ontology/{name}](../ontology/{name})",
        table(
            ("class", "en", "nb", "kind of", "what it is"),
            (_class_row(graph, term) for term in classes),
        ),
        table(
            ("property", "en", "nb", "of", "value", "what it says"),
            (_property_row(graph, term) for term in properties),
        ),
    ).rstrip()


def _class_row(graph: Graph, term: NamedNode) -> list[str]:
    broader = graph.values(term, RDFS.subClassOf)
    return [_code(term), *_labels(graph, term), _codes(broader), _meaning(graph, term)]


def _property_row(graph: Graph, term: NamedNode) -> list[str]:
    value = [
        *graph.values(term, HS.valueScheme),
        *graph.values(term, SCHEMA.rangeIncludes),
    ]
    return [
        _code(term),
        *_labels(graph, term),
        _codes(graph.values(term, SCHEMA.domainIncludes)),
        _codes(value),
        _meaning(graph, term),
    ]


def _labels(graph: Graph, term: NamedNode) -> list[str]:
    return [graph.text(term, RDFS.label, language) for language in _LANGUAGES]


def _meaning(graph: Graph, term: NamedNode) -> str:
    definition = graph.text(term, SKOS.definition, "en")
    scope = graph.text(term, SKOS.scopeNote, "en")
    return f"{definition} {scope}".rstrip()


def _vocabularies(graph: Graph) -> Iterable[str]:
    for scheme in graph.of_type(SKOS.ConceptScheme):
        code = scheme.value.rpartition("/")[2]
        yield f"### {code}"
        yield _meaning(graph, scheme)
        yield table(
            ("code", "en", "nb", "narrower than", "what it means"),
            (_concept_row(graph, it) for it in graph.with_value(SKOS.inScheme, scheme)),
        )


def _concept_row(graph: Graph, concept: NamedNode) -> list[str]:
    return [
        f"`{_last(concept)}`",
        *(graph.text(concept, SKOS.prefLabel, language) for language in _LANGUAGES),
        ", ".join(f"`{_last(iri)}`" for iri in graph.iris(concept, SKOS.broader)),
        _meaning(graph, concept),
    ]


def _last(concept: NamedNode) -> str:
    return concept.value.rpartition("/")[2]


def _code(term: NamedNode) -> str:
    return f"`{shorten(term.value)}`"


def _codes(values: Iterable[Object]) -> str:
    return ", ".join(
        f"`{value.value}`" if isinstance(value, Literal) else _code(value)
        for value in values
        if isinstance(value, Literal | NamedNode)
    )
