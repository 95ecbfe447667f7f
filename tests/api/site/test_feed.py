"""The feed: members in pages that never change, files to follow by, pages to read."""

import csv
import hashlib
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest
import rdflib
from pyoxigraph import RdfFormat, parse

from kg.publishing.audience import Audience
from kg.publishing.changes.delta import applied
from kg.publishing.changes.packing import unpacked
from kg.publishing.release import Release
from tests.api.conftest import serving
from tests.api.site.html import read_page
from tests.publishing.changes.following import follow, renamed, without

LDES = "https://w3id.org/ldes#"
TREE = "https://w3id.org/tree#"
BASE = "https://w3id.org/hrsolidarity/"
PLACE = f"{BASE}id/place/oslo"
EVENT = f"{BASE}id/event/solidarity-action-16-january"
NAME = "http://www.w3.org/2004/02/skos/core#prefLabel"
NEW = f'<{BASE}id/place/new> <{NAME}> "New" <{BASE}graph/authority> .'
BROWSER = {"Accept": "text/html"}
JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def releases(
    release: Release, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[Release]]:
    """The project's release and two that follow it, with their build directory."""
    build = tmp_path_factory.mktemp("feed") / "build"
    shutil.copytree(release.path.parents[1], build, symlinks=True)
    first = Release(build / "releases" / release.version)
    second = follow(build, 1, renamed(EVENT, "Another name"), [NEW])
    third = follow(build, 2, without(PLACE))
    return build, [first, second, third]


@pytest.fixture(scope="module")
def build(releases: tuple[Path, list[Release]]) -> Path:
    return releases[0]


@pytest.fixture(scope="module")
def versions(releases: tuple[Path, list[Release]]) -> list[str]:
    return [it.version for it in releases[1]]


@pytest.fixture(scope="module")
def web(build: Path) -> Iterator[httpx.Client]:
    with (
        serving(build) as server,
        httpx.Client(base_url=server.url, timeout=30) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def partners(build: Path) -> Iterator[httpx.Client]:
    with (
        serving(build, audience=Audience.PARTNER) as server,
        httpx.Client(base_url=server.url, timeout=30) as client,
    ):
        yield client


def graph(web: httpx.Client, path: str, accept: str = "text/turtle") -> rdflib.Graph:
    answer = web.get(path, headers={"Accept": accept})
    assert answer.status_code == 200, answer.text
    read = rdflib.Graph()
    read.parse(data=answer.content, format=accept, publicID=str(answer.url))
    return read


def members(page: rdflib.Graph) -> set[str]:
    found = page.objects(None, rdflib.URIRef(f"{TREE}member"))
    return {str(page.value(it, rdflib.DCTERMS.isVersionOf)) for it in found}


def test_the_root_says_what_the_stream_is(
    web: httpx.Client, versions: list[str]
) -> None:
    root = graph(web, "/feed")
    site = str(web.base_url).rstrip("/")
    stream = rdflib.URIRef(f"{site}/feed#stream")
    assert (stream, rdflib.RDF.type, rdflib.URIRef(f"{LDES}EventStream")) in root
    for name, term in (
        ("timestampPath", rdflib.DCTERMS.created),
        ("versionOfPath", rdflib.DCTERMS.isVersionOf),
        ("transactionPath", rdflib.DCTERMS.isPartOf),
        ("versionDeletePath", rdflib.RDF.type),
        (
            "versionDeleteObject",
            rdflib.URIRef("https://www.w3.org/ns/activitystreams#Delete"),
        ),
    ):
        assert root.value(stream, rdflib.URIRef(LDES + name)) == term
    nodes = {str(it) for it in root.objects(None, rdflib.URIRef(f"{TREE}node"))}
    assert nodes == {f"{site}/feed/{version}/1" for version in versions}
    since = set(root.objects(None, rdflib.URIRef(f"{LDES}startingFrom")))
    assert [str(it)[:10] for it in since] == ["2026-11-23"]


@pytest.mark.parametrize(
    ("number", "things"),
    [
        pytest.param(1, {EVENT, f"{BASE}id/place/new"}, id="new-and-changed"),
        pytest.param(2, {PLACE}, id="gone"),
    ],
)
def test_a_page_has_what_changed_and_nothing_else(
    web: httpx.Client, versions: list[str], number: int, things: set[str]
) -> None:
    assert things <= members(graph(web, f"/feed/{versions[number]}/1"))


def test_what_is_gone_has_a_name_and_nothing_else(
    web: httpx.Client, versions: list[str]
) -> None:
    page = graph(web, f"/feed/{versions[2]}/1")
    member = page.value(None, rdflib.DCTERMS.isVersionOf, rdflib.URIRef(PLACE))
    assert member is not None
    said = {str(name).rpartition("/")[2] for name in page.predicates(member)}
    assert {it.partition("#")[2] or it for it in said} - {"type"} == {
        "isVersionOf",
        "created",
        "isPartOf",
        "status",
    }
    assert not [
        it
        for it in page.objects(member)
        if isinstance(it, rdflib.Literal) and str(it) == "Oslo"
    ]


def test_the_first_release_creates_everything(
    web: httpx.Client, versions: list[str], releases: tuple[Path, list[Release]]
) -> None:
    found: set[str] = set()
    pages = 0
    after: object = f"/feed/{versions[0]}/1"
    while after is not None:
        page = graph(web, str(after))
        found |= members(page)
        after = next(page.objects(None, rdflib.URIRef(f"{TREE}node")), None)
        pages += 1
    assert pages > 1
    dump = releases[1][0].dumps(Audience.PUBLIC) / "graph.nq"
    quads = parse(path=dump, format=RdfFormat.N_QUADS)
    said = {
        it.subject.value
        for it in quads
        if "graph/catalogue" not in str(it.graph_name)
        and "generatedAtTime" not in str(it.predicate)
    }
    assert found == said


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("/feed", "text/turtle"),
        ("/feed", "application/ld+json"),
        ("/feed", "application/n-triples"),
        ("/feed/{version}/1", "application/ld+json"),
        ("/feed/{version}/1", "application/rdf+xml"),
        ("/feed/{version}/1", "application/n-triples"),
    ],
)
def test_every_format_says_the_same(
    web: httpx.Client, versions: list[str], path: str, accept: str
) -> None:
    path = path.format(version=versions[1])
    read = []
    for it in ("text/turtle", accept):
        form = RdfFormat.from_media_type(it)
        assert form is not None
        answer = web.get(path, headers={"Accept": it})
        assert answer.headers["content-type"].startswith(it)
        read.append(set(map(str, parse(input=answer.content, format=form))))
    assert read[0] == read[1]


