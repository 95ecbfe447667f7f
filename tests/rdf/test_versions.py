import io

import pytest
from pyoxigraph import Store

from kg.rdf.formats import CSV, FORMATS, JSON, JSON_LD, RDF_XML, Format, Kind
from kg.rdf.versions import versioned

TOLD = [it for it in FORMATS if it not in (CSV, JSON_LD, RDF_XML)]
TERM = "<<( <http://e/s> <http://e/p> 'o' )>>"
LOOKS_LIKE_ONE = """'<<( {"type":"triple" "" <triple> \\\\" <<( \\n<<( \\t<<('"""


def written(form: Format, value: str) -> bytes:
    graph = Kind.GRAPH in form.holds
    head = "CONSTRUCT { <http://e/x> <http://e/y> ?v }" if graph else "SELECT ?v"
    output = io.BytesIO()
    form.write(Store().query(f"{head} {{ VALUES ?v {{ {value} }} }}"), output)
    return output.getvalue()


@pytest.mark.parametrize("form", TOLD, ids=lambda it: it.name)
@pytest.mark.parametrize(
    ("value", "told"),
    [
        pytest.param(TERM, True, id="term"),
        pytest.param(f"{LOOKS_LIKE_ONE} {TERM}", True, id="after-a-text"),
        pytest.param(LOOKS_LIKE_ONE, False, id="text"),
        pytest.param("1", False, id="none"),
    ],
)
def test_the_version_is_told_where_it_is_needed(
    form: Format, value: str, told: bool
) -> None:
    expected = f"{form.content_type}; version=1.2" if told else form.content_type
    assert versioned(form.content_type, written(form, value)) == expected


@pytest.mark.parametrize("form", TOLD, ids=lambda it: it.name)
def test_a_text_that_is_cut_is_not_taken_for_a_term(form: Format) -> None:
    content = written(form, LOOKS_LIKE_ONE)
    for end in range(len(content)):
        assert versioned(form.content_type, content[:end]) == form.content_type


@pytest.mark.parametrize("content_type", ["application/json", "text/csv", "text/html"])
def test_types_without_versions_have_none(content_type: str) -> None:
    assert versioned(content_type, written(JSON, TERM)) == content_type
