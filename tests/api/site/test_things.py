"""Things: where their address leads, and what they are as data."""

import gzip
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
import zstandard
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, parse

from kg.api.pages.neighbourhood import Extent
from kg.rdf.formats import Format, Kind, holding
from kg.rdf.iri import expand, graph, mint
from kg.rdf.terms import HS, SKOS

ACTION = "event/solidarity-action-16-january"
OSLO = mint("place", "oslo")
ACTION_IRI = mint("event", "solidarity-action-16-january")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        pytest.param(BROWSER, f"/page/{ACTION}", id="browser"),
        pytest.param("text/html", f"/page/{ACTION}", id="html"),
        pytest.param("*/*", f"/data/{ACTION}.ttl", id="anything"),
        pytest.param("text/turtle", f"/data/{ACTION}.ttl", id="turtle"),
        pytest.param("application/ld+json", f"/data/{ACTION}.jsonld", id="json-ld"),
        pytest.param("application/n-triples", f"/data/{ACTION}.nt", id="n-triples"),
        pytest.param("application/n-quads", f"/data/{ACTION}.nq", id="n-quads"),
        pytest.param("application/trig", f"/data/{ACTION}.trig", id="trig"),
        pytest.param("application/rdf+xml", f"/data/{ACTION}.rdf", id="rdf-xml"),
        pytest.param(
            "text/html;q=0.5, text/turtle", f"/data/{ACTION}.ttl", id="data-preferred"
        ),
        pytest.param(
            "text/turtle;q=0.5, text/html", f"/page/{ACTION}", id="page-preferred"
        ),
        pytest.param(
            "application/ld+json;q=0.9, text/turtle;q=0.8",
            f"/data/{ACTION}.jsonld",
            id="weights",
        ),
        pytest.param("application/json", f"/data/{ACTION}.jsonld", id="json"),
        pytest.param("application/*+json", f"/data/{ACTION}.jsonld", id="any-json"),
    ],
)
def test_an_address_leads_to_page_or_data(
    site: httpx.Client, accept: str, location: str
) -> None:
    answer = site.get(f"/id/{ACTION}", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["location"]) == (303, location)
    assert "Accept" in answer.headers["vary"].split(", ")
    assert site.get(location).status_code == 200


