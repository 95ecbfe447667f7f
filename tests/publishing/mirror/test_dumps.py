"""Dumps of others: chosen from a catalogue, verified, fetched when they changed."""

import datetime
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from kg.errors import KgError
from kg.publishing.mirror.dumps.copying import Copied
from kg.publishing.mirror.fetching import UnreachableError
from kg.publishing.mirror.reading.reader import UnreadableError
from tests.publishing.mirror.conftest import NOW, Mirroring
from tests.publishing.mirror.thirdparty import Publisher, Sent, packed

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rdf:RDF xmlns:e="urn:e:" '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="urn:a"><e:p>&b;</e:p></rdf:Description></rdf:RDF>'
)
LINES = """\
<http://example.org/b> <http://example.org/p> "2" <http://example.org/g> .
<http://example.org/a> <http://example.org/p> _:x <http://example.org/g> .
<http://example.org/a> <http://example.org/p> "1" .
<http://example.org/a> <http://example.org/p> "1" .
"""
SORTED = """\
<http://example.org/a> <http://example.org/p> "1" .
<http://example.org/a> <http://example.org/p> _:b0 <http://example.org/g> .
<http://example.org/b> <http://example.org/p> "2" <http://example.org/g> .
"""
TURTLE = (
    """@prefix ex: <http://example.org/> . ex:b ex:p [ ex:q 1 ] . ex:a ex:p <rel> ."""
)
CATALOGUE = """\
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
<{site}/> a dcat:Catalog ; dcat:dataset <{site}/one>, <{site}/two> .
<{site}/one> a dcat:Dataset ; dct:title "One"@en ; dcat:distribution
  [ dcat:downloadURL <{site}/one.csv> ; dcat:mediaType "text/csv" ] ,
  [ dcat:downloadURL <{site}/one.ttl> ;
    dcat:mediaType <https://www.iana.org/assignments/media-types/text/turtle> ] ,
  [ dcat:accessURL <{site}/files/one> ; dcat:compressFormat "application/gzip" ;
    dct:format
      <http://publications.europa.eu/resource/authority/file-type/RDF_N_QUADS> ;
    dct:conformsTo <http://example.org/anything> ; dcat:byteSize "SIZE" ;
    spdx:checksum [ spdx:algorithm spdx:checksumAlgorithm_sha256 ;
      spdx:checksumValue "DIGEST" ] ] .
<{site}/two> a dcat:Dataset ; dct:title "Two" ; dcat:distribution
  [ dcat:downloadURL <{site}/two.csv> ; dcat:mediaType "text/csv" ] .
"""


def catalogue(content: bytes, digest: str = "", size: int = 1000) -> str:
    text = CATALOGUE.replace("SIZE", str(size))
    return text.replace("DIGEST", digest or hashlib.sha256(content).hexdigest())


@pytest.fixture
def listed(thirdparty: Publisher) -> Publisher:
    """A catalogue of two datasets, of which one has RDF."""
    content = packed(LINES, "gz")
    thirdparty.sent["/files/one"] = Sent(content, "application/octet-stream")
    thirdparty.put("/one.ttl", TURTLE)
    thirdparty.put("/catalog.ttl", catalogue(content))
    return thirdparty


def test_the_file_that_is_read_fastest_is_copied_in_order(
    listed: Publisher, mirroring: Mirroring, graph: Path
) -> None:
    outcome = mirroring(f"{listed.url}/catalog.ttl", dataset="One")
    assert isinstance(outcome, Copied)
    assert outcome.file == f"{listed.url}/files/one"
    assert graph.read_text() == SORTED
    assert "/one.ttl" not in listed.asked


def test_a_dump_that_has_not_changed_is_not_fetched_again(
    listed: Publisher, mirroring: Mirroring
) -> None:
    mirroring(f"{listed.url}/catalog.ttl", dataset="One")
    outcome = mirroring(f"{listed.url}/catalog.ttl", dataset="One")
    assert isinstance(outcome, Copied)
    assert not outcome.changed
    assert listed.headers[-1]["If-None-Match"] == listed.sent["/files/one"].tag


def test_a_dump_that_has_changed_is_copied_anew(
    listed: Publisher, mirroring: Mirroring, graph: Path
) -> None:
    mirroring(f"{listed.url}/catalog.ttl", dataset="One")
    content = packed("<urn:a> <urn:b> <urn:c> .\n", "zst")
    listed.sent["/files/one"] = Sent(content, "application/octet-stream")
    listed.put("/catalog.ttl", catalogue(content))
    mirroring(f"{listed.url}/catalog.ttl", dataset="One")
    assert graph.read_text() == "<urn:a> <urn:b> <urn:c> .\n"
    assert len(list((graph.parent / "dumps").iterdir())) == 1


