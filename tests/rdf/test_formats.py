import pytest

from kg.rdf.formats import FORMATS, Kind, by_media_type, by_name, holding


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        pytest.param(
            Kind.GRAPH,
            ["turtle", "jsonld", "ntriples", "rdfxml", "trig", "nquads"],
            id="graph",
        ),
        pytest.param(Kind.DATASET, ["jsonld", "trig", "nquads"], id="dataset"),
        pytest.param(Kind.BINDINGS, ["json", "xml", "csv", "tsv"], id="bindings"),
        pytest.param(Kind.BOOLEAN, ["json", "xml", "csv", "tsv"], id="boolean"),
    ],
)
def test_lists_the_formats_of_a_kind_default_first(
    kind: Kind, names: list[str]
) -> None:
    assert [item.name for item in holding(kind)] == names


@pytest.mark.parametrize(
    ("media_type", "kind", "name"),
    [
        pytest.param("text/turtle", Kind.GRAPH, "turtle", id="canonical"),
        pytest.param("application/x-turtle", Kind.GRAPH, "turtle", id="alias"),
        pytest.param(
            "Text/Turtle; charset=UTF-8", Kind.GRAPH, "turtle", id="parameter"
        ),
        pytest.param("application/json", Kind.BINDINGS, "json", id="plain-json"),
        pytest.param("application/xml", Kind.BINDINGS, "xml", id="xml-of-bindings"),
        pytest.param("application/xml", Kind.GRAPH, "rdfxml", id="xml-of-a-graph"),
    ],
)
def test_finds_a_format_by_media_type(media_type: str, kind: Kind, name: str) -> None:
    found = by_media_type(media_type, holding(kind))
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("media_type", ["text/html", "application/pdf", "", "*/*"])
def test_finds_nothing_for_other_media_types(media_type: str) -> None:
    assert by_media_type(media_type) is None


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("ttl", "Turtle"),
        ("turtle", "Turtle"),
        ("JSONLD", "JSON-LD"),
        ("nt", "N-Triples"),
        ("rdf", "RDF/XML"),
        ("nq", "N-Quads"),
        ("csv", "CSV"),
    ],
)
def test_finds_a_format_by_name_or_suffix(name: str, label: str) -> None:
    found = by_name(name)
    assert found is not None
    assert found.label == label


@pytest.mark.parametrize(
    ("name", "kind", "label"),
    [
        pytest.param("xml", Kind.GRAPH, "RDF/XML", id="xml-of-a-graph"),
        pytest.param("xml", Kind.BINDINGS, "XML", id="xml-of-bindings"),
        pytest.param("json", Kind.GRAPH, "JSON-LD", id="json-of-a-graph"),
        pytest.param("json", Kind.BINDINGS, "JSON", id="json-of-bindings"),
        pytest.param("n3", Kind.GRAPH, "Turtle", id="n3"),
    ],
)
def test_finds_what_clients_call_a_format(name: str, kind: Kind, label: str) -> None:
    found = by_name(name, holding(kind))
    assert found is not None
    assert found.label == label


def test_names_and_suffixes_are_unique() -> None:
    names = [item.name for item in FORMATS]
    suffixes = [item.suffix for item in FORMATS]
    assert len(set(names)) == len(names)
    assert len(set(suffixes)) == len(suffixes)


def test_text_says_that_it_is_utf_8() -> None:
    types = {item.name: item.content_type for item in FORMATS}
    assert types["turtle"] == "text/turtle; charset=utf-8"
    assert types["csv"] == "text/csv; charset=utf-8"
    assert types["json"] == "application/sparql-results+json"


def test_each_format_knows_its_engine_format() -> None:
    for item in FORMATS:
        if Kind.GRAPH in item.holds:
            assert item.rdf.media_type == item.media_type
            with pytest.raises(TypeError, match="does not hold query results"):
                _ = item.results
        else:
            assert item.results.media_type.startswith(item.media_type)
            with pytest.raises(TypeError, match="does not hold graphs"):
                _ = item.rdf
