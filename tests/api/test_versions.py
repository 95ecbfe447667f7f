"""The version of RDF in the type of an answer."""

import httpx
import pytest

TERM = "SELECT (<<( <http://e/s> <http://e/p> 'o' )>> AS ?t) {}"


@pytest.mark.parametrize(
    ("form", "content_type"),
    [
        ("json", "application/sparql-results+json; version=1.2"),
        ("xml", "application/sparql-results+xml; version=1.2"),
        ("tsv", "text/tab-separated-values; charset=utf-8; version=1.2"),
        ("csv", "text/csv; charset=utf-8"),
    ],
)
def test_the_type_of_an_answer_names_its_version(
    http: httpx.Client, form: str, content_type: str
) -> None:
    for query, expected in (
        (TERM, content_type),
        ("SELECT ('<<(' AS ?t) {}", content_type.replace("; version=1.2", "")),
    ):
        for _ in range(2):  # the second one may be kept from the first
            reply = http.get("/sparql", params={"query": query, "format": form})
            assert reply.headers["content-type"] == expected