@pytest.mark.parametrize(
    ("dataset", "digest", "size", "words"),
    [
        pytest.param("", "", 1, "found 2 datasets; expected one", id="which"),
        pytest.param("Three", "", 1, "0 datasets called 'Three'", id="unknown"),
        pytest.param("Two", "", 1, "found text/csv for .*/two", id="no-rdf"),
        pytest.param("One", "0" * 64, 1, "found the sha256", id="another-file"),
        pytest.param("One", "", 20_000_000_000, "bytes announced", id="too-large"),
    ],
)
def test_what_is_not_as_the_catalogue_says_is_refused(
    listed: Publisher,
    mirroring: Mirroring,
    graph: Path,
    dataset: str,
    digest: str,
    size: int,
    words: str,
) -> None:
    content = listed.sent["/files/one"].body
    listed.put("/catalog.ttl", catalogue(content, digest, size))
    with pytest.raises(KgError, match=words):
        mirroring(f"{listed.url}/catalog.ttl", dataset=dataset)
    assert not graph.exists()


def test_what_broke_off_goes_on_where_it_was(
    listed: Publisher, mirroring: Mirroring, graph: Path
) -> None:
    sent = listed.sent["/files/one"]
    listed.sent["/files/one"] = replace(sent, cut=40)
    outcome = mirroring(f"{listed.url}/catalog.ttl", dataset="One")
    assert graph.read_text() == SORTED
    assert listed.headers[-1]["Range"] == "bytes=40-"
    whole = len(sent.body) + len(listed.sent["/catalog.ttl"].body)
    assert outcome.moved == whole


def test_what_broke_off_begins_anew_when_the_file_is_another(
    listed: Publisher, mirroring: Mirroring, graph: Path
) -> None:
    sent = listed.sent["/files/one"]
    listed.sent["/files/one"] = replace(sent, cut=40, etag=False, modified="then")
    mirroring(f"{listed.url}/catalog.ttl", dataset="One")
    assert listed.headers[-1]["If-Range"] == "then"
    assert graph.read_text() == SORTED
    new = packed("<urn:a> <urn:b> <urn:c> .\n", "gz")
    part = graph.parent / "downloads" / "0"
    assert not part.exists()
    listed.sent["/files/one"] = Sent(new, "application/octet-stream")
    listed.put("/catalog.ttl", catalogue(new))
    mirroring(f"{listed.url}/catalog.ttl", dataset="One")
    assert graph.read_text() == "<urn:a> <urn:b> <urn:c> .\n"


@pytest.mark.parametrize(
    ("path", "content", "type_", "expected"),
    [
        pytest.param("/a.nq.gz", packed(LINES, "gz"), "", SORTED, id="gzip"),
        pytest.param("/a.nq.zst", packed(LINES, "zst"), "", SORTED, id="zstandard"),
        pytest.param(
            "/a.ttl",
            TURTLE.encode(),
            "text/turtle",
            "<http://example.org/a> <http://example.org/p> <{site}/rel> .\n"
            "<http://example.org/b> <http://example.org/p> _:b0 .\n"
            '_:b0 <http://example.org/q> "1"'
            "^^<http://www.w3.org/2001/XMLSchema#integer> .\n",
            id="turtle",
        ),
        pytest.param(
            "/export?format=nt",
            b"<urn:a> <urn:b> <urn:c> .\n",
            "application/n-triples",
            "<urn:a> <urn:b> <urn:c> .\n",
            id="by-its-type",
        ),
    ],
)
def test_a_plain_dump_is_copied(
    thirdparty: Publisher,
    mirroring: Mirroring,
    graph: Path,
    path: str,
    content: bytes,
    type_: str,
    expected: str,
) -> None:
    thirdparty.sent[path] = Sent(content, type_)
    mirroring(f"{thirdparty.url}{path}")
    assert graph.read_text() == expected.replace("{site}", thirdparty.url)
    thirdparty.take()
    outcome = mirroring(f"{thirdparty.url}{path}")
    assert isinstance(outcome, Copied)
    assert not outcome.changed
    assert thirdparty.take() == [path]


