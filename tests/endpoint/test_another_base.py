"""A project whose things have a base of their own: built, served, copied, carried.

The base ends in `graph/`, as parts of IRIs do that somebody may look for as a text.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from kg import pipeline
from kg.errors import SetupError
from kg.publishing.audience import Audience
from kg.publishing.bundle.unpacking import Trust, unpack
from kg.publishing.mirror.fetching import Fetcher
from kg.publishing.mirror.mirroring import mirror
from kg.publishing.mirror.wishes import Wishes
from kg.publishing.release import Release, current_release, find_release
from kg.rdf.formats import CSV
from kg.rdf.query.catalogue import Query, read_catalogue
from kg.rdf.query.preflight import Form
from kg.store.oxigraph import OxigraphStore
from tests.api.conftest import free_port, wait_for
from tests.conftest import STAMP
from tests.publishing.mirror.conftest import NOW

ROOT = Path(__file__).parents[2]
USUAL = "https://w3id.org/hrsolidarity/"
BASE = "https://data.example.org/graph/"
PLACED = re.compile(
    rb"w3id(?:\.|\[\.\])org/hrsolidarity/(?!ontology\b|vocab/|shapes\b)\w"
)
"""A name of something below the usual base that is no term."""

BUILD = """
import datetime, sys
from pathlib import Path
from kg import pipeline
from kg.publishing.audience import Audience
from kg.publishing.bundle.packing import Origin, pack
from kg.publishing.manifest import Stamp

