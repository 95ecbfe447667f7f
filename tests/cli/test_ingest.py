"""`kg ingest`: a page becomes a closed source and a draft, politely or not at all."""

import io
import json
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import jsonschema
import pytest
import yaml

from kg.importers.drafts import read_draft
from kg.importers.record import read_record
from kg.model.records.source import Source
from tests.cli.conftest import ROOT, Outcome, Run
from tests.data.test_schemas import CoreLoader

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<meta property="og:site_name" content="Example Press">
<meta property="og:title" content="A night in Oslo">
<meta property="article:published_time" content="2011-01-17T10:00:00Z"></head><body>
<article><h1>A night in Oslo</h1>
<p>On 16 January 2011 PEN held a vigil with Vaclav in Oslo. About 120 people came, and
all of them stayed until it was dark and the last of the candles had gone out.</p>
<p>The vigil was supported by:</p><ul><li>PEN</li><li>Example Choir</li></ul>
<p>The participants demand that the ministry:</p>
<ul><li>release all prisoners;</li></ul></article>
<footer><a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC</a>
</footer></body></html>"""
SCHEMAS = ROOT / "docs/schemas"
FOLDER = "data/sources/example-press/a-night-in-oslo"


Ingest = Callable[[str], Outcome]


@pytest.fixture
def ingest(small: Path, run: Run) -> Ingest:
    """Ingest into the template project."""
    return lambda url: run("ingest", "article", url, "-C", small)


@pytest.fixture
def refuse(project: Path, run: Run) -> Ingest:
    """Ingest what is refused before the project is looked at, and see that it is."""

    def refuse(url: str) -> Outcome:
        outcome = run("ingest", "article", url, "-C", project)
        assert list((project / "data").iterdir()) == []
        return outcome

    return refuse


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "saved.html"
    path.write_text(PAGE, "utf-8")
    return path


def test_a_page_becomes_a_closed_source_and_a_draft(
    small: Path, page: Path, run: Run
) -> None:
    outcome = run("ingest", "article", page, "-C", small)

    assert outcome.code == 0, outcome.err
    assert outcome.out == "".join(
        f"wrote {FOLDER}/{name}\n"
        for name in (
            *("source.yml", "extract.yml", "raw/article.txt", "raw/page.html"),
            "draft.yml",
        )
    )
    source = read_record(small / FOLDER / "source.yml", "source.yml", Source)
    assert (source.title, source.publisher, source.published, source.author) == (
        *("A night in Oslo", "Example Press", "2011-01-17"),
        "unknown",
    )
    assert (source.access, source.rights.licence) == (
        "restricted",
        "https://creativecommons.org/licenses/by/4.0/",
    )
    assert (small / FOLDER / "raw/page.html").read_text("utf-8") == PAGE
    draft = read_draft(small / FOLDER / "draft.yml", "draft.yml")
    kinds = sorted({suggestion.kind for suggestion in draft.suggestions})
    assert kinds == [
        *("date", "demand", "event", "organisation", "participant", "person"),
        *("place", "quantity", "supporter"),
    ]


def test_what_is_ingested_and_accepted_is_valid(
    small: Path, page: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("ingest", "article", page, "-C", small).code == 0
    assert run("validate", "-C", small).code == 0
    answers = {
        "[a]ccept [e]dit [r]eject [s]kip [q]uit? ": "a",
        "about? ": "vigil-2011-01-16-a-night-in-oslo",
        "agent? ": "vaclav",
        "names? ": "pen",
        "demanders.0? ": "pen",
        "target? ": "pen",
    }
    reader = _Answering(answers)
    monkeypatch.setattr("kg.cli.review._ask", reader)

    reviewed = run("review", small / FOLDER, "-C", small)

    assert reviewed.code == 0
    assert " 0 rejected, 0 skipped, 0 open\n" in reviewed.out, reviewed.out
    assert run("mint", "-C", small).code == 0
    checked = run("validate", "-C", small)
    assert checked.code == 0, checked.out + checked.err
    for name in ("source", "extract", "draft"):
        text = (small / FOLDER / f"{name}.yml").read_text("utf-8")
        schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
        jsonschema.validate(yaml.load(text, Loader=CoreLoader), schema)  # noqa: S506


class _Answering:
    """Answers each question with what is known for it."""

    def __init__(self, answers: dict[str, str]) -> None:
        self._answers = answers

    def __call__(self, question: str) -> str:
        return self._answers[question]


def test_suggestions_made_again_leave_what_was_rejected(
    small: Path, page: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("ingest", "article", page, "-C", small)
    monkeypatch.setattr("sys.stdin", io.StringIO("r\nanother person\n"))
    run("review", small / FOLDER, "-C", small)

    outcome = run("ingest", "again", small / FOLDER, "-C", small)

    assert outcome.out == f"wrote {FOLDER}/draft.yml\n"
    draft = read_draft(small / FOLDER / "draft.yml", "draft.yml")
    decided = [(it.record["names"], it.reason) for it in draft.suggestions if it.reason]
    assert decided == [("vaclav", "another person")]


def test_a_source_that_was_typed_in_gets_a_draft(small: Path, run: Run) -> None:
    folder = small / "data/sources/press/vigil"

    outcome = run("ingest", "again", folder, "-C", small)

    assert outcome.code == 0
    assert "3 suggestions" not in outcome.out
    draft = read_draft(folder / "draft.yml", "draft.yml")
    assert {it.kind for it in draft.suggestions} >= {"person", "place", "date", "event"}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(b"", "found an empty file; expected a web page", id="empty"),
        pytest.param(b"\0\1\2\3", "found binary content; expected", id="binary"),
        pytest.param(b"words", "found 'words'; expected a web page", id="not-html"),
        pytest.param(
            b"<meta charset=utf-8><p>\xff",
            "found byte 0xff at offset 23;",
            id="encoding",
        ),
        pytest.param(b"<p>x" * 2_000_000, "found more than 5000000 bytes;", id="huge"),
        pytest.param(b"<p>Subscribe!", "found a page without an article;", id="stub"),
    ],
)
def test_a_bad_file_is_one_line_and_writes_nothing(
    content: bytes, told: str, project: Path, refuse: Ingest
) -> None:
    path = project / "bad.html"
    path.write_bytes(content)

    outcome = refuse(str(path))

    assert outcome.code == 2
    assert f"{path}: {told}" in outcome.err
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize(
    ("origin", "told"),
    [
        pytest.param("no-such-file.html", "no such file, and no address", id="none"),
        pytest.param("ftp://example.org/", "no such file, and no address", id="ftp"),
    ],
)
def test_what_is_neither_file_nor_address_is_told(
    origin: str, told: str, refuse: Ingest
) -> None:
    outcome = refuse(origin)

    assert (outcome.code, told in outcome.err) == (2, True)


def test_a_source_is_never_written_over(small: Path, page: Path, run: Run) -> None:
    run("ingest", "article", page, "-C", small)
    before = (small / FOLDER / "source.yml").read_bytes()

    outcome = run("ingest", "article", page, "-C", small)

    assert (outcome.code, outcome.err) == (
        2,
        f"{FOLDER}: this source is there already\n",
    )
    assert (small / FOLDER / "source.yml").read_bytes() == before


@pytest.mark.parametrize("name", ["Vaclav", "Petra Muster"])
def test_no_key_is_made_of_the_name_of_a_person(
    small: Path, tmp_path: Path, run: Run, name: str
) -> None:
    path = tmp_path / f"{name}.html"
    path.write_text(PAGE.replace("A night in Oslo", f"A night for {name}"), "utf-8")

    outcome = run("ingest", "article", path, "-C", small)

    assert outcome.code == 0
    assert name.split()[-1].lower() not in outcome.out.lower()
    [written] = small.glob("data/sources/example-press/*/source.yml")
    source = read_record(written, "source.yml", Source)
    assert name not in source.retrieved.how


def test_a_key_that_names_something_else_is_refused(
    small: Path, page: Path, run: Run
) -> None:
    outcome = run("ingest", "article", page, "--as", "press/vigil-in-oslo", "-C", small)

    assert (outcome.code, outcome.err) == (
        2,
        "press/vigil-in-oslo: found vigil-in-oslo, the key of an event; expected a key "
        "that names one thing: say --as PUBLISHER/KEY\n",
    )


def test_a_page_that_says_no_publisher_needs_a_name(
    small: Path, tmp_path: Path, run: Run
) -> None:
    path = tmp_path / "saved.html"
    path.write_text(PAGE.replace("og:site_name", "x"), "utf-8")

    unnamed = run("ingest", "article", path, "-C", small)
    named = run("ingest", "article", path, "--as", "press/night", "-C", small)

    assert unnamed.err == "the page says no publisher: say --as PUBLISHER/KEY\n"
    assert (unnamed.code, named.code) == (2, 0)
    assert (small / "data/sources/press/night/draft.yml").is_file()


Answer = tuple[int, dict[str, str], bytes]
HTML = {"Content-Type": "text/html; charset=utf-8"}


@dataclass
class Site:
    """A site on this machine: what it answers, and what it was asked."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    never: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site that the operator has said may be asked, though it is private."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            agent = self.headers["User-Agent"]
            site.asked.append((self.path, self.headers["Host"], agent))
            if self.path == "/late":
                site.never.wait(60)
                return
            status, headers, body = site.answers.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.port = server.server_port
    monkeypatch.setenv("KG_ARTICLE_HOSTS", "127.0.0.1 article.test")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield site
    site.never.set()
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_page_is_fetched_and_its_address_kept(
    site: Site, ingest: Ingest, small: Path
) -> None:
    site.answers["/here"] = (302, {"Location": "/there"}, b"")
    site.answers["/there"] = (200, HTML, PAGE.encode())

    outcome = ingest(site.url("/here"))

    assert outcome.code == 0, outcome.err
    source = read_record(small / FOLDER / "source.yml", "source.yml", Source)
    assert (source.url, source.retrieved.url) == (site.url("/there"),) * 2
    host = f"127.0.0.1:{site.port}"
    agent = "solidarity-graph (kg ingest; +https://w3id.org/hrsolidarity/)"
    assert site.asked == [
        (path, host, agent) for path in ("/robots.txt", "/here", "/there")
    ]


