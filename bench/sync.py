"""What a partner moves when one thing of a million triples has changed.

```console
$ python bench/sync.py --triples 1000000 10000000
$ python bench/sync.py --triples 100000 --kills 50
```
For each number it writes releases of made-up lines, serves their files on this machine,
and pulls: the whole, then one change as a program does, another by the command, and one
more with the copy as one file, too. It prints a table of bytes, seconds and a
processor's seconds, and how these grow from one number to the next. With `--kills` the
command is killed that often, at random, while it follows. The copy, in pieces and as
one file, always has to end byte for byte as the publisher's.
"""

import argparse
import datetime
import hashlib
import http.server
import json
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import zstandard

from kg.publishing.changes.delta import digest_of
from kg.publishing.changes.record import read_record
from kg.publishing.changes.writing import write_changes
from kg.publishing.mirror.fetching import Fetcher
from kg.publishing.mirror.pieces import Pieces
from kg.publishing.mirror.pulling import pull
from kg.publishing.mirror.state import GRAPH, PIECES, Mirror
from kg.publishing.mirror.wishes import Wishes

BASE = "https://w3id.org/hrsolidarity/"
PER_THING = 10
SECONDS_PER_TRIPLE = 1 / 2_000_000
"""About how long a pull takes, so that it is killed in the middle."""

Publish = Iterator[None]
"""Publishes a release each time it is asked for the next one."""


