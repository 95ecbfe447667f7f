"""A service with an inbox over a release of the first source, and keys of partners."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest

from kg.contributing.inbox import Inbox
from kg.publishing.release import Release
from kg.store.givers import Giver
from kg.store.keys import NewKey, Right, make_key
from tests.api.conftest import Server, serving

SPACE = "https://ngo.example/data/"
GRAPH = f"{SPACE}archive"


def _partner(name: str, partner: str, namespace: str) -> NewKey:
    return make_key(name, (Right.CONTRIBUTE,), Giver(partner, namespace))


KEYS = {
    "ngo": _partner("ngo-2026", "ngo", SPACE),
    "other": _partner("other-2026", "other", "https://other.example/"),
    "curator": make_key("curator", (Right.WRITE,)),
}

ARCHIVE = """@prefix hs: <https://w3id.org/hrsolidarity/ontology#> .
@prefix ot: <https://w3id.org/hrsolidarity/vocab/org-type/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<https://ngo.example/data/prizes> a hs:Organisation , hs:Agent ;
    skos:prefLabel "Archive of Zwetschgen"@en , "Zwetschgenarkivet"@nb ;
    hs:orgType ot:ngo .
"""
MARK = "Zwetschgen"
"""A word that nothing else says: wherever it is found, something has leaked."""


@cache
def document(url: str) -> Any:
    """What a service says of its inbox."""
    return httpx.get(f"{url}/openapi.json", timeout=60).json()["paths"]["/inbox"]


def is_described(answer: httpx.Response) -> None:
    """See that an answer of the inbox is one that the service says it gives."""
    url, method = answer.request.url, answer.request.method.lower()
    if url.path == "/inbox":
        described = document(str(url.join("/")).rstrip("/"))[method]["responses"]
        content = described[str(answer.status_code)].get("content", {})
        media_type = answer.headers.get("content-type", "").partition(";")[0]
        assert (media_type in content) is (answer.status_code != 204)


class Partner:
    """A client with a key, or with none, to whom every answer has been described."""

    def __init__(self, server: Server, name: str = "") -> None:
        headers = {}
        if name:
            headers["Authorization"] = f"Bearer {KEYS[name].secret}"
        self.http = httpx.Client(
            base_url=server.url,
            headers=headers,
            timeout=60,
            event_hooks={"response": [is_described]},
        )

    def give(
        self, content: str | bytes = ARCHIVE, graph: str = GRAPH, **headers: str
    ) -> httpx.Response:
        given = {"Content-Type": "text/turtle", **headers}
        named = {"graph": graph}
        return self.http.put("/inbox", params=named, content=content, headers=given)

    def ask(self, graph: str = GRAPH, **headers: str) -> httpx.Response:
        return self.http.get("/inbox", params={"graph": graph}, headers=headers)

    def take_back(self, graph: str = GRAPH) -> httpx.Response:
        return self.http.delete("/inbox", params={"graph": graph})


@contextmanager
def open_to_partners(build: Path, folder: Path, **changes: Any) -> Iterator[Server]:
    """Serve a build with an inbox below a folder."""
    keys = folder / "keys.toml"
    keys.write_text("\n\n".join(key.lines for key in KEYS.values()), "utf-8")
    settings = {
        "inbox_dir": folder / "inbox",
        "keys_file": keys,
        "workers": 1,
        "slow_workers": 1,
        "max_upload_bytes": 1_000_000,
        "inbox_mb": 1,
        "inbox_waiting": 3,
        **changes,
    }
    with serving(build, **settings) as server:
        yield server


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("contributed")


@pytest.fixture(scope="session")
def server(release: Release, folder: Path) -> Iterator[Server]:
    with open_to_partners(release.path.parents[1], folder) as running:
        yield running


@pytest.fixture
def inbox(folder: Path) -> Iterator[Inbox]:
    """The inbox of the service, empty before each test."""
    yield Inbox(folder / "inbox")
    shutil.rmtree(folder / "inbox", ignore_errors=True)


@pytest.fixture
def ngo(server: Server, inbox: Inbox) -> Iterator[Partner]:
    """A partner, with nothing in the inbox."""
    partner = Partner(server, "ngo")
    yield partner
    partner.http.close()
