"""A mirror: byte for byte the publisher's, whatever interrupts, and no word more."""

import csv
import datetime
import hashlib
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import orjson
import pytest

import kg
from kg.errors import KgError, SetupError, UnexpectedValueError
from kg.publishing.audience import Audience
from kg.publishing.changes.record import KEY, Record
from kg.publishing.mirror import pulling
from kg.publishing.mirror.fetching import Fetcher, NotAnnouncedError, UnreachableError
from kg.publishing.mirror.pulling import Pulled, pull
from kg.publishing.mirror.state import Mirror
from kg.publishing.mirror.streams.copying import Followed
from kg.publishing.mirror.wishes import PLAIN, Wishes
from kg.publishing.release import (
    Release,
    current_release,
    find_release,
    finished_releases,
    switch,
)
from tests.api.conftest import Server, serving
from tests.publishing.changes.following import Edit, follow, renamed, without
from tests.publishing.mirror.conftest import Mirroring

BASE = "https://w3id.org/hrsolidarity/"
EVENT = f"{BASE}id/event/solidarity-action-16-january"
PLACE = f"{BASE}id/place/minsk"
LATER = "Tue, 01 Dec 2026 00:00:30 GMT"
NOW = datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC)

DIGEST = re.compile(rb'"sha256": "\w{4}')

Change = Callable[[httpx.Request, httpx.Response], httpx.Response | None]


class Publisher:
    """A service, and its build directory, in which releases follow each other."""

    def __init__(self, build: Path, server: Server) -> None:
        self.build = build
        self.url = server.url
        self._day = len(finished_releases(build))

    @property
    def dump(self) -> bytes:
        release = current_release(self.build)
        return (release.dumps(Audience.PUBLIC) / "graph.nq").read_bytes()

    def publish(self, edit: Edit) -> Release:
        release = follow(self.build, self._day, edit, audiences=[Audience.PUBLIC])
        self._day += 1  # also when one has been deleted meanwhile
        self.wait(release)
        return release

    def back(self, release: Release) -> None:
        switch(self.build, release)
        self.wait(release)

    def wait(self, release: Release) -> None:
        for _ in range(600):
            served = httpx.get(f"{self.url}/feed.json", timeout=30).json()["current"]
            if served == release.version:
                return
            time.sleep(0.1)
        raise TimeoutError(release.version)


@pytest.fixture(scope="module")
def publisher(
    release: Release, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Publisher]:
    build = tmp_path_factory.mktemp("publisher") / "build"
    shutil.copytree(release.path.parents[1], build, symlinks=True)
    with serving(build) as server:
        publisher = Publisher(build, server)
        publisher.publish(renamed(EVENT, "The name in the first of many"))
        yield publisher


