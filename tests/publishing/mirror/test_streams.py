"""Event streams of others: pages as their servers write them, read as they say."""

import csv
import datetime
from pathlib import Path

import pytest

import kg
from kg.errors import KgError, SetupError
from kg.publishing.mirror.fetching import UnreachableError
from kg.publishing.mirror.reading.reader import UnreadableError
from kg.publishing.mirror.streams.copying import Followed
from tests.publishing.mirror.conftest import NOW, Mirroring
from tests.publishing.mirror.thirdparty import Publisher

PREFIXES = """\
@prefix as: <https://www.w3.org/ns/activitystreams#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix ex: <http://example.org/> .
@prefix ldes: <https://w3id.org/ldes#> .
@prefix tree: <https://w3id.org/tree#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
FROZEN = {"cache": "public,max-age=604800,immutable"}
OPEN = {"cache": "public,max-age=60"}
DCT = "http://purl.org/dc/terms/"


def parcel(number: int, version: str, name: str, kind: str = "ex:Parcel") -> str:
    """Write a member as servers that paginate do."""
    return f"""
<{{site}}/parcels> tree:member <http://example.org/parcel/{number}#{version}> .
<http://example.org/parcel/{number}#{version}> a {kind} ;
  dct:isVersionOf <http://example.org/parcel/{number}> ;
  dct:created "{version}"^^xsd:dateTime ; ex:name "{name}" .
"""


def numbered(publisher: Publisher, number: int, members: str, **how: str) -> None:
    """Publish a page that leads to the next one, when that is there."""
    here = f"/parcels/by-page?pageNumber={number}"
    following = f"<{{site}}/parcels/by-page?pageNumber={number + 1}>"
    text = f"<{{site}}{here}> a tree:Node"
    if how == FROZEN:
        text += f"; tree:relation [ a tree:Relation ; tree:node {following} ]"
    publisher.put(here, f"{PREFIXES}{text} .{members}", **how)


@pytest.fixture
def paginated(thirdparty: Publisher) -> Publisher:
    """A stream of numbered pages: all but the last one are immutable."""
    said = """
<{site}/parcels> a ldes:EventStream ; tree:view <{site}/parcels/by-page> ;
  ldes:timestampPath dct:created ; ldes:versionOfPath dct:isVersionOf ;
  ldes:versionDeleteObject ex:Removed ; tree:shape <{site}/parcels/shape> .
"""
    root = """
<{site}/parcels/by-page> a tree:Node ; tree:viewDescription <#view> ; tree:relation
  [ a tree:Relation ; tree:node <{site}/parcels/by-page?pageNumber=1> ] .
