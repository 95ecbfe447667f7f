"""A mirror that has the publisher's key takes what they signed, and nothing else."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kg.publishing.audience import Audience
from kg.publishing.mirror.fetching import Fetcher
from kg.publishing.mirror.pulling import Pulled, pull
from kg.publishing.mirror.wishes import Wishes
from kg.publishing.release import Release
from kg.publishing.signatures import sign_editions
from kg.publishing.signing import PublicKey, SecretKey, SignatureError
from tests.api.conftest import serving
from tests.publishing.changes.following import follow, renamed
from tests.publishing.mirror.test_pulling import EVENT, NOW, Publisher

OURS, OTHER = SecretKey.make(), SecretKey.make()
SIGNED_BY = (OURS, OURS, OTHER, None)


@pytest.fixture(scope="module")
def releases(
    release: Release, tmp_path_factory: pytest.TempPathFactory
) -> list[Release]:
    """Four releases: two signed by us, one by somebody else, one by nobody."""
    build = tmp_path_factory.mktemp("signing") / "build"
    shutil.copytree(release.path.parents[1], build, symlinks=True)
    made = [Release(build / "releases" / release.version)]
    for day in (1, 2, 3):
        edit = renamed(EVENT, f"Name of day {day}")
        made.append(follow(build, day, edit, audiences=[Audience.PUBLIC]))
    for it, key in zip(made, SIGNED_BY, strict=True):
        sign_editions(it.path, key)
    return made


@pytest.fixture(scope="module")
def publisher(releases: list[Release]) -> Iterator[Publisher]:
    build = releases[0].path.parents[1]
    with serving(build) as server:
        yield Publisher(build, server)


def run(
    publisher: Publisher, folder: Path, release: Release, pinned: PublicKey | None
) -> Pulled:
    publisher.back(release)
    with httpx.Client(timeout=30) as client:
        fetcher = Fetcher(client, lambda _seconds: None, lambda: NOW)
        return pull(publisher.url, folder, fetcher, Wishes(pinned=pinned))


def dump(release: Release) -> bytes:
    return (release.dumps(Audience.PUBLIC) / "graph.nq").read_bytes()


def test_what_is_signed_is_taken_whole_and_in_steps(
    publisher: Publisher, releases: list[Release], tmp_path: Path
) -> None:
    whole = run(publisher, tmp_path, releases[0], OURS.public)
    step = run(publisher, tmp_path, releases[1], None)
    assert (whole.steps, step.steps) == (None, 1)
    assert (tmp_path / "graph.nq").read_bytes() == dump(releases[1])


@pytest.mark.parametrize(
    ("number", "message"),
    [
        pytest.param(2, "found a signature by the key", id="by-somebody-else"),
        pytest.param(3, "which is not signed", id="not-signed"),
    ],
)
def test_what_the_publisher_did_not_sign_is_not_taken(
    publisher: Publisher,
    releases: list[Release],
    tmp_path: Path,
    number: int,
    message: str,
) -> None:
    run(publisher, tmp_path / "known", releases[1], OURS.public)
    with pytest.raises(SignatureError, match=message):
        run(publisher, tmp_path / "known", releases[number], None)
    assert (tmp_path / "known" / "graph.nq").read_bytes() == dump(releases[1])
    with pytest.raises(SignatureError, match=message):
        run(publisher, tmp_path / "new", releases[number], OURS.public)
    assert not (tmp_path / "new" / "graph.nq").exists()


def test_a_key_that_is_pinned_later_is_asked_of_what_is_there(
    publisher: Publisher, releases: list[Release], tmp_path: Path
) -> None:
    assert run(publisher, tmp_path, releases[3], None).steps is None
    with pytest.raises(SignatureError, match="not signed"):
        run(publisher, tmp_path, releases[3], OURS.public)
    assert run(publisher, tmp_path, releases[1], OURS.public).steps is None


def test_a_key_stays_pinned_when_the_copy_is_lost(
    publisher: Publisher, releases: list[Release], tmp_path: Path
) -> None:
    run(publisher, tmp_path, releases[1], OURS.public)
    shutil.rmtree(tmp_path / "dumps")
    with pytest.raises(SignatureError, match="not signed"):
        run(publisher, tmp_path, releases[3], None)
    assert run(publisher, tmp_path, releases[1], None).steps is None


def test_the_key_and_the_signature_can_be_had(
    publisher: Publisher, releases: list[Release]
) -> None:
    publisher.back(releases[1])
    key = httpx.get(f"{publisher.url}/.well-known/minisign.pub")
    path = f"{publisher.url}/dumps/{releases[1].version}/SHA256SUMS"
    sums, signature = httpx.get(path), httpx.get(f"{path}.minisig")
    public = PublicKey.read(key.text, "the service")
    assert str(public) == str(OURS.public)
    public.verify(sums.content, signature.text, "SHA256SUMS")
    publisher.back(releases[3])
    assert httpx.get(f"{publisher.url}/.well-known/minisign.pub").status_code == 404