@pytest.fixture(scope="module")
def behind(publisher: Publisher, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A mirror that is a release behind."""
    folder = tmp_path_factory.mktemp("behind") / "mirror"
    run(publisher, folder)
    publisher.publish(renamed(EVENT, "Of the release that the mirror has not"))
    return folder


@pytest.fixture
def mirror(behind: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(behind, tmp_path / "mirror", symlinks=True))


class Between(httpx.BaseTransport):
    """What stands between: it changes answers, or breaks them off."""

    def __init__(self, change: Change) -> None:
        self._change = change
        self._real = httpx.HTTPTransport()
        self.asked: list[str] = []

    def close(self) -> None:
        self._real.close()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(f"{request.method} {request.url.path}")
        response = self._real.handle_request(request)
        changed = self._change(request, response)
        return response if changed is None else changed


def run(
    publisher: Publisher,
    folder: Path,
    change: Change | None = None,
    wishes: Wishes = PLAIN,
) -> tuple[Pulled, list[str], list[float]]:
    between = Between(change or (lambda _request, _response: None))
    waited: list[float] = []
    with httpx.Client(transport=between, timeout=30) as client:
        fetcher = Fetcher(client, waited.append, lambda: NOW)
        return pull(publisher.url, folder, fetcher, wishes), between.asked, waited


def joined(folder: Path) -> bytes:
    """Read the pieces of a mirror, as `cat mirror/graph/*.nq` does."""
    paths = sorted((folder / "graph").glob("*.nq"))
    return b"".join(path.read_bytes() for path in paths)


def test_a_mirror_is_the_publishers_dump(publisher: Publisher, tmp_path: Path) -> None:
    pulled, _asked, _waited = run(publisher, tmp_path)
    assert (tmp_path / "graph.nq").read_bytes() == joined(tmp_path) == publisher.dump
    assert pulled.version == current_release(publisher.build).version
    assert pulled.steps is None


def test_what_has_not_changed_is_not_sent(publisher: Publisher, tmp_path: Path) -> None:
    run(publisher, tmp_path)
    first, asked, _waited = run(publisher, tmp_path)
    assert asked == ["GET /feed.json"]
    second, _asked, _waited = run(publisher, tmp_path)
    assert (first.steps, second.steps) == (0, 0)
    assert second.moved == 0


def test_what_changed_is_followed_and_little_is_moved(
    publisher: Publisher, tmp_path: Path
) -> None:
    whole, _asked, _waited = run(publisher, tmp_path)
    publisher.publish(renamed(EVENT, "A second name"))
    publisher.publish(renamed(EVENT, "A third name"))
    pulled, _asked, _waited = run(publisher, tmp_path)
    assert pulled.steps == 2
    assert pulled.moved < whole.moved / 5
    assert (tmp_path / "graph.nq").read_bytes() == joined(tmp_path) == publisher.dump
    assert [it.name for it in (tmp_path / "downloads").iterdir()] == []
    assert len(list((tmp_path / "dumps").iterdir())) == 2  # a file, and its pieces


def test_what_is_withdrawn_leaves_every_copy(
    publisher: Publisher, tmp_path: Path
) -> None:
    publisher.publish(renamed(EVENT, "Words to be forgotten"))
    run(publisher, tmp_path)
    assert b"Words to be forgotten" in (tmp_path / "graph.nq").read_bytes()
    publisher.publish(renamed(EVENT, "Other words"))
    run(publisher, tmp_path)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert b"to be forgotten" not in path.read_bytes(), path


def test_what_is_ones_own_is_never_touched(publisher: Publisher, mirror: Path) -> None:
    own = mirror / "local" / "ours.nq"
    own.write_text("<a> <b> <c> .")
    run(publisher, mirror)
    assert own.read_text() == "<a> <b> <c> ."


class Cut:
    """Breaks every answer off that is longer than some bytes, the first few times."""

    def __init__(self, times: int, after: int) -> None:
        self._times = times
        self._after = after

    def __call__(
        self, request: httpx.Request, response: httpx.Response
    ) -> httpx.Response | None:
        if (
            not self._times
            or request.method != "GET"
            or "graph" not in request.url.path
        ):
            return None
        self._times -= 1
        stream = response.stream
        assert isinstance(stream, httpx.SyncByteStream)
        broken = _Broken(stream, self._after)
        return httpx.Response(
            response.status_code, headers=response.headers, stream=broken
        )


class _Broken(httpx.SyncByteStream):
    def __init__(self, stream: httpx.SyncByteStream, after: int) -> None:
        self._stream = stream
        self._after = after

    def __iter__(self) -> Iterator[bytes]:
        left = self._after
        for block in self._stream:
            yield block[:left]
            left -= len(block)
            if left <= 0:
                raise httpx.ReadError("cut")

    def close(self) -> None:
        self._stream.close()


def test_what_broke_off_goes_on_where_it_was(
    publisher: Publisher, tmp_path: Path
) -> None:
    whole, _asked, _waited = run(publisher, tmp_path / "whole")
    pulled, asked, waited = run(publisher, tmp_path / "cut", Cut(3, 20_000))
    assert (tmp_path / "cut" / "graph.nq").read_bytes() == publisher.dump
    assert sum("graph.nq.zst" in it and "GET" in it for it in asked) == 4
    assert waited == [1.0, 2.0, 4.0]
    assert pulled.moved == whole.moved


def test_a_later_pull_goes_on_where_an_earlier_one_gave_up(
    publisher: Publisher, tmp_path: Path
) -> None:
    whole, _asked, _waited = run(publisher, tmp_path / "whole")
    with pytest.raises(UnreachableError, match="ReadError"):
        run(publisher, tmp_path / "cut", Cut(6, 5_000))
    pulled, _asked, _waited = run(publisher, tmp_path / "cut")
    assert pulled.moved == whole.moved - 30_000
    assert (tmp_path / "cut" / "graph.nq").read_bytes() == publisher.dump


def answering(path: str, *answers: httpx.Response) -> Change:
    """Answer what is asked of a path with something else, as often as given."""
    left = list(answers)

    def change(
        request: httpx.Request, response: httpx.Response
    ) -> httpx.Response | None:
        if not left or path not in request.url.path:
            return None
        response.close()
        return left.pop(0)

    return change


@pytest.mark.parametrize(
    ("answer", "pause"),
    [
        pytest.param(httpx.Response(429, headers={"Retry-After": "7"}), 7.0, id="429"),
        pytest.param(
            httpx.Response(
                503, headers={"Retry-After": "Tue, 01 Dec 2026 00:00:30 GMT"}
            ),
            30.0,
            id="until",
        ),
        pytest.param(httpx.Response(503), 1.0, id="no-word"),
        pytest.param(
            httpx.Response(503, headers={"Retry-After": "soon"}), 60.0, id="nonsense"
        ),
        pytest.param(
            httpx.Response(503, headers={"Retry-After": f"1 Dec {'9' * 20} 0:00 GMT"}),
            60.0,
            id="no-year",
        ),
    ],
)
def test_who_says_when_to_come_back_is_obeyed(
    publisher: Publisher, tmp_path: Path, answer: httpx.Response, pause: float
) -> None:
    _pulled, _asked, waited = run(publisher, tmp_path, answering("/dataset", answer))
    assert waited == [pause]


@pytest.mark.parametrize(
    ("answer", "tries"),
    [
        pytest.param(httpx.Response(403), 1, id="refused"),
        pytest.param(
            httpx.Response(503, headers={"Retry-After": "86400"}), 1, id="not-today"
        ),
        pytest.param(httpx.Response(502), 6, id="broken"),
    ],
)
def test_who_cannot_be_asked_is_left_alone(
    publisher: Publisher, tmp_path: Path, answer: httpx.Response, tries: int
) -> None:
    answers = [httpx.Response(answer.status_code, headers=answer.headers)] * 9
    change = answering("/dataset", *answers)
    with pytest.raises(UnreachableError, match=str(answer.status_code)):
        run(publisher, tmp_path, change)
    assert len(answers) - tries >= 3
    assert not (tmp_path / "graph.nq").exists()


def altered(path: str, alter: Callable[[bytes], bytes]) -> Change:
    """Alter the body of what is answered to a path."""

    def change(
        request: httpx.Request, response: httpx.Response
    ) -> httpx.Response | None:
        if path not in request.url.path or request.method != "GET":
            return None
        response.read()
        headers = [(k, v) for k, v in response.headers.items() if "content-" not in k]
        body = alter(response.content)
        stream = httpx.ByteStream(body)
        return httpx.Response(response.status_code, headers=headers, stream=stream)

    return change


def relinked(body: bytes) -> bytes:
    """Write a log whose first record is another's, and consistent in itself."""
    log = orjson.loads(body)
    record = log["releases"][-1]
    body = orjson.dumps(log)
    return body.replace(record["previous"]["chain"].encode(), b"1" * 64)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        pytest.param(
            altered("delta.zst", lambda it: it[:-1] + b"?"),
            NotAnnouncedError,
            "found SHA-256",
            id="another-delta",
        ),
        pytest.param(
            altered("delta.zst", lambda it: it + b"?"),
            NotAnnouncedError,
            "found more than",
            id="a-longer-delta",
        ),
        pytest.param(
            altered("feed.json", relinked),
            UnexpectedValueError,
            "link",
            id="another-past",
        ),
        pytest.param(
            altered("feed.json", lambda it: it[:50]),
            NotAnnouncedError,
            "no JSON",
            id="half",
        ),
        pytest.param(
            altered("feed.json", lambda _: b"{}"),
            NotAnnouncedError,
            "no list",
            id="empty",
        ),
        pytest.param(
            altered(
                "feed.json",
                lambda it: re.sub(rb'"sha256": "\w{4}', b'"sha256": "../.', it),
            ),
            UnexpectedValueError,
            "a record of changes",
            id="a-path-for-a-digest",
        ),
    ],
)
def test_what_is_not_as_announced_changes_nothing(
    publisher: Publisher,
    mirror: Path,
    change: Change,
    error: type[KgError],
    words: str,
) -> None:
    before = (mirror / "graph.nq").read_bytes()
    with pytest.raises(error, match=words):
        run(publisher, mirror, change)
    assert (mirror / "graph.nq").read_bytes() == before != publisher.dump
    run(publisher, mirror)
    assert (mirror / "graph.nq").read_bytes() == publisher.dump


