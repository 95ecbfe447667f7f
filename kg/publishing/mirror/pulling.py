"""Pulling: bringing a mirror to the release that is served, and proving that it is.

The first time the dump is fetched; from then on what has changed since, as long as that
is less. Each step is checked: the files by the checksums in the record of a release,
the record by the chain of releases, the outcome by the digest of the publisher's dump,
or of the list of its pieces. Whose it is, a signature over the link proves, when the
public key of the publisher is pinned; else that is what HTTPS proves.
"""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import quote

from kg.errors import SyntaxFaultError
from kg.publishing.changes.packing import unpacked
from kg.publishing.changes.record import DELTA, PIECES, File, Record
from kg.publishing.mirror.announcements import (
    PACKED,
    is_worth_it,
    read_release,
    read_steps,
)
from kg.publishing.mirror.fetching import Fetcher, NotAnnouncedError
from kg.publishing.mirror.pieces import DamagedError
from kg.publishing.mirror.shelf import BLOCK
from kg.publishing.mirror.state import Mirror, State
from kg.publishing.mirror.wishes import PLAIN, Told, Wishes
from kg.publishing.signing import PublicKey, SignatureError

ONE_FILE = 256 << 20
"""Bytes up to which a dump is kept as one file, too, when nobody says otherwise."""


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
    one_file: bool | None

    def run(self) -> Pulled:
        state = self.mirror.read(State, self.site)
        if state is None:
            return self._whole()
        one_file = state.one_file if self.one_file is None else self.one_file
        return replace(self, one_file=one_file)._go_on(
            replace(state, one_file=one_file)
        )

    def _go_on(self, state: State) -> Pulled:
        """Go on from a release whose dump should be here."""
        if self.pinned and self.pinned != state.key:
            self.told("pinning the publisher's key")
            return self._whole()
        known = replace(self, pinned=state.key)
        return known._follow(state) if self._is_here(state) else known._whole()

    def _is_here(self, state: State) -> bool:
        """See that the dump is here in pieces, which a file is cut into, or not."""
        dumps = self.mirror.dumps
        if not dumps.has(state.dump):
            return False
        try:
            if not dumps.is_cut(state.dump):
                self.told("cutting the dump that is here into pieces")
                dumps.part(state.dump)
            self.mirror.settle(state)
        except (DamagedError, NotAnnouncedError) as error:
            self.told(f"the copy has been damaged: {error}")
            return False
        return True

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
        link = (state.version, state.dump, state.chain)
        steps = [] if answer.content is None else read_steps(link, answer.content, url)
        if not is_worth_it(steps):
            return self._whole()
        if not steps:
            state = replace(state, tag=answer.tag)
        else:  # the last one's link covers the others
            self._trust(steps[-1], url)
        try:
            for record in steps:
                state = self._step(state, record)
            if steps or state != self.mirror.read(State, self.site):
                self.mirror.write(state)
        except DamagedError as error:
            self.told(f"the copy has been damaged: {error}")
            return self._whole()
        return Pulled(state.version, len(steps), self.fetcher.moved)

    def _step(self, state: State, record: Record) -> State:
        """Go on to the next release, by its delta; only its pieces are made as yet."""
        self.told(f"following to {record.version}")
        delta, dump = record.files[DELTA], record.dump.sha256
        packed = self.mirror.downloads / f"{delta.sha256}.zst"
        if not packed.exists():
            url = f"{self.site}/feed/{quote(record.version)}/{DELTA}"
            self.fetcher.download(url, packed, delta)
        proof = record.files[PIECES].sha256 if PIECES in record.files else ""
        try:
            with unpacked(packed) as lines:
                self.mirror.dumps.patch(lines, state.dump, dump, proof)
        except (NotAnnouncedError, SyntaxFaultError) as error:
            if self.mirror.dumps.check(state.dump):
                raise
            raise DamagedError(str(error)) from error
        state = self._state(record)
        self.mirror.note(state)
        return state

    def _whole(self) -> Pulled:
        """Fetch the dump of the release that is served."""
        url = f"{self.site}/dataset.json"
        answer = self.fetcher.get(url)
        if answer is None or answer.content is None:
            raise NotAnnouncedError(f"{url}: found nothing; expected a release")
        record, digest = read_release(answer.content, url)
        self._trust(record, url)
        self.told(f"fetching the dump of {record.version}")
        packed = self.mirror.downloads / f"{digest}.zst"
        if not packed.exists():
            url = f"{self.site}/dumps/{quote(record.version)}/{PACKED}"
            announced = File(digest, self.fetcher.size(url))
            self.fetcher.download(url, packed, announced)
        with unpacked(packed) as content:
            blocks = iter(partial(content.read, BLOCK), b"")
            self.mirror.dumps.cut(blocks, record.dump.sha256)
        self.mirror.write(self._state(record))
        return Pulled(record.version, None, self.fetcher.moved)

    def _state(self, record: Record) -> State:
        small = record.dump.size <= ONE_FILE
        return State(
            url=self.site,
            version=record.version,
            audience=record.audience,
            dump=record.dump.sha256,
            chain=record.chain,
            key=self.pinned,
            one_file=small if self.one_file is None else self.one_file,
        )


def pull(site: str, folder: Path, fetcher: Fetcher, wishes: Wishes = PLAIN) -> Pulled:
    """Bring a mirror to the release that a site serves; interrupted, it goes on.

    Args:
        site: the address of a service, such as `https://example.org`.
        folder: where the copy is kept; `local/` in it is never touched.
        fetcher: what asks.
        wishes: whose signature each release must bear, and whether there is to be one
            file, from now on, also when a later pull is not told so. A mirror that had
            another key is fetched anew.

    Raises:
        SignatureError: a release is not signed by the key that is pinned.
        UnreachableError: the site cannot be asked just now; what is had stays as it is.
        NotAnnouncedError: what it sends is not what it announces.
        UnexpectedValueError: its records do not follow each other.
        SetupError: the folder is the mirror of another site, or being changed.
    """
    mirror = Mirror(folder)
    with mirror.held():
        key = "" if wishes.pinned is None else str(wishes.pinned)
        site = site.rstrip("/")
        return _Pull(site, mirror, fetcher, wishes.told, key, wishes.one_file).run()
