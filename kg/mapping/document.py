"""Documents: what is known of them, and no more; photographs without the picture."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from kg.mapping.scope import Scope, SourceScope, integer
from kg.model.records.extract import CitedDocument, Photograph
from kg.model.records.source import Source
from kg.rdf.iri import graph
from kg.rdf.statement import Statement
from kg.rdf.terms import DCT, HS, RDF, SCHEMA, SKOS, XSD

TOLD = (
    ("title", DCT.title),
    ("author", DCT.creator),
    ("publisher", DCT.publisher),
)
"""What a text may say of itself, in words."""


def source_statements(scope: SourceScope, source: Source) -> Iterator[Statement]:
    """State the document that a source is."""
    iri = scope.document.iri
    at = source.at("key")
    yield scope.fact(iri, RDF.type, HS.Article, at)
    yield scope.fact(iri, RDF.type, HS.Document, at)
    yield scope.coded(iri, HS.known, ("known", "full-text", at))
    language = Literal(source.language)
    yield scope.fact(iri, SCHEMA.inLanguage, language, source.at("language"))
    material = ("source-material", source.material, source.at("material"))
    yield scope.coded(iri, HS.sourceMaterial, material)
    yield scope.fact(iri, HS.contentHash, Literal(scope.text.sha256), at)
    yield scope.fact(iri, HS.lengthCodePoints, integer(len(scope.text)), at)
    yield from told_statements(scope, iri, source)
    for index, key in enumerate(source.about):
        at_event = source.at("about", index)
        event = scope.names.iri(key, ("event", "series"), at_event)
        yield scope.fact(iri, HS.about, event, at_event)


def told_statements(
    scope: SourceScope, iri: NamedNode, source: Source
) -> Iterator[Statement]:
    """State what a document says of itself: title, author, publisher, date, address.

    Its label and its topics, which we give it, stand in the editorial graph.
    """
    status = "absent" if source.says("title") is None else "stated"
    yield scope.coded(iri, HS.titleStatus, ("known", status, source.at("title")))
    for field, predicate in TOLD:
        text = source.says(field)
        if text is not None:
            yield scope.fact(iri, predicate, scope.words(text), source.at(field))
    published, url = source.says("published"), source.says("url")
    if published is not None:
        date = Literal(published, datatype=XSD.date)
        yield scope.fact(iri, SCHEMA.datePublished, date, source.at("published"))
    if url is not None:
        yield scope.fact(iri, SCHEMA.url, NamedNode(url), source.at("url"))
    editorial = Scope(scope.names, scope.codes, graph("editorial"))
    yield from editorial.texts(iri, SKOS.prefLabel, source, "label")
    for index, topic in enumerate(source.topics):
        at = source.at("topics", index)
        yield editorial.fact(iri, HS.about, NamedNode(topic), at)


def cited_statements(scope: SourceScope, cited: CitedDocument) -> Iterator[Statement]:
    """State a document that the source refers to, if only by a lost link."""
    iri = scope.names.things[cited.key].iri
    at = cited.at("key")
    yield scope.fact(iri, RDF.type, HS.Article, at)
    yield scope.fact(iri, RDF.type, HS.Document, at)
    yield scope.coded(iri, HS.known, ("known", cited.known, cited.at("known")))
    if cited.title is not None:
        title = Literal(cited.title, language=cited.language)
        yield scope.fact(iri, DCT.title, title, cited.at("title"))
    language = Literal(cited.language)
    yield scope.fact(iri, SCHEMA.inLanguage, language, cited.at("language"))
    yield scope.fact(scope.document.iri, HS.relatedArticle, iri, at)
    yield from scope.borne(iri, cited)


def photograph_statements(
    scope: SourceScope, photograph: Photograph
) -> Iterator[Statement]:
    """State a photograph: its caption and who is in it."""
    iri = scope.names.things[photograph.key].iri
    at = photograph.at("key")
    yield scope.fact(iri, RDF.type, HS.Photograph, at)
    yield scope.fact(iri, RDF.type, HS.Document, at)
    yield scope.fact(iri, SCHEMA.isPartOf, scope.document.iri, at)
    language = Literal(photograph.language)
    yield scope.fact(iri, SCHEMA.inLanguage, language, photograph.at("language"))
    for index, key in enumerate(photograph.depicts):
        at_person = photograph.at("depicts", index)
        person = scope.names.iri(key, ("person", "group"), at_person)
        yield scope.fact(iri, HS.depicts, person, at_person)
    if photograph.illustrates is not None:
        at_event = photograph.at("illustrates")
        event = scope.names.iri(photograph.illustrates, ("event",), at_event)
        yield scope.fact(iri, HS.illustrates, event, at_event)
    yield from scope.borne(iri, photograph)