def test_a_release_left_out_is_noticed(publisher: Publisher, mirror: Path) -> None:
    publisher.publish(renamed(EVENT, "After the one left out"))

    def shorten(body: bytes) -> bytes:
        log = orjson.loads(body)
        return orjson.dumps({**log, "releases": log["releases"][:1]})

    with pytest.raises(NotAnnouncedError, match="does not follow"):
        run(publisher, mirror, altered("feed.json", shorten))


def test_a_dump_that_is_not_as_announced_is_not_kept(
    publisher: Publisher, tmp_path: Path
) -> None:
    with pytest.raises(NotAnnouncedError, match="found SHA-256"):
        run(publisher, tmp_path, altered("graph.nq.zst", lambda it: it[:-1] + b"?"))
    assert not (tmp_path / "graph.nq").exists()


def test_who_was_away_too_long_begins_again(publisher: Publisher, mirror: Path) -> None:
    gone = answering("/feed.json", httpx.Response(410))
    pulled, asked, _waited = run(publisher, mirror, gone)
    assert pulled.steps is None
    assert any("graph.nq.zst" in it for it in asked)
    assert (mirror / "graph.nq").read_bytes() == publisher.dump


def test_a_publisher_that_goes_back_is_followed(
    publisher: Publisher, tmp_path: Path
) -> None:
    before = current_release(publisher.build)
    publisher.publish(renamed(EVENT, "A mistake"))
    run(publisher, tmp_path)
    publisher.back(before)
    pulled, _asked, _waited = run(publisher, tmp_path)
    assert pulled.version == before.version
    assert (tmp_path / "graph.nq").read_bytes() == publisher.dump