def test_what_nobody_accepts_is_not_sent(site: httpx.Client) -> None:
    answer = site.get(f"/id/{ACTION}", headers={"Accept": "image/png"})
    assert answer.status_code == 406


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/id/event/no-such-event", id="address"),
        pytest.param("/page/event/no-such-event", id="page"),
        pytest.param("/data/event/no-such-event.ttl", id="data"),
        pytest.param("/id/dragon/smaug", id="kind"),
        pytest.param("/id/event/No_Key", id="key"),
        pytest.param(f"/data/{ACTION}.docx", id="format"),
        pytest.param(f"/data/{ACTION}", id="no-suffix"),
        pytest.param("/vocab/role/king", id="concept"),
        pytest.param("/vocab/colours", id="scheme"),
        pytest.param("/ontology/0.0.1", id="version"),
        pytest.param("/graph/source/nowhere/r1", id="graph"),
        pytest.param("/queries/no-such-question", id="question"),
        pytest.param("/dumps/2000-01-01/graph.nq", id="release"),
        pytest.param("/static/app.js", id="file"),
    ],
)
def test_what_is_not_known_is_a_problem(site: httpx.Client, path: str) -> None:
    answer = site.get(path, headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"] == "Not Found"


def test_a_browser_is_told_in_a_page(site: httpx.Client) -> None:
    answer = site.get("/page/event/no-such-event", headers={"Accept": BROWSER})
    assert answer.status_code == 404
    assert "Nothing is known of" in answer.text


@pytest.mark.parametrize("written", holding(Kind.GRAPH), ids=lambda item: item.name)
def test_every_format_holds_the_same_triples(
    site: httpx.Client, written: Format
) -> None:
    answer = site.get(f"/data/{ACTION}.{written.suffix}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == written.content_type
    triples = {quad.triple for quad in parse(answer.content, written.rdf)}
    lines = site.get(f"/data/{ACTION}.nt").content
    assert triples == {quad.triple for quad in parse(lines, RdfFormat.N_TRIPLES)}


def test_data_describe_a_thing_and_what_belongs_to_it(site: httpx.Client) -> None:
    quads = list(parse(site.get(f"/data/{ACTION}.nq").content, RdfFormat.N_QUADS))
    said = {(quad.subject, quad.predicate, quad.object) for quad in quads}
    supporter = mint("organisation", "rafto-foundation")
    participation = f"{ACTION.rpartition('/')[2]}.supporter.rafto-foundation"
    time = "norway-release-political-prisoners.r1.sixteenth-of-january"
    demand = mint("demand", "more-pressure-on-belarus")
    assert (ACTION_IRI, HS.supporter, supporter) in said
    assert (mint("participation", participation), HS.agent, supporter) in said
    assert (demand, HS.madeAt, ACTION_IRI) in said
    assert expand("hs:monthDay") in {
        quad.predicate for quad in quads if quad.subject == mint("time", time)
    }
    labelled = {quad.subject for quad in quads if quad.predicate == SKOS.prefLabel}
    assert {supporter, expand("ro:supporter")} <= labelled


def test_quads_say_which_source_says_what(site: httpx.Client) -> None:
    quads = list(parse(site.get(f"/data/{ACTION}.trig").content, RdfFormat.TRIG))
    source = graph("source/norway-release-political-prisoners/r1")
    judged = {quad.graph_name for quad in quads if quad.predicate == HS.judgedTime}
    stated = {
        quad.graph_name
        for quad in quads
        if quad.predicate == HS.time and quad.subject == ACTION_IRI
    }
    assert judged == {DefaultGraph(), graph("editorial")}
    assert stated == {DefaultGraph(), source}


@pytest.mark.parametrize("suffix", ["nq", "trig"])
def test_quads_have_all_of_it_in_the_default_graph_too(
    site: httpx.Client, suffix: str
) -> None:
    content = site.get(f"/data/{ACTION}.{suffix}").content
    written = RdfFormat.from_extension(suffix)
    assert written is not None
    quads = list(parse(content, written))
    default = [q.triple for q in quads if q.graph_name == DefaultGraph()]
    by_source = {q.triple for q in quads if q.graph_name != DefaultGraph()}
    assert by_source < set(default)
    assert len(default) == len(set(default)) > 50


def test_what_is_named_in_passing_is_told_without_those_who_say_so(
    site: httpx.Client,
) -> None:
    quads = list(parse(site.get(f"/data/{ACTION}.nq").content, RdfFormat.N_QUADS))
    by_source = {q.triple for q in quads if q.graph_name != DefaultGraph()}
    passing = [q for q in quads if q.triple not in by_source]
    named = [q.object.value for q in passing if q.predicate == HS.nameInSource]
    assert "Norwegian Helsinki Committee" in named
    assert ACTION_IRI not in {q.subject for q in passing}


def test_json_ld_is_compact_and_fetches_nothing(site: httpx.Client) -> None:
    document = json.loads(site.get(f"/data/{ACTION}.jsonld").content)
    assert isinstance(document["@context"], dict)
    first = document["@graph"][0]
    assert first["id"] == "ev:solidarity-action-16-january"
    assert (
        first["prefLabel"]["en"]
        == "Solidarity action for political prisoners in Belarus"
    )
    assert first["eventType"] == "et:solidarity-action"


def test_data_have_no_blank_node_and_no_word_of_a_passage(site: httpx.Client) -> None:
    text = site.get(f"/data/{ACTION}.nq").text
    assert "_:" not in text
    assert "oa#exact" not in text


def test_links_lead_to_the_other_representations_and_the_sources(
    site: httpx.Client,
) -> None:
    link = site.get(f"/page/{ACTION}").headers["link"]
    assert f'</data/{ACTION}.ttl>; rel="alternate"; type="text/turtle"' in link
    assert f'<{ACTION_IRI.value}>; rel="describes"' in link
    source = "/graph/source/norway-release-political-prisoners/r1"
    assert f'<{source}>; rel="describedby"' in link
    data = site.get(f"/data/{ACTION}.ttl").headers["link"]
    assert f'</page/{ACTION}>; rel="alternate"; type="text/html"' in data


def test_data_that_tell_of_a_part_say_where_all_of_it_is(
    site: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = site.get("/data/place/oslo.ttl").headers["link"]
    few = Extent(2, 300, by_source=True)
    monkeypatch.setattr("kg.api.site.things.DATA", few)
    part = site.get("/data/place/oslo.ttl").headers["link"]
    assert "of each kind" not in whole
    assert (
        '</events?country=oslo>; rel="related"; '
        'title="2 things of each kind are told of here; all of them are there"'
    ) in part


def test_what_tells_of_some_sources_counts_the_others_and_leads_to_all(
    site: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = site.get("/page/place/oslo").text
    all_of_them = f"/queries/graphs-about-a-thing?thing={quote(OSLO.value, safe='')}"
    assert "other graph" not in whole
    one = Extent(300, 1, by_source=False)
    monkeypatch.setattr("kg.api.site.things.PAGE", one)
    monkeypatch.setattr("kg.api.site.things.DATA", replace(one, by_source=True))
    page, data = site.get("/page/place/oslo"), site.get("/data/place/oslo.nq")
    assert (
        f'and 2 other graphs: <a href="{all_of_them}">all 3 that speak of it</a>'
    ) in page.text
    assert "with the passages of 1 at most" in page.text
    for answer in (page, data):
        assert f'<{all_of_them}>; rel="related"' in answer.headers["link"]
        assert 'rel="license"' not in answer.headers["link"]
    rows = site.get(all_of_them, headers={"Accept": "text/csv"}).text.splitlines()[1:]
    assert [row.partition(",")[0].rpartition("/graph/")[2] for row in rows] == [
        "authority",
        "identity",
        "source/norway-release-political-prisoners/r1",
    ]


def test_a_licence_is_named_where_every_source_has_it(site: httpx.Client) -> None:
    ours = site.get("/page/place/norway").headers["link"]
    assert '<https://creativecommons.org/licenses/by/4.0/>; rel="license"' in ours
    assert 'rel="license"' not in site.get(f"/page/{ACTION}").headers["link"]


def test_what_a_client_has_is_not_sent_again(site: httpx.Client) -> None:
    first = site.get(f"/page/{ACTION}")
    again = site.get(
        f"/page/{ACTION}", headers={"If-None-Match": first.headers["etag"]}
    )
    other = site.get(
        f"/page/{ACTION}",
        headers={
            "If-None-Match": first.headers["etag"],
            "Accept-Language": "nb",
        },
    )
    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200


@pytest.mark.parametrize(
    "path", [f"/id/{ACTION}", f"/page/{ACTION}", f"/data/{ACTION}.ttl", "/", "/dataset"]
)
def test_head_is_get_without_the_body(site: httpx.Client, path: str) -> None:
    head, get = site.head(path), site.get(path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert (
        head.headers["content-type"] == get.headers["content-type"]
        if (get.status_code == 200)
        else head.headers["location"] == get.headers["location"]
    )


@pytest.mark.parametrize(
    ("path", "subject"),
    [
        pytest.param("/vocab/role/supporter", "ro:supporter", id="concept"),
        pytest.param("/vocab/role", "ro:supporter", id="scheme"),
        pytest.param("/vocab", "ro:supporter", id="schemes"),
        pytest.param("/vocab", "et:arrest", id="schemes-all"),
        pytest.param("/dataset", "graph:catalogue#data", id="dataset"),
        pytest.param("/ontology", "hs:Event", id="ontology"),
        pytest.param("/graph/authority", "or:rafto-foundation", id="graph"),
    ],
)
def test_terms_and_graphs_answer_by_accept_and_by_suffix(
    site: httpx.Client, path: str, subject: str
) -> None:
    by_accept = site.get(path, headers={"Accept": "application/n-triples"})
    by_suffix = site.get(f"{path}.nt", headers={"Accept": BROWSER})
    assert by_accept.headers["content-type"] == "application/n-triples"
    lines = by_accept.content.splitlines()
    assert sorted(lines) == sorted(by_suffix.content.splitlines())
    subjects = {quad.subject for quad in parse(by_accept.content, RdfFormat.N_TRIPLES)}
    assert expand(subject) in subjects


def test_the_context_is_the_one_of_the_ontology(site: httpx.Client, root: Path) -> None:
    served = site.get("/context.jsonld")
    written = (root / "ontology" / "context.jsonld").read_text("utf-8")
    assert served.headers["content-type"] == "application/ld+json"
    assert served.json() == json.loads(written)


def test_a_person_is_named_by_an_opaque_address(
    site: httpx.Client, local: Callable[[str, str], str]
) -> None:
    path = local("person", "viktor-gonchar")
    text = site.get(f"/data/{path}.nt").text
    iri = NamedNode(f"https://w3id.org/hrsolidarity/id/{path}").value
    assert "gonchar" not in iri
    assert f"<{iri}>" in text


def links(answer: httpx.Response) -> set[tuple[str, str]]:
    """List the targets of an answer's links with their relations."""
    header = answer.headers["link"]
    return set(re.findall(r'<([^>]+)>; rel="([^"]+)"', header))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param(
            f"/page/{ACTION}",
            {
                (ACTION_IRI.value, "cite-as"),
                ("/events", "collection"),
                ("https://schema.org/Event", "type"),
                (f"/data/{ACTION}.jsonld?profile=schema", "describedby"),
            },
            id="page",
        ),
        pytest.param(
            "/data/place/oslo.ttl",
            {
                (mint("place", "oslo").value, "cite-as"),
                ("/places", "collection"),
                ("https://schema.org/Place", "type"),
                ("/page/place/oslo", "alternate"),
            },
            id="data",
        ),
        pytest.param(
            "/page/claim/sdjchw8", {("/claims", "collection")}, id="no-word-for-it"
        ),
    ],
)
def test_signposts_lead_to_what_programs_need(
    site: httpx.Client, path: str, expected: set[tuple[str, str]]
) -> None:
    found = links(site.get(path))
    assert expected <= found
    for target, relation in found:
        if target.startswith("/") and relation in ("collection", "describedby"):
            assert site.get(target).status_code == 200, target


def test_search_engines_are_told_what_sources_assert(site: httpx.Client) -> None:
    answer = site.get(
        "/data/event/strategy-31-demonstration-oslo.jsonld?profile=schema"
    )
    assert answer.headers["content-type"] == "application/ld+json"
    said = answer.json()
    assert (said["@context"], said["@type"]) == ("https://schema.org", "Event")
    assert said["@id"] == mint("event", "strategy-31-demonstration-oslo").value
    assert {
        "@value": "Demonstration in Oslo for “Strategy 31”",
        "@language": "en",
    } in said["name"]
    assert (said["startDate"], said["endDate"]) == ("2010-10-31", "2010-10-31")
    assert [it["name"] for it in said["location"]] == ["Oslo"]
    organisers = {it["@id"].rpartition("/")[2]: it["@type"] for it in said["organizer"]}
    assert organisers["human-rights-house-foundation"] == "Organization"
    assert len(said["subjectOf"]) == 1


def test_a_judged_day_is_no_day_of_a_source(site: httpx.Client) -> None:
    said = site.get(f"/data/{ACTION}.jsonld?profile=schema").json()
    assert "startDate" not in said


def test_of_people_only_names_are_told(site: httpx.Client) -> None:
    said = site.get("/data/person/jcmbnvp.jsonld?profile=schema").json()
    assert said.keys() == {"@context", "@type", "@id", "name"}


def test_what_is_embedded_is_what_the_profile_says(site: httpx.Client) -> None:
    page = site.get("/page/place/oslo", headers={"Accept": BROWSER}).text
    found = re.findall(r'<script type="application/ld\+json">(.*)</script>', page)
    assert len(found) == 1
    assert (
        json.loads(found[0])
        == site.get("/data/place/oslo.jsonld?profile=schema").json()
    )


def test_an_address_keeps_the_profile_that_is_asked_for(site: httpx.Client) -> None:
    headers = {"Accept": "application/ld+json"}
    answer = site.get(f"/id/{ACTION}?profile=schema", headers=headers)
    assert answer.headers["location"] == f"/data/{ACTION}.jsonld?profile=schema"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        pytest.param(f"/data/{ACTION}.jsonld?profile=dublin", 400, id="profile"),
        pytest.param(f"/data/{ACTION}.ttl?profile=schema", 400, id="format"),
        pytest.param("/data/claim/sdjchw8.jsonld?profile=schema", 404, id="kind"),
    ],
)
def test_a_profile_that_there_is_not_is_told(
    site: httpx.Client, path: str, status: int
) -> None:
    assert site.get(path).status_code == status


@pytest.mark.parametrize("coding", ["zstd", "gzip"])
def test_data_come_compressed_as_they_are_liked(
    site: httpx.Client, coding: str
) -> None:
    plain = site.get(f"/data/{ACTION}.ttl", headers={"Accept-Encoding": "identity"})
    headers = {"Accept-Encoding": coding}
    with site.stream("GET", f"/data/{ACTION}.ttl", headers=headers) as answer:
        packed = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == coding
    assert "Accept-Encoding" in answer.headers["vary"]
    unpack = {"zstd": zstandard.ZstdDecompressor().decompressobj().decompress}
    assert unpack.get(coding, gzip.decompress)(packed) == plain.content
    again = {**headers, "If-None-Match": answer.headers["etag"]}
    assert site.get(f"/data/{ACTION}.ttl", headers=again).status_code == 304
