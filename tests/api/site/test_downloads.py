"""Downloads: the files of a release, whole and in parts, as their checksums say."""

import hashlib

import httpx
import pytest

from kg.publishing.audience import Audience
from kg.publishing.release import Release
from tests.api.conftest import serving


def test_the_files_are_those_of_the_manifest(
    site: httpx.Client, release: Release
) -> None:
    manifest = site.get("/dataset", headers={"Accept": "application/json"}).json()
    assert manifest == release.manifest(Audience.PUBLIC)
    for name, digest in manifest["files"].items():
        content = site.get(f"/dumps/{release.version}/{name}").content
        assert hashlib.sha256(content).hexdigest() == digest


def test_checksums_are_beside_the_files(site: httpx.Client, release: Release) -> None:
    lines = site.get(f"/dumps/{release.version}/SHA256SUMS").text.splitlines()
    assert [line.split("  ")[1] for line in lines] == sorted(
        release.manifest(Audience.PUBLIC)["files"]  # type: ignore[call-overload]
    )


def test_a_file_can_be_asked_for_in_parts(site: httpx.Client, release: Release) -> None:
    path = f"/dumps/{release.version}/graph.nq"
    part = site.get(path, headers={"Range": "bytes=100-199"})
    assert part.status_code == 206
    assert part.content == site.get(path).content[100:200]


@pytest.mark.parametrize(
    "asked", ["bytes=9-1", "bytes=-", "bytes=0-1,4-5", "lines=0-9", "bytes=x"]
)
def test_what_is_no_single_range_is_given_whole(
    site: httpx.Client, release: Release, asked: str
) -> None:
    path = f"/dumps/{release.version}/SHA256SUMS"
    for method in ("GET", "HEAD"):
        answer = site.request(method, path, headers={"Range": asked})
        assert answer.status_code == 200
    assert site.get(path, headers={"Range": asked}).text == site.get(path).text


def test_what_a_file_does_not_have_is_told(
    site: httpx.Client, release: Release
) -> None:
    path = f"/dumps/{release.version}/SHA256SUMS"
    answer = site.get(path, headers={"Range": "bytes=999999999-"})
    assert answer.status_code == 416
    assert answer.headers["content-type"] == "application/problem+json"
    size = site.head(path).headers["content-length"]
    assert answer.headers["content-range"] == f"bytes */{size}"


def test_a_file_never_changes(site: httpx.Client, release: Release) -> None:
    answer = site.get(f"/dumps/{release.version}/merged.ttl")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/dumps/{version}/merged.ttl", id="dump"),
        pytest.param("/dumps/{version}/SHA256SUMS", id="checksums"),
        pytest.param("/static/style.css", id="style"),
    ],
)
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_file_that_a_client_has_is_not_sent_again(
    site: httpx.Client, release: Release, path: str, coding: str
) -> None:
    path = path.format(version=release.version)
    tag = site.get(path, headers={"Accept-Encoding": coding}).headers["etag"]

    again = site.get(path, headers={"If-None-Match": tag})
    other = site.get(path, headers={"If-None-Match": '"other"'})

    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200


def test_a_dump_has_its_checksum_for_a_tag(
    site: httpx.Client, release: Release
) -> None:
    files = release.manifest(Audience.PUBLIC)["files"]
    assert isinstance(files, dict)
    for name, digest in files.items():
        answer = site.head(f"/dumps/{release.version}/{name}")
        assert answer.headers["etag"] == f'"{digest}"'


def test_what_partners_get_stays_with_them(release: Release) -> None:
    path = f"/dumps/{release.version}/merged.ttl"
    with serving(release.path.parents[1], audience=Audience.PARTNER) as partners:
        answer = httpx.get(f"{partners.url}{path}")
    assert (
        answer.content == (release.dumps(Audience.PARTNER) / "merged.ttl").read_bytes()
    )
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "file",
    [
        pytest.param("manifest.json", id="no-dump"),
        pytest.param("..%2Fmanifest.json", id="above"),
        pytest.param("..%2F..%2Fpartner%2Fdumps%2Fgraph.nq", id="of-partners"),
        pytest.param("%2Fetc%2Fpasswd", id="of-the-machine"),
    ],
)
def test_nothing_else_is_given(site: httpx.Client, release: Release, file: str) -> None:
    assert site.get(f"/dumps/{release.version}/{file}").status_code == 404


@pytest.mark.parametrize("version", ["..", ".", "%2E%2E", ".unfinished-1-x", "current"])
def test_no_other_folder_is_a_release(site: httpx.Client, version: str) -> None:
    assert site.get(f"/dumps/{version}/graph.nq").status_code == 404
