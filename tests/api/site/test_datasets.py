"""The catalogue over HTTP: all releases, and each by its address, in every format."""

import httpx
import pytest
from pyoxigraph import Dataset, parse

from kg.publishing.audience import Audience
from kg.publishing.release import Release
from kg.rdf.formats import Kind, holding
from tests.api.conftest import serving

SERIES = "https://w3id.org/hrsolidarity/dataset"


def read(answer: httpx.Response) -> Dataset:
    form = next(
        it
        for it in holding(Kind.GRAPH)
        if it.content_type == answer.headers["content-type"]
    )
    return Dataset(parse(answer.content, form.rdf))


@pytest.mark.parametrize("path", ["/dataset", "/dataset/{version}"])
def test_every_format_says_the_same(
    site: httpx.Client, release: Release, path: str
) -> None:
    path = path.format(version=release.version)
    first = read(site.get(f"{path}.nt"))
    assert len(first) > 100
    for form in holding(Kind.GRAPH):
        by_accept = site.get(path, headers={"Accept": form.media_type})
        assert by_accept.headers["content-type"] == form.content_type
        assert read(by_accept) == first
        assert read(site.get(f"{path}.{form.suffix}")) == first


def test_files_are_where_the_catalogue_says(site: httpx.Client) -> None:
    told = site.get("/dataset", headers={"Accept": "application/n-triples"}).text
    lines = [it.split(" ") for it in told.splitlines()]
    found = [it[2][1:-1] for it in lines if it[1].endswith("#downloadURL>")]
    assert len(found) > 4
    for address in found:
        assert address.startswith(f"{site.base_url}")
        assert site.head(address).status_code == 200


def test_browsers_get_the_page_of_a_release(
    site: httpx.Client, release: Release
) -> None:
    answer = site.get(f"/dataset/{release.version}", headers={"Accept": "text/html"})
    assert answer.status_code == 303
    page = site.get(answer.headers["location"])
    assert release.version in page.text


def test_programs_get_the_manifest(site: httpx.Client, release: Release) -> None:
    expected = release.manifest(Audience.PUBLIC)
    assert site.get("/dataset.json").json() == expected
    assert site.get(f"/dataset/{release.version}.json").json() == expected
    json = {"Accept": "application/json"}
    assert site.get(f"/dataset/{release.version}", headers=json).json() == expected


@pytest.mark.parametrize(
    "path", ["/dataset.zip", "/dataset/v1", "/dataset/v1.ttl", "/dataset/%2E%2E.ttl"]
)
def test_nothing_else_is_described(site: httpx.Client, path: str) -> None:
    assert site.get(path).status_code == 404


def test_partners_have_a_series_of_their_own_and_whom_to_write_to(
    release: Release,
) -> None:
    build = release.path.parents[1]
    with serving(
        build, audience=Audience.PARTNER, contact="mailto:data@example.org"
    ) as partners:
        told = httpx.get(f"{partners.url}/dataset.nt").text
    assert f"<{SERIES}#partner>" in told
    assert f"<{SERIES}>" not in told
    assert "<mailto:data@example.org>" in told


def test_people_find_what_programs_read(site: httpx.Client, release: Release) -> None:
    page = site.get("/dataset", headers={"Accept": "text/html"})
    for form in holding(Kind.GRAPH):
        address = f"/dataset.{form.suffix}"
        assert f'<link rel="alternate" type="{form.media_type}" href="{address}">' in (
            page.text
        )
        assert f'<{address}>; rel="alternate"' in page.headers["link"]
        assert site.head(address).status_code == 200
    for address in (
        "/.well-known/void",
        "/dataset.json",
        f"/dumps/{release.version}/CITATION.cff",
        f"/dumps/{release.version}/datacite.json",
        f"/dumps/{release.version}/datacite.xml",
    ):
        assert f'href="{address}"' in page.text
        assert site.head(address).status_code == 200
    assert "This release is not signed." in page.text