def test_a_mirror_is_of_one_site(publisher: Publisher, tmp_path: Path) -> None:
    run(publisher, tmp_path)
    state = orjson.loads((tmp_path / "state.json").read_bytes())
    state["url"] = "https://example.org"
    (tmp_path / "state.json").write_bytes(orjson.dumps(state))
    with pytest.raises(SetupError, match=r"a mirror of https://example\.org, not"):
        run(publisher, tmp_path)


def test_two_pulls_do_not_meet(publisher: Publisher, tmp_path: Path) -> None:
    with (
        Mirror(tmp_path).held(),
        pytest.raises(SetupError, match="another pull is under way"),
    ):
        run(publisher, tmp_path)


def test_a_site_without_a_record_is_told(publisher: Publisher, tmp_path: Path) -> None:
    def drop(body: bytes) -> bytes:
        manifest = orjson.loads(body)
        del manifest[KEY]
        return orjson.dumps(manifest)

    with pytest.raises(NotAnnouncedError, match="no record of changes"):
        run(publisher, tmp_path, altered("dataset.json", drop))


@pytest.mark.slow
def test_killed_at_any_moment_it_ends_as_the_publishers(
    publisher: Publisher, tmp_path: Path
) -> None:
    """The command, killed at random, while releases follow each other."""
    generator = random.Random(16)  # noqa: S311 - which moments, not which secrets
    command = [sys.executable, "-m", "kg", "pull", publisher.url, str(tmp_path / "m")]
    kills = 0
    for number in range(4):
        started = subprocess.Popen(command, stderr=subprocess.PIPE)
        assert started.stderr is not None
        started.stderr.readline()  # it is past its imports, and has begun
        time.sleep(generator.uniform(0, 0.08))
        kills += started.poll() is None
        started.kill()
        started.communicate(timeout=60)
        if number % 2:
            publisher.publish(renamed(EVENT, f"Killed {number} times"))
    subprocess.run(command, check=True, timeout=120, capture_output=True)
    assert kills > 0
    assert (tmp_path / "m" / "graph.nq").read_bytes() == publisher.dump
    assert joined(tmp_path / "m") == publisher.dump
    assert len(list((tmp_path / "m" / "dumps").iterdir())) == 2