@pytest.mark.parametrize(
    ("path", "content", "words"),
    [
        pytest.param("/a.nq.gz", packed(LINES, "gz")[:-9], "packed file", id="cut"),
        pytest.param("/a.nq.gz", b"<a> <b>", "expected", id="not-packed"),
        pytest.param("/a.gz", packed(LINES, "gz"), "no media type", id="no-form"),
        pytest.param("/a.nt.gz", b"<<( " * 90_000, "expected", id="deep"),
        pytest.param(
            "/a.rdf", LAUGHS.encode(), "an entity made of others", id="entities"
        ),
        pytest.param(
            "/a.rdf.gz", packed(LAUGHS, "gz"), "made of others", id="entities-packed"
        ),
    ],
)
def test_a_dump_that_cannot_be_read_is_refused(
    thirdparty: Publisher, mirroring: Mirroring, path: str, content: bytes, words: str
) -> None:
    thirdparty.sent[path] = Sent(content, "")
    with pytest.raises(UnreadableError, match=words):
        mirroring(f"{thirdparty.url}{path}")


def test_a_small_file_that_unpacks_to_a_large_one_is_refused(
    thirdparty: Publisher, mirroring: Mirroring
) -> None:
    content = packed("# nothing\n" * 1_000_000, "gz")
    thirdparty.sent["/a.nt.gz"] = Sent(content, "")
    with pytest.raises(UnreadableError, match="bytes unpacked"):
        mirroring(f"{thirdparty.url}/a.nt.gz", most_bytes=100_000, expansion=10)


LISTED = """\
<http://www.w3.org/ns/dcat#Catalog> <urn:x> <urn:y> .
<{site}/d> <http://www.w3.org/ns/dcat#distribution> <{site}/d/nt> .
<{site}/d/nt> <http://www.w3.org/ns/dcat#downloadURL> <{site}/a.nt> .
<{site}/d/nt> <http://purl.org/dc/terms/format> "N-Triples" .
"""


@pytest.mark.parametrize(
    ("written", "type_"),
    [
        pytest.param(RdfFormat.JSON_LD, "application/ld+json", id="json-ld"),
        pytest.param(RdfFormat.RDF_XML, "application/rdf+xml", id="rdf-xml"),
        pytest.param(RdfFormat.TURTLE, "text/turtle; charset=utf-8", id="turtle"),
    ],
)
def test_a_catalogue_may_have_any_form(
    thirdparty: Publisher,
    mirroring: Mirroring,
    graph: Path,
    written: RdfFormat,
    type_: str,
) -> None:
    lines = LISTED.replace("{site}", thirdparty.url)
    quads = parse(lines.encode(), RdfFormat.N_TRIPLES)
    content = serialize((it.triple for it in quads), format=written)
    assert content is not None
    thirdparty.sent["/c"] = Sent(content, type_)
    thirdparty.put("/a.nt", "<urn:a> <urn:b> <urn:c> .\n")
    mirroring(f"{thirdparty.url}/c")
    assert graph.read_text() == "<urn:a> <urn:b> <urn:c> .\n"


def test_a_catalogue_in_pages_is_read_as_far_as_the_dataset(
    listed: Publisher, mirroring: Mirroring, graph: Path
) -> None:
    hydra = "<http://www.w3.org/ns/hydra/core#"
    two = CATALOGUE.partition("<{site}/one> a")[0] + CATALOGUE.partition("] ] .\n")[2]
    more = f"<{{site}}/p> {hydra}next> <{{site}}/catalog.ttl> ."
    listed.put("/p", f"{two}{more}")
    content = listed.sent["/files/one"].body
    never = f'<{{site}}/p2> {hydra}nextPage> "/never" .'
    listed.put("/never", f"{two}{more}")
    listed.put("/catalog.ttl", f"{catalogue(content)}{never}")
    mirroring(f"{listed.url}/p", dataset="One")
    assert graph.read_text() == SORTED
    assert "/never" not in listed.asked
    listed.take()
    with pytest.raises(UnreadableError, match="0 datasets called 'Three'"):
        mirroring(f"{listed.url}/p", dataset="Three")
    assert listed.take() == ["/p", "/catalog.ttl", "/never"]


def test_a_pull_that_may_not_take_longer_goes_on_the_next_time(
    listed: Publisher, mirroring: Mirroring, graph: Path
) -> None:
    url = f"{listed.url}/catalog.ttl"
    with pytest.raises(UnreachableError, match="the next pull goes on"):
        mirroring(url, ends=NOW - datetime.timedelta(seconds=1), dataset="One")
    mirroring(url, ends=NOW, dataset="One")
    assert graph.read_text() == SORTED


def test_a_server_that_refuses_is_told(
    thirdparty: Publisher, mirroring: Mirroring
) -> None:
    thirdparty.sent["/a.nt.gz"] = Sent(b"", status=403)
    with pytest.raises(UnreachableError, match="403"):
        mirroring(f"{thirdparty.url}/a.nt.gz")
