"""The state of a mirror: which release it has, and where its files are.

The state names the dump by its digest, and is replaced in one step: whatever interrupts
a pull, what the state names is whole, and what it does not name is left over.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar, cast

import orjson

from kg.errors import SetupError
from kg.publishing.changes.delta import Piece
from kg.publishing.mirror.fetching import NotAnnouncedError
from kg.publishing.mirror.patching import write_patched

STATE = "state.json"
GRAPH = "graph.nq"
_DUMPS = "dumps"
_DOWNLOADS = "downloads"
_LOCAL = "local"


@dataclass(frozen=True, slots=True)
class State:
    """What a mirror is a copy of: whose, which release, and its link in the chain.

    `tag` is what the publisher called the list of what followed, when last asked;
    `key` the public key by which the release was found to be signed, "" for none.
    """

    url: str
    version: str
    audience: str
    dump: str
    chain: str
    tag: str = ""
    key: str = ""

    KIND: ClassVar[str] = "site"


class Kept(Protocol):
    """What the state of any mirror says: of what it is a copy, and by which dump.

    `KIND` tells one sort of state from the others; the other fields are those of a
    dataclass.
    """

    KIND: ClassVar[str]

    @property
    def url(self) -> str:
        """The address of what it is a copy of."""
        ...

    @property
    def dump(self) -> str:
        """The digest of its dump."""
        ...


K = TypeVar("K", bound=Kept)


@dataclass(frozen=True, slots=True)
class Mirror:
    """A folder with a copy: `graph.nq` is the publisher's, `local/` is one's own."""

    folder: Path

    @property
    def graph(self) -> Path:
        """The canonical dump of the release that the mirror has."""
        return self.folder / GRAPH

    @property
    def downloads(self) -> Path:
        """Where what is being fetched lies until it is whole."""
        return self.folder / _DOWNLOADS

    def dump(self, digest: str) -> Path:
        """Return where the dump of a digest is, or is to be."""
        return self.folder / _DUMPS / f"{digest}.nq"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep others from changing the mirror.

        Raises:
            SetupError: somebody else is changing it.
        """
        for folder in (_DUMPS, _DOWNLOADS, _LOCAL):
            (self.folder / folder).mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                message = f"{self.folder}: another pull is under way"
                raise SetupError(message) from error
            yield

    def members(self) -> dict[str, Any] | None:
        """Read what the state says; None when nothing has been copied yet.

        Raises:
            SetupError: it is no state.
        """
        path = self.folder / STATE
        if not path.exists():
            return None
        try:
            members = orjson.loads(path.read_bytes())
        except ValueError as error:
            raise SetupError(f"{path}: not the state of a mirror: {error}") from error
        if not isinstance(members, dict):
            raise SetupError(f"{path}: not the state of a mirror: {members!r}")
        return members

    def read(self, form: type[K], url: str) -> K | None:
        """Read the state of the mirror of an address; None when there is none yet.

        Raises:
            SetupError: it is not one, or that of a mirror of something else.
        """
        members = self.members()
        if members is None:
            return None
        kind = members.pop("kind", State.KIND)
        known = members.get("url")
        if known != url or kind != form.KIND:
            raise SetupError(f"{self.folder}: a mirror of {known}, not {url}")
        try:
            state = form(**members)
        except TypeError as error:
            path = self.folder / STATE
            raise SetupError(f"{path}: not the state of a mirror: {error}") from error
        return state if self.dump(state.dump).is_file() else None

    def keep(self, blocks: Iterator[bytes], expected: str = "") -> str:
        """Write a dump, and return its digest, which may be expected.

        Raises:
            NotAnnouncedError: it has another digest; it is not kept.
        """
        sums = hashlib.sha256()
        written(self._part, _summed(blocks, sums))
        return self._named(sums.hexdigest(), expected)

    def patch(self, pieces: Iterable[Piece], old: str, expected: str) -> str:
        """Write a dump by what has changed in the one of a digest; see `keep`."""
        sums = hashlib.sha256()
        write_patched(pieces, self.dump(old), self._part, sums)
        return self._named(sums.hexdigest(), expected)

    @property
    def _part(self) -> Path:
        return self.folder / _DUMPS / "new.part"

    def _named(self, digest: str, expected: str) -> str:
        """Have what was written be the dump of its digest."""
        if expected not in ("", digest):
            self._part.unlink()
            message = f"found a dump of SHA-256 {digest}; expected {expected}"
            raise NotAnnouncedError(message)
        self._part.replace(self.dump(digest))
        return digest

    def write(self, state: Kept) -> None:
        """Replace the state, whose dump is there; then clear what it does not name."""
        path = self.folder / f".{STATE}"
        members = {"kind": state.KIND, **asdict(cast(Any, state))}
        with path.open("wb") as file:
            file.write(orjson.dumps(members, option=orjson.OPT_INDENT_2))
            file.flush()
            os.fsync(file.fileno())
        path.replace(self.folder / STATE)
        self.settle(state)
        for download in self.downloads.iterdir():
            download.unlink()

    def settle(self, state: Kept) -> None:
        """Have `graph.nq` lead to the dump of the state, and no other dump remain."""
        link = self.folder / f".{GRAPH}"
        link.unlink(missing_ok=True)
        link.symlink_to(self.dump(state.dump).relative_to(self.folder))
        link.replace(self.graph)
        for path in (self.folder / _DUMPS).iterdir():
            if path != self.dump(state.dump):
                path.unlink()


def written(path: Path, blocks: Iterator[bytes]) -> None:
    """Write a file that is on the disk when this ends."""
    with path.open("wb") as file:
        file.writelines(blocks)
        file.flush()
        os.fsync(file.fileno())


def _summed(blocks: Iterator[bytes], sums: Any) -> Iterator[bytes]:  # noqa: ANN401
    for block in blocks:
        sums.update(block)
        yield block