def test_a_large_copy_is_kept_in_pieces(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulling, "ONE_FILE", 1000)
    run(publisher, tmp_path)
    assert not (tmp_path / "graph.nq").exists()
    assert joined(tmp_path) == publisher.dump
    publisher.publish(renamed(EVENT, "A name for pieces"))
    pulled, _asked, _waited = run(publisher, tmp_path)
    assert pulled.steps == 1
    assert not (tmp_path / "graph.nq").exists()
    assert joined(tmp_path) == publisher.dump


def test_one_file_is_kept_until_somebody_says_otherwise(
    publisher: Publisher, mirror: Path
) -> None:
    graph = mirror / "graph.nq"
    run(publisher, mirror, wishes=Wishes(one_file=False))
    assert not graph.is_symlink()
    run(publisher, mirror)
    assert not graph.is_symlink()
    run(publisher, mirror, wishes=Wishes(one_file=True))
    run(publisher, mirror)
    assert graph.read_bytes() == joined(mirror) == publisher.dump
    run(publisher, mirror, wishes=Wishes(one_file=False))
    assert len(list((mirror / "dumps").iterdir())) == 1


def test_the_list_of_pieces_is_the_publishers(
    publisher: Publisher, mirror: Path
) -> None:
    pulled, _asked, _waited = run(publisher, mirror)
    listed = httpx.get(f"{publisher.url}/feed/{pulled.version}/pieces.sha256")
    assert listed.headers["content-type"] == "text/plain; charset=utf-8"
    assert (mirror / "graph" / "pieces.sha256").read_bytes() == listed.content
    for line in listed.text.splitlines():
        digest, name = line.split("  ")
        piece = (mirror / "graph" / name).read_bytes()
        assert hashlib.sha256(piece).hexdigest() == digest


def unlisted(body: bytes) -> bytes:
    """Write a log as from before pieces were listed, and consistent in itself."""
    log = orjson.loads(body)
    releases: list[dict[str, object]] = []
    for members in reversed(log["releases"]):
        record = Record.read(members, "log")
        files = {name: it for name, it in record.files.items() if ".sha256" not in name}
        assert len(files) == len(record.files) - 1
        before = record.previous
        if releases and before is not None:
            before = replace(before, chain=str(releases[0]["chain"]))
        record = replace(record, files=files, previous=before)
        releases.insert(0, record.members())
    return orjson.dumps({**log, "releases": releases})


def test_a_release_whose_pieces_are_not_listed_is_followed(
    publisher: Publisher, mirror: Path
) -> None:
    pulled, _asked, _waited = run(publisher, mirror, altered("feed.json", unlisted))
    assert pulled.steps
    assert joined(mirror) == publisher.dump


def as_before_pieces(mirror: Path) -> Path:
    """Make a mirror what the version before pieces left; return its only dump."""
    [pieces] = [it for it in (mirror / "dumps").iterdir() if it.is_dir()]
    shutil.rmtree(pieces)
    (mirror / "graph").unlink()
    state = orjson.loads((mirror / "state.json").read_bytes())
    del state["one_file"]
    (mirror / "state.json").write_bytes(orjson.dumps(state))
    return pieces.with_name(f"{pieces.name}.nq")


