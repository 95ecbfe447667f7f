import pytest

from kg.api.pages.facts import Facts
from kg.api.pages.reading import Reading
from kg.rdf.iri import expand
from tests.api.pages.conftest import Read


@pytest.mark.parametrize(
    ("iri", "href"),
    [
        pytest.param("pl:oslo", "/page/place/oslo", id="thing"),
        pytest.param("ro:supporter", "/vocab/role/supporter", id="concept"),
        pytest.param("hs:Event", "/ontology#Event", id="term"),
        pytest.param("graph:source/d/r1", "/graph/source/d/r1", id="graph"),
        pytest.param(
            "https://w3id.org/hrsolidarity/id/passage/d.r1.1-2#p",
            "/page/passage/d.r1.1-2#p",
            id="part-of-a-thing",
        ),
        pytest.param("https://example.org/x", "https://example.org/x", id="of-others"),
        pytest.param("urn:isbn:1", None, id="not-on-the-web"),
    ],
)
def test_addresses_of_ours_are_read_on_this_server(
    read: Read, iri: str, href: str | None
) -> None:
    full = expand(iri).value if "://" not in iri and "urn" not in iri else iri
    assert read("").href(full) == href


def test_a_service_below_a_path_links_below_it(terms: Facts) -> None:
    reading = Reading(Facts(()), terms, ("en",), "/graph-of-solidarity")
    assert reading.href(expand("pl:oslo").value) == (
        "/graph-of-solidarity/page/place/oslo"
    )


@pytest.mark.parametrize(
    ("trig", "label"),
    [
        pytest.param('pl:x skos:prefLabel "Oslo"@en .', "Oslo", id="own"),
        pytest.param('pl:x dct:title "A title" .', "A title", id="title"),
        pytest.param("pl:x hs:within pl:y .", "pl:x", id="none"),
    ],
)
def test_a_thing_is_always_called_something(read: Read, trig: str, label: str) -> None:
    assert read(trig).label(expand("pl:x")).text == label


def test_links_to_others_are_marked(read: Read) -> None:
    reading = read("pl:x owl:sameAs <http://www.wikidata.org/entity/Q585> .")
    (link,) = reading.links(expand("pl:x"), expand("owl:sameAs"))
    assert (link.text, link.external) == ("www.wikidata.org/entity/Q585", True)