def lines(triples: int, change: int) -> Iterator[str]:
    """Yield the lines of a release; each change gives one thing another value."""
    for thing in range(triples // PER_THING):
        subject = f"<{BASE}id/event/e{thing:08}>"
        changed = thing == triples // PER_THING // 2
        for number in range(PER_THING):
            value = f"value {thing * 7919 % 104729} of {number}"
            if changed and number == 0:
                value = f"changed {change} times"
            graph = f"<{BASE}graph/source/s{thing % 997}/r1>"
            yield f'{subject} <{BASE}ontology#p{number}> "{value}" {graph} .\n'


def release(build: Path, triples: int, change: int, previous: Path | None) -> Path:
    """Write a release: its dump, packed too, and its changes."""
    folder = build / f"{change}"
    (folder / "dumps").mkdir(parents=True)
    dump = folder / "dumps" / "graph.nq"
    with dump.open("w") as file:
        file.writelines(lines(triples, change))
    packer = zstandard.ZstdCompressor(level=12)
    packed = Path(f"{dump}.zst")
    with dump.open("rb") as plain, packed.open("wb") as output:
        packer.copy_stream(plain, output, size=dump.stat().st_size)
    time_ = datetime.datetime(2026, 1, 1) + datetime.timedelta(hours=change)  # noqa: DTZ001
    manifest = {
        "version": f"{time_:%Y-%m-%dT%H-%M-%S}Z-{change:08x}",
        "time": f"{time_.isoformat()}Z",
        "audience": "public",
        "files": {path.name: digest(path) for path in (dump, packed)},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    write_changes(folder, previous)
    return folder


def forget(folder: Path) -> None:
    """Delete the dump of a release that none will follow any more."""
    (folder / "dumps" / "graph.nq").unlink()


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Site:
    """The releases that are published so far, as the service gives them."""

    def __init__(self) -> None:
        self.folders: list[Path] = []

    def find(self, path: str, query: str) -> bytes | Path | None:
        """Return what is at an address."""
        if path == "/dataset.json":
            return (self.folders[-1] / "manifest.json").read_bytes()
        if path == "/feed.json":
            return self._log(parse_qs(query)["after"][0])
        return self._files().get(path)

    def _files(self) -> dict[str, Path]:
        found = {}
        for folder in self.folders:
            version = json.loads((folder / "manifest.json").read_bytes())["version"]
            found[f"/dumps/{version}/graph.nq.zst"] = folder / "dumps/graph.nq.zst"
            found[f"/feed/{version}/delta.zst"] = folder / "changes/delta.zst"
        return found

    def _log(self, after: str) -> bytes | None:
        found: list[dict[str, object]] = []
        for folder in reversed(self.folders):
            record = read_record(folder)
            if record is None:
                return None
            if record.version == after:
                return json.dumps({"releases": found}).encode()
            found.append(record.members())
        return None


@contextmanager
def served(site: Site) -> Iterator[str]:
    """Serve a site, with ranges, on a free port of this machine."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._answer(send=False)

        def do_GET(self) -> None:
            self._answer(send=True)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

        def _answer(self, *, send: bool) -> None:
            parts = urlsplit(self.path)
            found = site.find(parts.path, parts.query)
            content = found.read_bytes() if isinstance(found, Path) else found
            if content is None:
                self.send_error(404)
                return
            range_ = self.headers.get("Range")
            start = int(range_.removeprefix("bytes=")[:-1]) if range_ else 0
            self.send_response(206 if range_ else 200)
            self.send_header("Content-Length", str(len(content) - start))
            self.end_headers()
            if send:
                try:
                    self.wfile.write(content[start:])
                except OSError:
                    self.close_connection = True  # whoever asked has been killed

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@dataclass(frozen=True)
class Measure:
    """What one pull took: bytes, seconds, and seconds of a processor."""

    moved: int
    seconds: float
    cpu: float


def measured(url: str, mirror: Path, *, one_file: bool = False) -> Measure:
    """Pull, as a program does."""
    wishes = Wishes(one_file=one_file)
    began, used = time.perf_counter(), time.process_time()
    with httpx.Client(timeout=60) as client:
        pulled = pull(url, mirror, Fetcher(client, time.sleep, now), wishes)
    seconds = time.perf_counter() - began
    return Measure(pulled.moved, seconds, time.process_time() - used)


def commanded(url: str, mirror: Path) -> Measure:
    """Pull by the command, which has to start first; its bytes are not counted."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    command = [sys.executable, "-m", "kg", "pull", url, str(mirror)]
    subprocess.run(command, check=True, capture_output=True)
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
    return Measure(0, seconds, used)


def now() -> datetime.datetime:
    """Return the time, for whoever asks to wait until one."""
    return datetime.datetime.now(datetime.UTC)  # noqa: TID251 - a benchmark's own


def killed(url: str, mirror: Path, triples: int, times: int, publish: Publish) -> int:
    """Kill the command that often while it pulls; return how often it was at work."""
    generator = random.Random(50)  # noqa: S311 - which moments, not which secrets
    command = [sys.executable, "-m", "kg", "pull", url, str(mirror)]
    longest = triples * SECONDS_PER_TRIPLE
    at_work = 0
    for number in range(times):
        pipe = subprocess.PIPE
        started = subprocess.Popen(command, stdout=pipe, stderr=pipe)
        if started.stderr is not None:
            started.stderr.readline()
        time.sleep(generator.uniform(0, longest))
        started.kill()
        said, _told = started.communicate()
        at_work += not said  # it says something once, when it is done
        if number % 2:
            next(publish)
    subprocess.run(command, check=True, capture_output=True)
    return at_work


def main() -> None:
    """Measure, or kill, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--triples", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--kills", type=int, default=0)
    chosen = parser.parse_args()
    rows = []
    for triples in chosen.triples:
        with tempfile.TemporaryDirectory() as scratch:
            rows.append(run(Path(scratch), triples, chosen.kills))
    print_table([row for row in rows if row is not None])


@dataclass(frozen=True)
class Row:
    """What was measured with so many triples."""

    triples: int
    whole: Measure
    change: Measure
    command: Measure
    one_file: Measure


def run(scratch: Path, triples: int, kills: int) -> Row | None:
    """Write releases in a folder, and pull them."""
    site, mirror = Site(), scratch / "mirror"

    def publish() -> Iterator[None]:
        while True:
            before = site.folders[-1] if site.folders else None
            for folder in site.folders[-2:-1]:
                forget(folder)
            folder = release(scratch / "site", triples, len(site.folders), before)
            site.folders.append(folder)
            yield

    published = publish()
    began = time.perf_counter()
    next(published)
    print(f"first release of {triples:,} quads: {time.perf_counter() - began:.1f} s")
    row = None
    with served(site) as url:
        if kills:
            at_work = killed(url, mirror, triples, kills, published)
            print(f"killed {kills} times, {at_work} of them at work")
        else:
            row = compared(url, mirror, triples, published)
        require_equal(Mirror(mirror), site.folders[-1] / "dumps" / "graph.nq")
    print("byte for byte the publisher's: yes")
    return row


def require_equal(mirror: Mirror, dump: Path) -> None:
    """See that a copy is a dump, in both its forms."""
    joined = digest_of(Pieces.of(mirror.folder / PIECES).blocks())
    if not joined == digest(mirror.folder / GRAPH) == digest(dump):
        sys.exit("the copy is not the publisher's dump")


def compared(url: str, mirror: Path, triples: int, published: Iterator[None]) -> Row:
    """Pull the whole, then one change, another by the command, and one as one file."""
    whole = measured(url, mirror)
    next(published)
    change = measured(url, mirror)
    next(published)
    command = commanded(url, mirror)
    next(published)
    one_file = measured(url, mirror, one_file=True)
    return Row(triples, whole, change, command, one_file)


def print_table(rows: list[Row]) -> None:
    """Print what was measured, and how it grew."""
    if not rows:
        return
    print("\n| quads | | bytes | part of the dump | seconds | of a processor |")
    print("| --- | --- | --- | --- | --- | --- |")
    for row in rows:
        part = f"1/{row.whole.moved // row.change.moved}"
        print(_line(row.triples, "the dump, packed", row.whole, ""))
        print(_line(row.triples, "one thing changed", row.change, part))
        print(_line(row.triples, "another, by the command", row.command, ""))
        print(_line(row.triples, "one more, and one file made", row.one_file, ""))
    for less, more in pairwise(rows):
        grown = more.change.cpu / less.change.cpu
        times = more.triples / less.triples
        print(f"\n{times:g} times the quads: {grown:.1f} times the processor's time")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\nmemory at most, with the server and the releases: {peak} MB")


def _line(triples: int, what: str, took: Measure, part: str) -> str:
    moved = f"{took.moved:,}".replace(",", " ") if took.moved else ""
    quads = f"{triples:,}".replace(",", " ")
    cells = (quads, what, moved, part, f"{took.seconds:.2f}", f"{took.cpu:.2f}")
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