def test_a_mirror_from_before_pieces_goes_on_with_its_file(
    publisher: Publisher, mirror: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_before_pieces(mirror)
    monkeypatch.setattr(pulling, "ONE_FILE", 1000)
    pulled, _asked, _waited = run(publisher, mirror)
    assert pulled.steps
    assert (mirror / "graph.nq").read_bytes() == joined(mirror) == publisher.dump


def spoil(path: Path) -> None:
    """Change a letter, as a failing disk does."""
    content = path.read_bytes()
    path.write_bytes(content[:99] + bytes([content[99] ^ 1]) + content[100:])


def spoil_pieces(mirror: Path) -> None:
    for path in (mirror / "graph").glob("*.nq"):
        spoil(path)


def lose_a_piece(mirror: Path) -> None:
    (mirror / "graph" / "000000.nq").unlink()


def lose_the_file(mirror: Path) -> None:
    spoil_pieces(mirror)
    (mirror / "graph.nq").resolve().unlink()


@pytest.mark.parametrize("damage", [spoil_pieces, lose_a_piece, lose_the_file])
def test_a_damaged_mirror_is_fetched_anew(
    publisher: Publisher, mirror: Path, damage: Callable[[Path], None]
) -> None:
    damage(mirror)
    pulled, _asked, _waited = run(publisher, mirror)
    assert pulled.steps is None
    assert (mirror / "graph.nq").read_bytes() == joined(mirror) == publisher.dump


def test_a_damaged_mirror_from_before_pieces_is_fetched_anew(
    publisher: Publisher, mirror: Path
) -> None:
    spoil(as_before_pieces(mirror))
    pulled, _asked, _waited = run(publisher, mirror)
    assert pulled.steps is None
    assert (mirror / "graph.nq").read_bytes() == joined(mirror) == publisher.dump


def test_what_no_change_touches_is_looked_at_when_it_is_wished(
    publisher: Publisher, mirroring: Mirroring, graph: Path, told: list[str]
) -> None:
    mirroring(publisher.url)
    spoil(graph)
    mirroring(publisher.url)
    assert graph.read_bytes() != publisher.dump
    assert "the copy has been damaged" not in told
    mirroring(publisher.url, check=True)
    assert "the copy has been damaged" in told
    assert graph.read_bytes() == publisher.dump


def test_what_the_server_took_down_is_in_no_mirror(
    publisher: Publisher, tmp_path: Path
) -> None:
    """Releases that had it are deleted: who has one of them begins again without it."""
    release = publisher.publish(renamed(EVENT, "Taken down"))
    run(publisher, tmp_path)
    publisher.publish(renamed(EVENT, "As it should be"))
    publisher.publish(without(PLACE))
    found = find_release(publisher.build, release.version)
    assert found is not None
    shutil.rmtree(found.path)
    pulled, _asked, _waited = run(publisher, tmp_path)
    assert pulled.version == current_release(publisher.build).version
    assert b"Taken down" not in (tmp_path / "graph.nq").read_bytes()
    assert (tmp_path / "graph.nq").read_bytes() == publisher.dump


def test_our_own_feed_is_read_as_that_of_anybody(
    publisher: Publisher, mirroring: Mirroring, graph: Path
) -> None:
    before = publisher.publish(renamed(EVENT, "A name that others are to read"))
    mirroring(f"{publisher.url}/feed")
    assert b"A name that others are to read" in graph.read_bytes()
    publisher.publish(without(EVENT))
    second = mirroring(f"{publisher.url}/feed")
    assert isinstance(second, Followed)
    assert second.pages == 2  # the first one, and that of the release
    with (graph.parent / "changes.csv").open(newline="") as file:
        told = {(row["change"], row["entity"]) for row in csv.DictReader(file)}
    assert ("Delete", EVENT) in told
    assert b"A name that others are to read" not in graph.read_bytes()
    publisher.back(before)


def test_our_own_catalogue_is_read_as_that_of_anybody(
    publisher: Publisher, mirroring: Mirroring, graph: Path
) -> None:
    release = current_release(publisher.build)
    mirroring(f"{publisher.url}/dataset/{release.version}.ttl")
    assert graph.read_bytes() == publisher.dump


def test_the_command_copies_as_the_library_does(
    publisher: Publisher, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    outcome = kg.pull(publisher.url, tmp_path / "library")
    command = [sys.executable, "-m", "kg", "pull", publisher.url, str(tmp_path / "m")]
    subprocess.run(command, check=True, timeout=120)
    said = capfd.readouterr()
    version = current_release(publisher.build).version
    assert outcome.line == f"release {version}, fetched whole"
    assert outcome.line in said.out
    assert f"{publisher.url} is a service of ours" in said.err
    assert (tmp_path / "m" / "graph.nq").read_bytes() == publisher.dump
    assert (tmp_path / "library" / "graph.nq").read_bytes() == publisher.dump