"""
    thirdparty.put("/parcels", f"{PREFIXES}{said}")
    thirdparty.put("/parcels/by-page", f"{PREFIXES}{said}{root}")
    old, new = "2026-01-01T00:00:00Z", "2026-01-02T00:00:00+01:00"
    first = parcel(1, old, "one") + parcel(2, old, "two")
    numbered(thirdparty, 1, first, **FROZEN)
    numbered(thirdparty, 2, parcel(1, new, "one, changed"), **OPEN)
    return thirdparty


def names(graph: Path) -> list[str]:
    """List the names in a copy."""
    lines = graph.read_text().splitlines()
    return sorted(it.split('"')[1] for it in lines if "/name>" in it)


def changes(graph: Path) -> list[tuple[str, str]]:
    with (graph.parent / "changes.csv").open(newline="") as file:
        return [(row["change"], row["entity"]) for row in csv.DictReader(file)]


def test_a_copy_has_the_latest_version_of_each_thing(
    paginated: Publisher, mirroring: Mirroring, graph: Path
) -> None:
    outcome = mirroring(f"{paginated.url}/parcels")
    assert isinstance(outcome, Followed)
    assert (outcome.pages, outcome.created) == (3, 2)
    one = "<http://example.org/parcel/1#2026-01-02T00:00:00+01:00>"
    two = "<http://example.org/parcel/2#2026-01-01T00:00:00Z>"
    type_ = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    time = "^^<http://www.w3.org/2001/XMLSchema#dateTime>"
    assert graph.read_text() == (
        f'{one} <http://example.org/name> "one, changed" .\n'
        f'{one} <{DCT}created> "2026-01-02T00:00:00+01:00"{time} .\n'
        f"{one} <{DCT}isVersionOf> <http://example.org/parcel/1> .\n"
        f"{one} {type_} <http://example.org/Parcel> .\n"
        f'{two} <http://example.org/name> "two" .\n'
        f'{two} <{DCT}created> "2026-01-01T00:00:00Z"{time} .\n'
        f"{two} <{DCT}isVersionOf> <http://example.org/parcel/2> .\n"
        f"{two} {type_} <http://example.org/Parcel> .\n"
    )


def test_a_second_time_only_pages_that_may_change_are_asked_for(
    paginated: Publisher, mirroring: Mirroring
) -> None:
    mirroring(f"{paginated.url}/parcels")
    paginated.take()
    outcome = mirroring(f"{paginated.url}/parcels")
    assert paginated.take() == ["/parcels/by-page", "/parcels/by-page?pageNumber=2"]
    assert isinstance(outcome, Followed)
    assert (outcome.pages, outcome.moved) == (0, 0)


def test_a_second_time_exactly_the_changes_are_told(
    paginated: Publisher, mirroring: Mirroring, graph: Path
) -> None:
    mirroring(f"{paginated.url}/parcels")
    new, last = "2026-01-02T00:00:00+01:00", "2026-01-03T00:00:00Z"
    numbered(paginated, 2, parcel(1, new, "one, changed"), **FROZEN)
    gone = parcel(2, last, "two", "ex:Removed")
    numbered(paginated, 3, gone + parcel(3, last, "three"), **OPEN)
    outcome = mirroring(f"{paginated.url}/parcels")
    assert isinstance(outcome, Followed)
    assert (outcome.created, outcome.updated, outcome.deleted) == (1, 0, 1)
    base = "http://example.org/parcel"
    assert changes(graph) == [("Delete", f"{base}/2"), ("Create", f"{base}/3")]
    assert names(graph) == ["one, changed", "three"]
    for path in graph.parent.rglob("*"):
        assert not path.is_file() or b'"two"' not in path.read_bytes(), path


def test_an_older_version_that_comes_late_changes_nothing(
    paginated: Publisher, mirroring: Mirroring, graph: Path
) -> None:
    mirroring(f"{paginated.url}/parcels")
    late = parcel(1, "2026-01-01T23:00:00+00:30", "one, between")
    kept = parcel(1, "2026-01-02T00:00:00+01:00", "one, changed")
    numbered(paginated, 2, kept + late, **OPEN)
    outcome = mirroring(f"{paginated.url}/parcels")
    assert isinstance(outcome, Followed)
    assert outcome.updated == 0
    assert "one, changed" in names(graph)


@pytest.fixture
def bounded(thirdparty: Publisher) -> Publisher:
    """A stream as pipelines write it to disk: TriG, bounds, members in their graphs."""
    thirdparty.put("/feed", TREE, type="application/trig")
    thirdparty.put("/2025", YEAR_2025, type="application/trig")
    thirdparty.put("/2026", YEAR_2026, type="application/trig")
    return thirdparty


TREE = f"""{PREFIXES}
<{{site}}/feed#stream> a ldes:EventStream ; tree:view <{{site}}/feed> ;
  ldes:timestampPath ( dct:modified ) ; ldes:versionOfPath as:object .
<{{site}}/feed> tree:relation
  [ a tree:GreaterThanOrEqualToRelation ; tree:node <{{site}}/2025> ;
    tree:path dct:modified ; tree:value "2025-01-01T00:00:00Z"^^xsd:dateTime ] ,
  [ a tree:LessThanRelation ; tree:node <{{site}}/2025> ;
    tree:path ( dct:modified ) ; tree:value "2026-01-01T00:00:00Z"^^xsd:dateTime ] ,
  [ a tree:GreaterThanOrEqualToRelation ; tree:node <{{site}}/2026> ;
    tree:path dct:modified ; tree:value "2026-01-01T00:00:00Z"^^xsd:dateTime ] .
