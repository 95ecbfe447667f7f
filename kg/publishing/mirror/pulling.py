"""Pulling: bringing a mirror to the release that is served, and proving that it is.

The first time the dump is fetched; from then on what has changed since, as long as that
is less. Each step is checked: the files by the checksums in the record of a release,
the record by the chain of releases, the outcome by the digest of the publisher's dump.
Whose it is, a signature over the link proves, when the public key of the publisher is
pinned; else that is what HTTPS proves.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson

from kg.publishing.changes.delta import pieces
from kg.publishing.changes.packing import unpacked
from kg.publishing.changes.record import DELTA, DUMP, KEY, File, Record
from kg.publishing.mirror.fetching import Fetcher, NotAnnouncedError
from kg.publishing.mirror.state import Mirror, State
from kg.publishing.signing import PublicKey, SignatureError

_PACKED = f"{DUMP}.zst"
_BLOCK = 1 << 20

Told = Callable[[str], None]
"""Told of each step before it is done."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull has done: the release a mirror has now, and how it came by it.

    `steps` counts the releases that were followed; None: the dump was fetched.
    """

    version: str
    steps: int | None
    moved: int

    @property
    def line(self) -> str:
        """What is told of it."""
        if self.steps is None:
            how = "fetched whole"
        elif not self.steps:
            how = "nothing new"
        else:
            noun = "release" if self.steps == 1 else "releases"
            how = f"{self.steps} {noun} followed"
        return f"release {self.version}, {how}"


@dataclass(frozen=True, slots=True)
class _Pull:
    site: str
    mirror: Mirror
    fetcher: Fetcher
    told: Told
    pinned: str

    def run(self) -> Pulled:
        state = self.mirror.read(State, self.site)
        if state is None:
            return self._whole()
        self.mirror.settle(state)
        if self.pinned and self.pinned != state.key:
            self.told("pinning the publisher's key")
            return self._whole()
        return replace(self, pinned=state.key)._follow(state)

    def _trust(self, record: Record, where: str) -> None:
        """See that the publisher signed a release, when their key is pinned.

        Raises:
            SignatureError: they did not.
        """
        if not self.pinned:
            return
        if not record.signature:
            found = f"release {record.version}, which is not signed"
            raise SignatureError(f"{where}: found {found}; expected a signature")
        key = PublicKey.read(self.pinned, "the pinned key")
        key.verify(record.statement, record.signature, where)

    def _follow(self, state: State) -> Pulled:
        """Follow what has been published since, or begin again where that is less."""
        self.told(f"asking what follows {state.version}")
        url = f"{self.site}/feed.json?after={quote(state.version)}"
        answer = self.fetcher.get(url, tag=state.tag)
        if answer is None:
            self.told("the feed does not go back so far")
            return self._whole()
        steps = [] if answer.content is None else _steps(state, answer.content, url)
        if not _worth_it(steps):
            return self._whole()
        if steps:  # the last one's link covers the others
            self._trust(steps[-1], url)
        for record in steps:
            state = self._step(state, record)
        if not steps and state.tag != answer.tag:
            self.mirror.write(replace(state, tag=answer.tag))
        return Pulled(state.version, len(steps), self.fetcher.moved)

    def _step(self, state: State, record: Record) -> State:
        """Go on to the next release, by its delta."""
        self.told(f"following to {record.version}")
        delta = record.files[DELTA]
        packed = self.mirror.downloads / f"{delta.sha256}.zst"
        if not packed.exists():
            url = f"{self.site}/feed/{quote(record.version)}/{DELTA}"
            self.fetcher.download(url, packed, delta)
        size = self.mirror.dump(state.dump).stat().st_size
        with unpacked(packed) as lines:
            new = pieces(lines, size)
            self.mirror.patch(new, state.dump, record.dump.sha256)
        return self._arrive(record)

    def _whole(self) -> Pulled:
        """Fetch the dump of the release that is served."""
        url = f"{self.site}/dataset.json"
        answer = self.fetcher.get(url)
        if answer is None or answer.content is None:
            raise NotAnnouncedError(f"{url}: found nothing; expected a release")
        manifest = _json(answer.content, url)
        record = _recorded(manifest, url)
        self._trust(record, url)
        digest = _packed(manifest, url)
        self.told(f"fetching the dump of {record.version}")
        packed = self.mirror.downloads / f"{digest}.zst"
        if not packed.exists():
            url = f"{self.site}/dumps/{quote(record.version)}/{_PACKED}"
            announced = File(digest, self.fetcher.size(url))
            self.fetcher.download(url, packed, announced)
        with unpacked(packed) as content:
            self.mirror.keep(_blocks(content.read), record.dump.sha256)
        self._arrive(record)
        return Pulled(record.version, None, self.fetcher.moved)

    def _arrive(self, record: Record) -> State:
        state = State(
            url=self.site,
            version=record.version,
            audience=record.audience,
            dump=record.dump.sha256,
            chain=record.chain,
            key=self.pinned,
        )
        self.mirror.write(state)
        return state


def pull(
    site: str,
    folder: Path,
    fetcher: Fetcher,
    told: Told = lambda _step: None,
    pinned: PublicKey | None = None,
) -> Pulled:
    """Bring a mirror to the release that a site serves; interrupted, it goes on.

    Args:
        site: the address of a service, such as `https://example.org`.
        folder: where the copy is kept; `local/` in it is never touched.
        fetcher: what asks.
        told: told of each step.
        pinned: whose signature each release must bear from now on, also when a later
            pull is not told so; a mirror that had another key is fetched anew.

    Raises:
        SignatureError: a release is not signed by the key that is pinned.
        UnreachableError: the site cannot be asked just now; what is had stays as it is.
        NotAnnouncedError: what it sends is not what it announces.
        UnexpectedValueError: its records do not follow each other.
        SetupError: the folder is the mirror of another site, or being changed.
    """
    mirror = Mirror(folder)
    with mirror.held():
        key = "" if pinned is None else str(pinned)
        return _Pull(site.rstrip("/"), mirror, fetcher, told, key).run()


def _json(content: bytes, url: str) -> Any:  # noqa: ANN401 - JSON
    try:
        return orjson.loads(content)
    except ValueError as error:
        raise NotAnnouncedError(f"{url}: found no JSON: {error}") from error


def _recorded(manifest: Any, url: str) -> Record:  # noqa: ANN401 - JSON
    """Read the record of the release that is served.

    Raises:
        NotAnnouncedError: the manifest has none, or another dump.
    """
    members = manifest.get(KEY) if isinstance(manifest, dict) else None
    if members is None:
        raise NotAnnouncedError(f"{url}: found no record of changes; expected one")
    record = Record.read(members, url)
    files = manifest.get("files")
    if not isinstance(files, dict) or files.get(DUMP) != record.dump.sha256:
        raise NotAnnouncedError(f"{url}: its record and its files name two dumps")
    return record


def _packed(manifest: Any, url: str) -> str:  # noqa: ANN401 - JSON
    """Read the digest of the packed dump."""
    digest = manifest["files"].get(_PACKED)
    try:
        return File.read(digest, 0).sha256
    except (ValueError, TypeError) as error:
        message = f"{url}: found {digest!r} for {_PACKED}; expected its SHA-256"
        raise NotAnnouncedError(message) from error


def _steps(state: State, content: bytes, url: str) -> list[Record]:
    """Read the releases that follow, the earliest first, and that each does.

    Raises:
        UnexpectedValueError: a record is none.
        NotAnnouncedError: one does not follow the one before it.
    """
    log = _json(content, url)
    listed = log.get("releases") if isinstance(log, dict) else None
    if not isinstance(listed, list):
        raise NotAnnouncedError(f"{url}: found no list of releases; expected one")
    records = [Record.read(it, url) for it in reversed(listed)]
    link = (state.version, state.dump, state.chain)
    for record in records:
        before = record.previous
        if before is None or (before.version, before.dump, before.chain) != link:
            found = f"{record.version}, which does not follow {link[0]}"
            raise NotAnnouncedError(f"{url}: found release {found}")
        link = (record.version, record.dump.sha256, record.chain)
    return records


def _worth_it(steps: Sequence[Record]) -> bool:
    """Say whether following moves less than the dump, which is packed to a tenth."""
    if not all(DELTA in it.files for it in steps):
        return False
    packed = steps[-1].dump.size / 10 if steps else 1
    return sum(it.files[DELTA].size for it in steps) < packed


def _blocks(read: Callable[[int], bytes]) -> Iterator[bytes]:
    while block := read(_BLOCK):
        yield block
