"""The state of a mirror: which release it has, and where its files are.

The state names the dump by its digest, and is replaced in one step: whatever interrupts
a pull, what the state names is whole, and what it does not name is left over.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar, cast

import orjson

from kg.errors import SetupError
from kg.publishing.mirror.shelf import Shelf

STATE = "state.json"
GRAPH = "graph.nq"
"""Where the dump is as a file."""

PIECES = "graph"
"""Where the dump is in pieces."""

_DUMPS = "dumps"
_DOWNLOADS = "downloads"
_LOCAL = "local"


@dataclass(frozen=True, slots=True)
class State:
    """What a mirror is a copy of: whose, which release, and its link in the chain.

    `tag` is what the publisher called the list of what followed, when last asked;
    `key` the public key by which the release was found to be signed, "" for none.
    `one_file` says whether the dump is kept as one file beside its pieces; mirrors from
    before there were pieces had nothing else.
    """

    url: str
    version: str
    audience: str
    dump: str
    chain: str
    tag: str = ""
    key: str = ""
    one_file: bool = True

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

    @property
    def one_file(self) -> bool:
        """Whether the dump is kept as one file."""
        ...


K = TypeVar("K", bound=Kept)


@dataclass(frozen=True, slots=True)
class Mirror:
    """A folder with a copy: the publisher's graph, and `local/`, which is one's own."""

    folder: Path

    @property
    def graph(self) -> Path:
        """The canonical dump of what is copied: a file, or else a folder of pieces."""
        file = self.folder / GRAPH
        return file if file.exists() else self.folder / PIECES

    @property
    def downloads(self) -> Path:
        """Where what is being fetched lies until it is whole."""
        return self.folder / _DOWNLOADS

    @property
    def dumps(self) -> Shelf:
        """The dumps that are here, of which the state names one."""
        return Shelf(self.folder / _DUMPS)

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
        return state

    def current(self, form: type[K], url: str) -> K | None:
        """Read the state, see `read`; None as well when its dump is not here."""
        state = self.read(form, url)
        return state if state is not None and self.dumps.has(state.dump) else None

    def write(self, state: Kept) -> None:
        """Replace the state, whose dump is there; then clear what it does not name."""
        self.note(state)
        self.settle(state)
        for download in self.downloads.iterdir():
            download.unlink()

    def note(self, state: Kept) -> None:
        """Replace the state, whose dump is there, and nothing else."""
        path = self.folder / f".{STATE}"
        members = {"kind": state.KIND, **asdict(cast(Any, state))}
        with path.open("wb") as file:
            file.write(orjson.dumps(members, option=orjson.OPT_INDENT_2))
            file.flush()
            os.fsync(file.fileno())
        path.replace(self.folder / STATE)

    def settle(self, state: Kept) -> None:
        """Have `graph.nq` and `graph/` be the dump of the state, and no other remain.

        Which of the two there are, the state says.
        """
        file, pieces = self.dumps.file(state.dump), self.dumps.pieces(state.dump)
        if state.one_file:
            self.dumps.join(state.dump)
        is_cut = self.dumps.is_cut(state.dump)
        self._lead(PIECES, pieces if is_cut else None)
        self._lead(GRAPH, file if state.one_file else None)
        self.dumps.clear({file, pieces} if state.one_file else {pieces})

    def _lead(self, name: str, to: Path | None) -> None:
        """Have a name lead to a dump, in one step, or to nothing."""
        path, link = self.folder / name, self.folder / f".{name}"
        link.unlink(missing_ok=True)
        if to is not None:
            link.symlink_to(to.relative_to(self.folder))
            link.replace(path)
        elif path.is_symlink():
            path.unlink()


def written(path: Path, blocks: Iterator[bytes]) -> None:
    """Write a file that is on the disk when this ends."""
    with path.open("wb") as file:
        file.writelines(blocks)
        file.flush()
        os.fsync(file.fileno())