def test_a_header_says_the_encoding_before_the_page_does(
    site: Site, ingest: Ingest, small: Path
) -> None:
    content = PAGE.replace("the candles", "the b\u00e5l").encode("latin-1")
    headers = {"Content-Type": "text/html; charset=iso-8859-1"}
    site.answers["/page"] = (200, headers, content)

    assert ingest(site.url("/page")).code == 0
    text = (small / FOLDER / "raw/article.txt").read_text("utf-8")
    assert "the last of the b\u00e5l" in text


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        pytest.param(
            {"/robots.txt": (200, {}, b"User-agent: *\nDisallow: /pa*e$\n")},
            "/robots.txt does not allow it",
            id="robots-disallow",
        ),
        pytest.param(
            {"/robots.txt": (503, {}, b"")},
            "/robots.txt: status 503, so nothing is fetched",
            id="robots-broken",
        ),
        pytest.param({}, "/page: it answers with status 404", id="not-found"),
        pytest.param(
            {"/page": (200, {"Content-Type": "application/pdf"}, b"%PDF")},
            "/page: it is of type 'application/pdf', not text/html",
            id="type",
        ),
        pytest.param(
            {"/page": (200, {}, b"<p>x")},
            "it is of type '', not text/html",
            id="no-type",
        ),
        pytest.param(
            {"/page": (200, {**HTML, "Content-Encoding": "gzip"}, b"\x1f\x8b")},
            "/page: it comes in 'gzip', which was not asked for",
            id="packed",
        ),
        pytest.param(
            {"/page": (200, HTML, b"<p>" * 2_000_000)},
            "/page: it is longer than 5000000 bytes",
            id="huge",
        ),
        pytest.param(
            {"/page": (302, {"Location": "/page"}, b"")},
            "/page: more than 5 redirects, the last to http://127.0.0.1",
            id="redirect-loop",
        ),
        pytest.param(
            {"/page": (302, {"Location": "http://localhost/"}, b"")},
            "http://localhost/robots.txt: localhost is ",
            id="redirect-to-a-private-address",
        ),
        pytest.param(
            {"/page": (302, {"Location": "file:///etc/passwd"}, b"")},
            "requests do not go to such an address",
            id="redirect-to-a-file",
        ),
        pytest.param(
            {"/page": (200, HTML, b"")}, "found an empty file; expected", id="empty"
        ),
    ],
)
def test_what_cannot_be_had_is_one_line(
    answers: dict[str, Answer], told: str, site: Site, refuse: Ingest
) -> None:
    site.answers = answers

    outcome = refuse(site.url("/page"))

    assert outcome.code == 2
    assert told in outcome.err
    assert outcome.err.count("\n") == 1