@pytest.mark.parametrize(
    "path",
    [
        f"/feed/{{version}}/{it}"
        for it in ("1", "delta.zst", "changes.csv", "pieces.sha256")
    ],
)
def test_what_a_release_changed_may_be_kept_for_ever(
    web: httpx.Client, versions: list[str], path: str
) -> None:
    path = path.format(version=versions[1])
    answer = web.get(path)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    again = web.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_root_is_asked_for_again(web: httpx.Client) -> None:
    assert web.get("/feed").headers["cache-control"] == "public, max-age=60"


def test_a_page_stays_as_it_is_when_releases_follow(
    release: Release, tmp_path: Path
) -> None:
    build = tmp_path / "build"
    shutil.copytree(release.path.parents[1], build, symlinks=True)
    with serving(build) as server:
        page = f"{server.url}/feed/{release.version}/1.nt"
        before, root = httpx.get(page), ""
        follow(build, 1, without(PLACE))
        with httpx.Client(base_url=server.url) as client:
            for _ in range(300):
                root = client.get("/feed.nt").text
                if "2026-12-01" in root:
                    break
                time.sleep(0.1)
        after = httpx.get(page)
    assert "2026-12-01" in root
    assert (before.content, before.headers["etag"]) == (
        after.content,
        after.headers["etag"],
    )


def test_the_log_proves_that_nothing_is_missed(
    web: httpx.Client, versions: list[str]
) -> None:
    log = web.get("/feed.json").json()
    assert log["current"] == versions[2]
    assert [it["version"] for it in log["releases"]] == versions[::-1]
    chain = "0" * 64
    for record in log["releases"][::-1]:
        listed = "".join(
            f"{it['sha256']}  {name}\n" for name, it in sorted(record["files"].items())
        )
        digest = hashlib.sha256(listed.encode()).hexdigest()
        link = f"{chain}\n{record['dump']['sha256']}\n{digest}\n"
        chain = hashlib.sha256(link.encode()).hexdigest()
        assert record["chain"] == chain


@pytest.mark.parametrize(
    ("after", "count"), [(0, 2), (1, 1), (2, 0)], ids=["both", "last", "none"]
)
def test_the_log_begins_where_a_copy_ends(
    web: httpx.Client, versions: list[str], after: int, count: int
) -> None:
    log = web.get("/feed", params={"after": versions[after]}, headers=JSON).json()
    assert [it["version"] for it in log["releases"]] == versions[::-1][:count]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        pytest.param("/feed.json?after=2020-01-01T00-00-00Z-00000000", 410, id="old"),
        pytest.param("/feed/2020-01-01T00-00-00Z-00000000", 410, id="old-release"),
        pytest.param("/feed/2020-01-01T00-00-00Z-00000000/1", 410, id="old-page"),
        pytest.param("/feed/2999-01-01T00-00-00Z-00000000", 404, id="future"),
        pytest.param("/feed.json?after=nonsense", 404, id="no-version"),
        pytest.param("/feed/{0}/patch.rdfp", 410, id="nothing-before"),
        pytest.param("/feed/{0}/99", 404, id="no-such-page"),
        pytest.param(f"/feed/{{0}}/{'9' * 5000}", 404, id="no-number"),
        pytest.param("/feed/{0}/0", 404, id="pages-begin-with-1"),
        pytest.param("/feed/{0}/1.zip", 404, id="no-such-format"),
        pytest.param("/feed/{0}/delta.zst", 404, id="a-first-release-has-no-delta"),
        pytest.param("/feed/{0}/..%2F..%2Fmanifest.json", 404, id="other-files"),
    ],
)
def test_what_is_not_there_is_told(
    web: httpx.Client, versions: list[str], path: str, status: int
) -> None:
    answer = web.get(path.format(*versions), headers=JSON)
    assert answer.status_code == status, answer.text
    if status == 410:
        assert answer.json()["resync"] == "/dataset.json"