root, folder = map(Path, sys.argv[1:])
stamp = Stamp(datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC), "0" * 40)
release = pipeline.build(root, folder / "build", stamp)
origin = Origin(release, Audience.PUBLIC, root / "queries")
print(pack(origin, folder, None, lambda stage: None))
"""
LIBRARY = [
    pytest.param(query, id=query.name)
    for query in read_catalogue(ROOT / "queries")
    if query.folder == "library" and query.form is Form.SELECT
]


@dataclass(frozen=True)
class Place:
    """A release whose things have the other base, and a bundle of it."""

    build: Path
    bundle: Path

    @property
    def release(self) -> Path:
        return (self.build / "current").resolve()


@pytest.fixture(scope="module")
def place(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("another")
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(root), str(folder)],
        env={"PYTHONPATH": str(ROOT), "KG_BASE_IRI": BASE},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return Place(folder / "build", Path(done.stdout.strip()))


@pytest.fixture(scope="module")
def site(
    place: Place, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """The service of the release; where it redirects to is not followed."""
    port = free_port()
    settings = {"BASE_IRI": BASE, "BUILD_DIR": place.build, "WORKERS": 1}
    state = tmp_path_factory.mktemp("state")
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", "--port", str(port)],
        cwd=root,
        env={
            "PYTHONPATH": str(ROOT),
            "KG_STATE_DIR": str(state),
            **{f"KG_{name}": str(value) for name, value in settings.items()},
        },
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/ready")
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            yield client
    finally:
        process.terminate()
        process.wait(20)


def usual(text: bytes) -> bytes:
    """Write the usual base in place of the other."""
    return text.replace(BASE.encode(), USUAL.encode())


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("name", ["graph.nq", "merged.nt"])
def test_each_audience_gets_the_same_statements_but_for_the_base(
    place: Place, release: Release, audience: Audience, name: str
) -> None:
    found = (place.release / audience / "dumps" / name).read_bytes()
    expected = (release.dumps(audience) / name).read_bytes()

    version = release.version.encode()
    same = usual(found).replace(place.release.name.encode(), version)

    assert sorted(statements(same)) == sorted(statements(expected))


def statements(lines: bytes) -> Iterator[bytes]:
    """Yield lines, but for counts of what has the base: with the usual one terms do."""
    for line in lines.splitlines():
        if b" <http://rdfs.org/ns/void#entities> " not in line:
            yield line


def test_nothing_but_terms_has_the_usual_base(place: Place) -> None:
    files = [
        path
        for path in place.release.rglob("*")
        if path.is_file() and path.suffix not in {".gz", ".zst", ".sst", ".parquet"}
    ]

    assert {it.name for it in files} >= {"shapes.ttl", "lists.sqlite", "dcat.ttl"}
    assert [it.name for it in files if PLACED.search(it.read_bytes())] == []


@pytest.mark.parametrize("query", LIBRARY)
def test_a_question_has_the_same_answer(
    site: httpx.Client, release: Release, query: Query
) -> None:
    answer = site.get(f"/queries/{query.name}.csv")
    store = OxigraphStore(release.store(Audience.PUBLIC))
    here = b"".join(store.answer(query.bind(), CSV))

    assert answer.status_code == 200
    assert sorted(usual(answer.content).splitlines()) == sorted(here.splitlines())


@pytest.mark.parametrize(
    ("local", "accept", "leads"),
    [
        ("id/place/oslo", "text/html", "/page/place/oslo"),
        ("id/place/oslo", "text/turtle", "/data/place/oslo.ttl"),
        ("id/place/oslo", "application/ld+json", "/data/place/oslo.jsonld"),
        ("id/place/oslo", "application/n-triples", "/data/place/oslo.nt"),
        ("id/place/oslo", "application/rdf+xml", "/data/place/oslo.rdf"),
        ("graph/authority", "text/turtle", ""),
        ("graph/authority", "text/html", ""),
        ("dataset", "text/turtle", ""),
        ("dataset", "text/html", ""),
        ("feed", "text/turtle", ""),
        ("queries/timeline", "text/html", ""),
        ("sparql", "text/html", ""),
    ],
)
def test_what_has_the_base_is_read_below_it(
    site: httpx.Client, local: str, accept: str, leads: str
) -> None:
    answer = site.get(f"/{local}", headers={"Accept": accept})
    if leads:
        assert answer.status_code == 303
        assert answer.headers["location"].endswith(leads)
        answer = site.get(answer.headers["location"], headers={"Accept": accept})

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(accept)
    assert PLACED.search(answer.content) is None


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/", "/page/event/"),
        ("/about", f"{BASE}id/place/oslo"),
        ("/page/place/oslo", f"{BASE}id/place/oslo"),
        ("/data/place/oslo.jsonld", f"{BASE}id/place/"),
        ("/data/place/oslo.jsonld?profile=schema", f"{BASE}id/place/oslo"),
        ("/ontology", "hs:Event"),
        ("/vocab/role", "/vocab/role/supporter"),
        ("/context.jsonld", f'"ev": "{BASE}id/event/"'),
        ("/queries/timeline", "timeline"),
        ("/events?country=norway", "/page/event/"),
        ("/events.json?country=norway", f"{BASE}id/event/"),
        ("/events.csv?organisation=rafto-foundation", f"{BASE}id/event/"),
        ("/events.ics", f"{BASE}id/event/"),
        ("/organisations.ftm", '"data-example-org-graph-organisation-'),
        ("/people.json", f"{BASE}id/person/"),
        ("/claims.json", f"{BASE}id/claim/"),
        ("/articles.bib", f"{BASE}id/document/"),
        ("/places.geojson", f"{BASE}id/place/"),
        ("/search?q=rafto", "/page/organisation/rafto-foundation"),
        ("/suggest?prefix=raf", f"{BASE}id/organisation/rafto-foundation"),
        ("/reconcile", f'"identifierSpace":"{BASE}id/"'),
        ("/feed.ttl", "ldes:EventStream"),
        ("/feed.atom", f"{BASE}feed/"),
        ("/sitemap/1.xml", "/page/place/oslo"),
        ("/dataset.ttl", f"{BASE}dataset"),
        ("/dataset.jsonld", f"{BASE}dataset"),
        ("/.well-known/void", f"{BASE}"),
        ("/quality", "/queries/"),
        ("/shapes.ttl", r"^https://data[.]example[.]org/graph/id/person/"),
    ],
)
def test_all_that_is_served_speaks_of_it(
    site: httpx.Client, path: str, told: str
) -> None:
    answer = site.get(path, headers={"Accept": "text/html;q=0.9, */*;q=0.5"})

    assert answer.status_code == 200, answer.text[:300]
    assert told in answer.text
    assert PLACED.search(answer.content) is None


def test_signposts_and_citations_have_it(site: httpx.Client, place: Place) -> None:
    links = site.get("/page/place/oslo").headers["link"]
    version = place.release.name
    accept = {"Accept": "text/turtle"}
    described = site.get(f"/dataset/{version}", headers=accept).text

    assert f'<{BASE}id/place/oslo>; rel="cite-as"' in links
    assert f"<{BASE}dataset/{version}>" in described


def test_a_record_is_matched(site: httpx.Client) -> None:
    queries = json.dumps({"q": {"query": "Rafto Foundation", "limit": 1}})
    answer = site.post("/reconcile", data={"queries": queries}).json()

    assert answer["q"]["result"][0]["id"] == f"{BASE}id/organisation/rafto-foundation"


PERSON = """\
@prefix hs: <https://w3id.org/hrsolidarity/ontology#> .
<{iri}> a hs:Person .
"""


@pytest.mark.parametrize(
    ("iri", "kept"),
    [
        pytest.param(f"{BASE}id/person/bcdfghj", True, id="opaque"),
        pytest.param(f"{BASE}id/person/ales-bialiatski", False, id="telling"),
        pytest.param(f"{USUAL}id/person/bcdfghj", False, id="of-others"),
    ],
)
def test_an_iri_of_a_person_has_to_tell_nothing(
    site: httpx.Client, iri: str, kept: bool
) -> None:
    answer = site.post(
        "/validate",
        content=PERSON.format(iri=iri),
        headers={"Content-Type": "text/turtle", "Accept": "application/json"},
    )
    rules = {it["rule"] for it in findings(answer.json())}

    assert ("PersonShape-key" not in rules) is kept


def findings(report: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = report["findings"]
    return found


def test_a_mirror_of_one_with_another_base_is_its_dump(
    site: httpx.Client, place: Place, tmp_path: Path
) -> None:
    with httpx.Client(timeout=30, follow_redirects=True) as client:
        fetcher = Fetcher(client, lambda _seconds: None, lambda: NOW)
        mirror(str(site.base_url), tmp_path / "mirror", fetcher, Wishes())

    dump = place.release / "public" / "dumps" / "graph.nq"
    assert (tmp_path / "mirror" / "graph.nq").read_bytes() == dump.read_bytes()


REFUSED = rf"begin with {BASE}; expected {USUAL}, as KG_BASE_IRI says"


def test_who_forgets_the_setting_is_told(place: Place, root: Path) -> None:
    with pytest.raises(SetupError, match=REFUSED):
        current_release(place.build)
    with pytest.raises(SetupError, match=REFUSED):
        pipeline.build(root, place.build, STAMP)
    assert find_release(place.build, place.release.name) is None


def test_a_bundle_says_its_base(place: Place, tmp_path: Path) -> None:
    found = unpack(place.bundle, tmp_path, Trust(None, 1 << 30), print)

    with pytest.raises(SetupError, match=REFUSED):
        current_release(found.build)


@pytest.mark.parametrize(
    "base", ["data.example.org/graph/", "https://data.example.org/graph"]
)
def test_a_command_ends_where_nothing_can_be_named(base: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg", "stats"],
        env={"PYTHONPATH": str(ROOT), "KG_BASE_IRI": base},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr == (
        f"KG_BASE_IRI: found {base!r}; expected an http or https address in ascii that "
        "ends with `/` and is apart from terms\n"
    )