def test_a_site_that_does_not_answer_is_given_up(
    site: Site, refuse: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_ARTICLE_SECONDS", "1")

    outcome = refuse(site.url("/late"))

    assert (outcome.code, outcome.err) == (
        2,
        f"{site.url('/late')}: no answer within 1 seconds\n",
    )


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://127.0.0.1:{port}/page", id="loopback"),
        pytest.param("http://[::1]:{port}/page", id="loopback-6"),
        pytest.param("http://2130706433:{port}/page", id="number"),
        pytest.param("http://169.254.169.254/page", id="link-local"),
        pytest.param("http://user:word@example.org/", id="password"),
        pytest.param("http://example.org:25/", id="port-of-mail"),
    ],
)
def test_private_addresses_are_never_asked(
    url: str, site: Site, refuse: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KG_ARTICLE_HOSTS")

    outcome = refuse(url.format(port=site.port))

    assert outcome.code == 2
    assert "not in the public network" in outcome.err or "do not go to" in outcome.err
    assert site.asked == []


def test_the_connection_goes_to_the_address_that_was_checked(
    site: Site, ingest: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name service that answers otherwise the second time leads nowhere."""
    asked: list[str] = []
    really = socket.getaddrinfo

    def answer(host: str, *arguments: object, **options: object) -> object:
        if host != "article.test":
            return really(host, *arguments, **options)  # type: ignore[arg-type]
        asked.append(host)
        return really("127.0.0.1", site.port, type=socket.SOCK_STREAM)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    site.answers["/page"] = (200, HTML, PAGE.encode())

    outcome = ingest(site.url("/page", "article.test"))

    assert outcome.code == 0, outcome.err
    hosts = [host for _path, host, _agent in site.asked]
    assert hosts == [f"article.test:{site.port}"] * 2
    assert len(asked) == 2  # once for robots.txt, once for the page: none by the client


def test_a_public_name_with_a_private_address_is_refused(
    site: Site, refuse: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda _host, *_arguments, **_options: really("10.0.0.1", 80),
    )

    outcome = refuse("http://example.org/page")

    assert outcome.code == 2
    assert "example.org is 10.0.0.1" in outcome.err
    assert "which is not in the public network" in outcome.err


def test_nothing_of_a_draft_is_published(
    small: Path, page: Path, run: Run, tmp_path: Path
) -> None:
    run("ingest", "article", page, "-C", small)

    built = run("build", "-C", small)

    assert built.code == 0, built.err
    shutil.rmtree(small / "data")
    content = b"".join(
        path.read_bytes()
        for audience in ("public", "partner")
        for path in (small / "build").glob(f"releases/*/{audience}/**/*")
        if path.is_file()
    )
    assert len(content) > 10_000
    for words in (b"a-night-in-oslo", b"Example Choir", b"About 120", b"draft.yml"):
        assert words not in content
