"""A bundle is served from an empty folder, by a program that reaches no network."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from kg.publishing.audience import Audience
from kg.publishing.release import Release
from tests.api.conftest import free_port, wait_for
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
OFFLINE = """
import sys

HERE = ("127.0.0.1", "localhost", None, "")

def refuse(event, arguments):
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        if arguments[1][0] not in HERE:
            raise SystemExit(f"asked {arguments[1]}")
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        if arguments[0] not in HERE:
            raise SystemExit(f"looked {arguments[0]} up")

sys.addaudithook(refuse)

from kg.cli import main

main()
"""
PAGES = ("/", "/about", "/queries", "/queries/timeline", "/sparql", "/ontology")
LISTS = ("/events", "/people", "/organisations", "/places", "/articles", "/claims")
OTHERS = ("/vocab", "/vocab/role", "/shapes", "/quality", "/dataset", "/feed")
ELSEWHERE = re.compile(
    r"""<(?:script|img|iframe|source|form)[^>]+(?:src|action)=["'](?!/|data:)"""
    r"""|<link[^>]+rel=["'](?:stylesheet|icon|preload)["'][^>]+href=["'](?!/)"""
    r"""|@import|url\(["']?(?:https?:)?//"""
)
"""What a page would fetch from another host, or from no place that it names."""


@pytest.fixture(scope="module")
def bundle(
    release: Release, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = tmp_path_factory.mktemp("stick")
    done = command(
        *("bundle", "-C", root, "--output", folder),
        KG_BUILD_DIR=str(release.path.parents[1]),
    )
    assert done.returncode == 0, done.stderr
    path = Path(done.stdout.strip())
    assert path == folder / f"solidarity-graph-{release.version}-public.tar.zst"
    return path


def command(
    *arguments: str | Path, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run `kg` in a process of its own, with settings."""
    return subprocess.run(
        [sys.executable, "-m", "kg", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ROOT), **settings},
    )


@contextmanager
def offline(bundle: Path, folder: Path) -> Iterator[str]:
    """Serve a bundle from an empty folder; give its address."""
    port = free_port()
    folder.mkdir(exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-c", OFFLINE, "serve", str(bundle), "--port", str(port)],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder.parent / "cache")},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/ready")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        _out, told = process.communicate(timeout=20)
    assert "Traceback" not in told
    assert list(folder.iterdir()) == []


@pytest.fixture(scope="module")
def stick(
    bundle: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("laptop") / "empty"
    with (
        offline(bundle, folder) as address,
        httpx.Client(base_url=address, timeout=30, follow_redirects=True) as client,
    ):
        yield client


@pytest.mark.parametrize("path", [*PAGES, *LISTS, *OTHERS, "/search?q=oslo"])
def test_pages_are_there_and_fetch_nothing_from_elsewhere(
    stick: httpx.Client, path: str
) -> None:
    answer = stick.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert ELSEWHERE.search(answer.text) is None
    style = re.search(r'rel="stylesheet" href="([^"]+)"', answer.text)
    assert style is not None
    assert ELSEWHERE.search(stick.get(style[1]).text) is None


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/id/place/oslo", "pl:oslo"),
        ("/data/place/oslo.jsonld", '"pl:oslo"'),
        ("/page/place/oslo", "Oslo"),
        ("/suggest?prefix=osl", "Oslo"),
        ("/search?q=oslo", "place/oslo"),
        ("/reconcile", '"identifierSpace"'),
        ("/events.csv", "solidarity-action-16-january"),
        ("/queries/timeline.csv", "event"),
        ("/sparql?query=ASK%20%7B%3Fs%20%3Fp%20%3Fo%7D", "true"),
        ("/dataset.ttl", "dcat:"),
        ("/.well-known/void", "void:"),
        ("/feed.json", '"chain"'),
        ("/context.jsonld", '"@context"'),
        ("/openapi.json", '"openapi"'),
        ("/quality.json", '"things-identified-elsewhere"'),
        ("/robots.txt", "Disallow"),
    ],
)
def test_programs_are_answered(stick: httpx.Client, path: str, told: str) -> None:
    answer = stick.get(path, headers={"Accept": "text/turtle;q=0.1, */*;q=0.01"})
    assert answer.status_code == 200, answer.text
    assert told in answer.text


def test_all_dumps_are_there_as_they_were(
    stick: httpx.Client, release: Release
) -> None:
    files = release.manifest(Audience.PUBLIC)["files"]
    assert isinstance(files, dict)
    for name in files:
        answer = stick.get(f"/dumps/{release.version}/{name}")
        assert answer.content == (release.dumps(Audience.PUBLIC) / name).read_bytes()


def test_the_second_start_serves_what_has_been_unpacked(
    bundle: Path, stick: httpx.Client, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert stick.get("/health").status_code == 200
    cache = next(tmp_path_factory.getbasetemp().glob("laptop*")) / "cache"
    unpacked = list((cache / "solidarity-graph" / "bundles").iterdir())
    assert len(unpacked) == 1
    files = [it for it in unpacked[0].rglob("*") if it.suffix != ".log"]
    before = [it.stat().st_mtime_ns for it in files]
    with offline(bundle, cache.parent / "empty2") as address:
        assert httpx.get(f"{address}/page/place/oslo").status_code == 200
    assert [it.stat().st_mtime_ns for it in files] == before


def test_a_file_that_is_none_is_told_in_one_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "solidarity-graph.tar.zst"
    path.write_bytes(b"PK\3\4")
    outcome = run("serve", path, "--into", tmp_path / "into")
    assert outcome.code == 2
    assert outcome.err.startswith(f"{path}: found ")
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(["--into", "x"], "found no bundle; expected its file", id="into"),
        pytest.param(
            [__file__, "--workspace", "w"], "found a bundle, too", id="workspace"
        ),
    ],
)
def test_options_that_say_nothing_together_are_told(
    run: Run, arguments: list[str], told: str
) -> None:
    outcome = run("serve", *arguments)
    assert outcome.code == 2
    assert told in outcome.err
