from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import httpx
import pytest

from kg.importers.identifiers import read_identifiers
from kg.publishing.release import Release
from tests.api.conftest import serving
from tests.api.site.html import Page, read_page

Open = Callable[..., Page]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="session")
def site(release: Release) -> Iterator[httpx.Client]:
    """A server of the project's release, over real HTTP; redirects are not followed."""
    with (
        serving(release.path.parents[1]) as server,
        httpx.Client(base_url=server.url, timeout=30) as client,
    ):
        yield client


@pytest.fixture(scope="session")
def visit(site: httpx.Client) -> Open:
    """Open a page as a browser does, which must be there."""

    @cache
    def open_page(path: str, languages: str = "en") -> Page:
        headers = {"Accept": BROWSER, "Accept-Language": languages}
        answer = site.get(path, headers=headers)
        assert answer.status_code == 200, f"{path}: {answer.text[:500]}"
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        return read_page(answer.text)

    return open_page


@pytest.fixture(scope="session")
def local(root: Path) -> Callable[[str, str], str]:
    """Tell what the identifier of a key is: opaque ones stand in a registry."""
    known = read_identifiers(root)

    def find(kind: str, key: str) -> str:
        return f"{kind}/{known.get((kind, key), key)}"

    return find