"""
YEAR_2025 = f"""{PREFIXES}
<{{site}}/feed#stream> tree:member ex:a1, ex:b1 .
ex:a1 a as:Create ; as:object ex:a ; dct:modified "2025-02-01T00:00:00Z"^^xsd:dateTime .
ex:a1 {{ ex:a ex:name "a" ; ex:at [ ex:name "place" ; ex:near [ ex:name "river" ] ] . }}
ex:b1 a as:Create ; as:object ex:b ; dct:modified "2025-03-01T00:00:00Z"^^xsd:dateTime .
ex:b1 {{ ex:b ex:name "b" . }}
"""
YEAR_2026 = f"""{PREFIXES}
<{{site}}/feed#stream> tree:member ex:b2 .
ex:b2 a as:Update ; as:object ex:b ; dct:modified "2026-03-01T00:00:00Z"^^xsd:dateTime .
ex:b2 {{ ex:b ex:name "b, changed" . }}
"""


def test_what_lies_behind_a_bound_that_has_passed_is_not_asked_for_again(
    bounded: Publisher, mirroring: Mirroring, graph: Path
) -> None:
    mirroring(f"{bounded.url}/feed")
    assert names(graph) == ["a", "b, changed", "place", "river"]
    bounded.take()
    mirroring(f"{bounded.url}/feed")
    assert bounded.take() == ["/feed", "/2026"]


def test_what_stands_in_a_members_graph_is_its_own(
    bounded: Publisher, mirroring: Mirroring, graph: Path
) -> None:
    mirroring(f"{bounded.url}/feed")
    lines = graph.read_text().splitlines()
    ex = "http://example.org"
    node = "_:m71ebcf2b2c155eb5n"
    assert [it for it in lines if node in it] == [
        f"<{ex}/a> <{ex}/at> {node}1 <{ex}/a1> .",
        f'{node}0 <{ex}/name> "river" <{ex}/a1> .',
        f'{node}1 <{ex}/name> "place" <{ex}/a1> .',
        f"{node}1 <{ex}/near> {node}0 <{ex}/a1> .",
    ]
    assert len(lines) == 10 + 2


def test_a_deletion_is_known_by_the_words_of_activitystreams(
    bounded: Publisher, mirroring: Mirroring, graph: Path
) -> None:
    mirroring(f"{bounded.url}/feed")
    gone = 'as:Delete ; as:object ex:a ; dct:modified "2026-04-01T00:00:00Z"'
    text = YEAR_2026.replace(
        "ex:b2 .", f"ex:b2, ex:a2 . ex:a2 a {gone}^^xsd:dateTime .", 1
    )
    bounded.put("/2026", text, type="application/trig")
    mirroring(f"{bounded.url}/feed")
    assert changes(graph) == [("Delete", "http://example.org/a")]
    assert names(graph) == ["b, changed"]


JSON_PAGE = """{
 "@context": CONTEXT,
 "@id": "{site}/stream", "@type": "ldes:EventStream",
 "tree:view": {"@id": "{site}/stream"},
 "tree:member": [{"@id": "http://example.org/m", "dct:title": "written in JSON"}]
}"""
CONTEXT = """{"ldes": "https://w3id.org/ldes#", "tree": "https://w3id.org/tree#",
 "dct": "http://purl.org/dc/terms/"}"""


def test_json_ld_is_read_with_the_context_it_has(
    thirdparty: Publisher, mirroring: Mirroring, graph: Path
) -> None:
    page = JSON_PAGE.replace("CONTEXT", CONTEXT)
    thirdparty.put("/stream", page, type="application/ld+json")
    mirroring(f"{thirdparty.url}/stream")
    title = f'<{DCT}title> "written in JSON"'
    assert graph.read_text() == f"<http://example.org/m> {title} .\n"


def test_a_context_may_name_another_one_but_not_itself_for_ever(
    thirdparty: Publisher, mirroring: Mirroring, graph: Path
) -> None:
    page = JSON_PAGE.replace("CONTEXT", '"context/1"')
    thirdparty.put("/stream", page, type=JSON)
    nested = f'{{"@context": [{CONTEXT}, "2"]}}'
    thirdparty.put("/context/1", nested, type=JSON)
    thirdparty.put("/context/2", '{"@context": "2"}', type=JSON)
    with pytest.raises(UnreadableError, match="found contexts in 8 contexts"):
        mirroring(f"{thirdparty.url}/stream", contexts=True)
    thirdparty.put(
        "/context/2", '{"@context": {"ex": "http://example.org/"}}', type=JSON
    )
    mirroring(f"{thirdparty.url}/stream", contexts=True)
    assert "written in JSON" in graph.read_text()


def test_a_context_elsewhere_is_fetched_only_when_that_is_allowed(
    thirdparty: Publisher, mirroring: Mirroring, graph: Path
) -> None:
    page = JSON_PAGE.replace("CONTEXT", '["{site}/context"]')
    thirdparty.put("/stream", page, type="application/ld+json")
    thirdparty.put("/context", f'{{"@context": {CONTEXT}}}', type="application/ld+json")
    with pytest.raises(
        UnreadableError, match="/context, which would have to be fetched"
    ):
        mirroring(f"{thirdparty.url}/stream")
    assert "/context" not in thirdparty.take()
    mirroring(f"{thirdparty.url}/stream", contexts=True)
    assert "written in JSON" in graph.read_text()


BUNDLED = f"""{PREFIXES}
<{{site}}/s> a ldes:EventStream ; tree:view <{{site}}/s> ;
  ldes:timestampPath dct:created ; ldes:versionOfPath dct:isVersionOf ;
  ldes:transactionPath ex:bundle ; ldes:transactionFinalizedPath ex:last ;
  tree:member ex:m1, ex:m2 .
