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

import orjson

from kg.errors import SetupError

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

    def read(self) -> State | None:
        """Read the state; None when nothing has been copied yet.

        Raises:
            SetupError: it is not one.
        """
        path = self.folder / STATE
        if not path.exists():
            return None
        try:
            state = State(**orjson.loads(path.read_bytes()))
        except (ValueError, TypeError) as error:
            raise SetupError(f"{path}: not the state of a mirror: {error}") from error
        return state if self.dump(state.dump).is_file() else None

    def write(self, state: State) -> None:
        """Replace the state, whose dump is there; then clear what it does not name."""
        path = self.folder / f".{STATE}"
        with path.open("wb") as file:
            file.write(orjson.dumps(asdict(state), option=orjson.OPT_INDENT_2))
            file.flush()
            os.fsync(file.fileno())
        path.replace(self.folder / STATE)
        self.settle(state)
        for download in self.downloads.iterdir():
            download.unlink()

    def settle(self, state: State) -> None:
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