def test_the_feed_goes_back_as_far_as_it_is_told(
    build: Path, versions: list[str]
) -> None:
    with serving(build, feed_releases=2) as server:
        log = httpx.get(f"{server.url}/feed.json").json()
        gone = httpx.get(f"{server.url}/feed/{versions[0]}/1")
        root = httpx.get(f"{server.url}/feed.nt").text
    assert [it["version"] for it in log["releases"]] == versions[:0:-1]
    assert gone.status_code == 410
    assert "2026-12-01T00:00:00Z" in root
    assert "2026-11-23" not in root


def test_a_delta_leads_from_dump_to_dump(
    web: httpx.Client, releases: tuple[Path, list[Release]], tmp_path: Path
) -> None:
    first, second, _third = releases[1]
    packed = tmp_path / "delta.zst"
    packed.write_bytes(web.get(f"/feed/{second.version}/delta.zst").content)
    old, new = (it.dumps(Audience.PUBLIC) / "graph.nq" for it in (first, second))
    with unpacked(packed) as delta, old.open("rb") as dump:
        assert b"".join(applied(delta, dump)) == new.read_bytes()
    assert packed.stat().st_size < new.stat().st_size / 100


def test_a_patch_says_what_was_there_while_the_release_before_is(
    web: httpx.Client, releases: tuple[Path, list[Release]]
) -> None:
    second, third = releases[1][1:]
    answer = web.get(f"/feed/{third.version}/patch.rdfp")
    assert answer.headers["content-type"] == "application/rdf-patch"
    lines = answer.text.splitlines()
    assert lines[1:3] == [f"H prev <{BASE}feed/{second.version}> .", "TX ."]
    assert lines[-1] == "TC ."
    old, new = (
        set((it.dumps(Audience.PUBLIC) / "graph.nq").read_text("utf-8").splitlines())
        for it in (second, third)
    )
    assert {it[2:] for it in lines if it.startswith("D ")} == old - new
    assert {it[2:] for it in lines if it.startswith("A ")} == new - old


def test_the_table_lists_what_happened(web: httpx.Client, versions: list[str]) -> None:
    rows = list(
        csv.DictReader(web.get(f"/feed/{versions[2]}/changes.csv").text.splitlines())
    )
    gone = [it for it in rows if it["change"] == "Delete"]
    assert [(it["iri"], it["reason"]) for it in gone] == [(PLACE, "removed")]


def test_news_readers_get_an_entry_for_each_release(
    web: httpx.Client, versions: list[str]
) -> None:
    answer = web.get("/feed.atom")
    assert answer.headers["content-type"] == "application/atom+xml"
    space = "{http://www.w3.org/2005/Atom}"
    entries = ElementTree.fromstring(answer.content).findall(f"{space}entry")  # noqa: S314 - ours
    ids = [it.findtext(f"{space}id") for it in entries]
    assert ids == [f"{BASE}feed/{version}" for version in versions[::-1]]
    title = entries[0].findtext(f"{space}title")
    assert title is not None
    assert title.startswith("2026-12-02: ")
    assert title.endswith("1 thing gone")


def test_people_read_what_changed(web: httpx.Client, versions: list[str]) -> None:
    listed = read_page(web.get("/feed", headers=BROWSER).text)
    assert f"/feed/{versions[1]}" in str(listed)
    page = web.get(f"/feed/{versions[1]}", headers=BROWSER)
    assert "Another name" in page.text
    gone = web.get(f"/feed/{versions[2]}", headers=BROWSER)
    assert "pl:oslo" in gone.text
    assert ">Oslo<" not in gone.text


def test_partners_follow_a_feed_of_their_own(
    partners: httpx.Client, versions: list[str]
) -> None:
    assert partners.get("/feed.json").json()["audience"] == "partner"
    page = partners.get(f"/feed/{versions[1]}/1")
    assert page.headers["cache-control"] == "private, max-age=31536000, immutable"


def test_what_is_for_partners_is_in_no_public_page(
    web: httpx.Client, partners: httpx.Client
) -> None:
    public, theirs = (
        {it["chain"] for it in client.get("/feed.json").json()["releases"]}
        for client in (web, partners)
    )
    assert public.isdisjoint(theirs)