ex:m1 dct:isVersionOf ex:a ; dct:created "2026-01-01T00:00:00Z"^^xsd:dateTime ;
  ex:bundle 1 ; ex:last true ; ex:name "whole" .
ex:m2 dct:isVersionOf ex:a ; dct:created "2026-01-02T00:00:00Z"^^xsd:dateTime ;
  ex:bundle 2 ; ex:name "half of it" .
"""


def test_a_transaction_is_taken_when_it_is_whole(
    thirdparty: Publisher, mirroring: Mirroring, graph: Path, told: list[str]
) -> None:
    thirdparty.put("/s", BUNDLED)
    mirroring(f"{thirdparty.url}/s")
    assert names(graph) == ["whole"]
    assert "1 members wait for the end of their transaction" in told
    end = """<{site}/s> tree:member ex:m3 . ex:m3 dct:isVersionOf ex:b ; ex:bundle 2 ;
  dct:created "2026-01-02T00:00:00Z"^^xsd:dateTime ; ex:last true ; ex:name "rest" ."""
    thirdparty.put("/s", BUNDLED + end)
    mirroring(f"{thirdparty.url}/s")
    assert names(graph) == ["half of it", "rest"]


FORGETFUL = f"""{PREFIXES}
<{{site}}/s> a ldes:EventStream ; tree:view <{{site}}/s> ;
  ldes:timestampPath dct:created ; ldes:versionOfPath dct:isVersionOf ; MEMBERS
<{{site}}/s> ldes:retentionPolicy [ ldes:versionAmount 1 ;
  ldes:versionDeleteDuration "P30D"^^xsd:duration ] .
ex:m1 dct:isVersionOf ex:a ; dct:created "2026-01-01T00:00:00Z"^^xsd:dateTime ;
  ex:name "a" .
ex:m2 dct:isVersionOf ex:b ; dct:created "2026-01-02T00:00:00Z"^^xsd:dateTime ;
  ex:name "b" .
"""


def test_after_longer_than_deletions_are_kept_all_is_read_again(
    thirdparty: Publisher, mirroring: Mirroring, graph: Path, told: list[str]
) -> None:
    both = FORGETFUL.replace("MEMBERS", "tree:member ex:m1, ex:m2 .")
    thirdparty.put("/s", both, **FROZEN)
    mirroring(f"{thirdparty.url}/s")
    thirdparty.put("/s", FORGETFUL.replace("MEMBERS", "tree:member ex:m2 ."), **FROZEN)
    mirroring(f"{thirdparty.url}/s", now=NOW + datetime.timedelta(days=29))
    assert names(graph) == ["a", "b"]
    outcome = mirroring(f"{thirdparty.url}/s", now=NOW + datetime.timedelta(days=60))
    assert isinstance(outcome, Followed)
    assert outcome.deleted == 1
    assert names(graph) == ["b"]
    assert "the stream does not go back so far: reading all of it again" in told


def test_a_stream_needs_no_name(
    thirdparty: Publisher, mirroring: Mirroring, graph: Path
) -> None:
    stream = "[] a ldes:EventStream ; tree:view <{site}/s>, [] ; tree:member ex:m ."
    thirdparty.put("/s", f'{PREFIXES}{stream} ex:m ex:name "nameless" .')
    mirroring(f"{thirdparty.url}/s")
    assert names(graph) == ["nameless"]


def test_a_member_that_is_only_named_is_fetched_once_from_its_address(
    thirdparty: Publisher, mirroring: Mirroring, graph: Path
) -> None:
    thirdparty.put("/s", ELSEWHERE, etag=False)
    place = (
        '<{site}/m> ex:name "there" ; ex:at [ ex:name "place" ] . ex:o ex:name "no" .'
    )
    thirdparty.put("/m", f"{PREFIXES}{place}")
    mirroring(f"{thirdparty.url}/s")
    mirroring(f"{thirdparty.url}/s")
    assert names(graph) == ["place", "there"]
    assert thirdparty.take().count("/m") == 1


def test_what_the_first_page_says_of_the_stream_is_heeded_when_it_changes(
    bounded: Publisher, mirroring: Mirroring, graph: Path
) -> None:
    mirroring(f"{bounded.url}/feed")
    removed = "; ldes:versionDeleteObject ex:Removed ."
    bounded.put("/feed", TREE.replace("as:object .", f"as:object {removed}", 1))
    gone = 'ex:Removed ; as:object ex:a ; dct:modified "2026-04-01T00:00:00Z"'
    member = f"ex:b2, ex:a2 . ex:a2 a {gone}^^xsd:dateTime ."
    changed = YEAR_2026.replace("ex:b2 .", member, 1)
    bounded.put("/2026", changed, type="application/trig")
    mirroring(f"{bounded.url}/feed")
    assert changes(graph) == [("Delete", "http://example.org/a")]


def test_a_page_that_is_gone_has_no_members_any_more_and_takes_none_away(
    paginated: Publisher, mirroring: Mirroring, graph: Path
) -> None:
    mirroring(f"{paginated.url}/parcels")
    before = graph.read_bytes()
    paginated.put("/parcels/by-page?pageNumber=2", "", status=410)
    mirroring(f"{paginated.url}/parcels")
    paginated.take()
    mirroring(f"{paginated.url}/parcels")
    assert paginated.take() == ["/parcels/by-page"]
    assert graph.read_bytes() == before


def test_a_page_that_has_moved_is_followed(
    paginated: Publisher, mirroring: Mirroring, graph: Path
) -> None:
    page = "/parcels/by-page?pageNumber=1"
    paginated.sent["/merged"] = paginated.sent[page]
    paginated.put(page, "", status=302, location="{site}/merged")
    mirroring(f"{paginated.url}/parcels")
    assert names(graph) == ["one, changed", "two"]


MANY = f"""{PREFIXES}
<{{site}}/s> a ldes:EventStream ; tree:view <{{site}}/v1>, <{{site}}/v2> ."""
SHAPELESS = f"""{PREFIXES}
<{{site}}/s> a ldes:EventStream ; tree:view <{{site}}/s> ;
  ldes:timestampPath [ <http://www.w3.org/ns/shacl#inversePath> ex:p ] ."""
ELSEWHERE = (
    f"{PREFIXES} <{{site}}/s> tree:view <{{site}}/s> ; tree:member <{{site}}/m> ."
)
TIMELESS = f"""{PREFIXES}
<{{site}}/s> a ldes:EventStream ; tree:view <{{site}}/s> ;
  ldes:timestampPath dct:created ; tree:member ex:m . ex:m dct:created "yesterday" ."""
NESTED = f"{PREFIXES} ex:s tree:view <{{site}}/s> ; ex:p <<( ex:a ex:b ex:c )>> ."
DEPTH = 40_000
DEEP = f"{PREFIXES} ex:s ex:p {'<<( ex:a ex:b ' * DEPTH} 1 {')>>' * DEPTH} ."


LOST = f"{PREFIXES} <{{site}}/s> tree:relation [ tree:node <gopher://a/b> ] ."
JSON = "application/ld+json"
BRACKETS = f'{{"@context": {{}}, "a": {"[" * 300}{"]" * 300}}}'
IMPORT = '{"@context": {"@import": "http://10.0.0.1/context"}}'


@pytest.mark.parametrize(
    ("text", "type_", "words"),
    [
        pytest.param(LOST, "text/turtle", "UnsupportedProtocol", id="no-address"),
        pytest.param(BRACKETS, JSON, "nested more than 200 times", id="brackets"),
        pytest.param('{"@context": [', JSON, "found no JSON", id="half-of-json"),
        pytest.param(IMPORT, JSON, "found @import", id="import"),
        pytest.param("<html>", "text/html", "found text/html; expected", id="a-page"),
        pytest.param("", "", "no media type", id="nothing"),
        pytest.param("<a> <b>", "text/turtle", "expected", id="broken"),
        pytest.param(MANY, "text/turtle", "2 views of one stream", id="views"),
        pytest.param(SHAPELESS, "text/turtle", "another path of SHACL", id="path"),
        pytest.param(ELSEWHERE, "text/turtle", "nothing is said of", id="elsewhere"),
        pytest.param(TIMELESS, "text/turtle", "found yesterday", id="no-time"),
        pytest.param(NESTED, "text/turtle", "a triple term", id="triple-term"),
        pytest.param(DEEP, "text/turtle", "what breaks its reader", id="too-deep"),
    ],
)
def test_what_cannot_be_read_is_refused(
    thirdparty: Publisher, mirroring: Mirroring, text: str, type_: str, words: str
) -> None:
    thirdparty.put("/s", text, type=type_)
    with pytest.raises(KgError, match=words):
        mirroring(f"{thirdparty.url}/s")


def test_a_stream_without_end_is_left(
    thirdparty: Publisher, mirroring: Mirroring
) -> None:
    for number in range(9):
        relation = f"tree:relation [ tree:node <{{site}}/{number + 1}> ]"
        thirdparty.put(f"/{number}", f"{PREFIXES} <{{site}}/{number}> {relation} .")
    with pytest.raises(UnreadableError, match="more than 5 pages"):
        mirroring(f"{thirdparty.url}/0", most_pages=5)


def test_a_page_that_is_missing_at_first_leaves_no_copy(
    paginated: Publisher, mirroring: Mirroring, graph: Path
) -> None:
    page = paginated.sent.pop("/parcels/by-page")
    with pytest.raises(UnreachableError, match="expected an event stream"):
        mirroring(f"{paginated.url}/parcels")
    assert not graph.exists()
    paginated.sent["/parcels/by-page"] = page
    mirroring(f"{paginated.url}/parcels")
    assert names(graph) == ["one, changed", "two"]


def test_a_server_that_refuses_what_only_ours_have_is_asked_on(
    paginated: Publisher, mirroring: Mirroring, graph: Path
) -> None:
    paginated.put("/parcels/dataset.json", "", status=403)
    mirroring(f"{paginated.url}/parcels")
    assert graph.exists()


def test_a_page_does_not_lead_into_a_private_network(
    thirdparty: Publisher, tmp_path: Path
) -> None:
    relation = "tree:relation [ tree:node <http://192.168.1.1/admin> ]"
    thirdparty.put("/s", f"{PREFIXES} <{{site}}/s> {relation} .")
    with pytest.raises(UnreachableError, match=r"expected a public one, or --host"):
        kg.pull(f"{thirdparty.url}/s", tmp_path)


def test_a_mirror_is_of_one_stream(paginated: Publisher, mirroring: Mirroring) -> None:
    mirroring(f"{paginated.url}/parcels")
    with pytest.raises(SetupError, match="a mirror of"):
        mirroring(f"{paginated.url}/parcels/by-page")
