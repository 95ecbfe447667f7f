"""Sources of RDF: files, folders and standard input, read whatever is wrong with some.

Names on the command line are the user's: a file that is named is read whatever its
suffix; in folders only files with a suffix of RDF are.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from kg.errors import InputError, MissingFieldError, UnexpectedValueError
from kg.validation.columns.dictionary import Dictionary
from kg.validation.columns.quads import Quads
from kg.validation.reading import read_source
from kg.validation.source import Source
from kg.validation.syntax import SYNTAXES

STDIN = "-"
OPENED = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")
"""Where what a shell has opened is found: `<(...)` is a pipe there."""

SKIPPED = {"node_modules", "__pycache__"}
"""Folders that are not walked, beside those whose names begin with a dot."""

UNITS = {"": 1, "k": 10**3, "M": 10**6, "G": 10**9}
LARGEST = 256 * UNITS["M"]
"""Bytes that are read in all unless more are allowed."""


@dataclass(slots=True)
class Limit:
    """How many bytes may still be read."""

    left: int = LARGEST

    def take(self, name: str, size: int) -> None:
        """Count what is about to be read.

        Raises:
            UnexpectedValueError: it is more than may be.
        """
        if size > self.left:
            expected = f"at most {self.left:,} bytes more; allow them with --max-size"
            raise UnexpectedValueError(name, f"{size:,} bytes", expected)
        self.left -= size


def read_size(text: str) -> int:
    """Read a size: bytes, or a number of kB, MB or GB.

    >>> read_size("1.5MB")
    1500000

    Raises:
        ValueError: it is none.
    """
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kMG]?)B?", text.strip())
    if found is None:
        raise ValueError(f"{text!r} is no size; write it as 300MB or 2GB")
    return int(float(found[1]) * UNITS[found[2]])


@dataclass(slots=True)
class Sources:
    """What was read, into columns with one dictionary, and what could not be."""

    dictionary: Dictionary = field(default_factory=Dictionary)
    read: list[Source] = field(default_factory=list)
    faults: list[InputError] = field(default_factory=list)

    @property
    def quads(self) -> Quads:
        """The quads of all sources."""
        return Quads.joined(source.quads for source in self.read)


def read_sources(
    paths: Iterable[str | Path],
    limit: Limit,
    stdin: BinaryIO | None = None,
    without: Iterable[Path] = (),
) -> Sources:
    """Read files, those under folders, and `-` for standard input.

    Args:
        paths: what to read; files are called by the names given here.
        limit: how much may be read.
        stdin: standard input.
        without: files that are left out when they are met in a folder.
    """
    found = Sources()
    left_out = {path.resolve() for path in without}
    for path in dict.fromkeys(map(str, paths)):
        try:
            for file in _files(path, left_out):
                _read(file, limit, stdin, found)
        except InputError as error:
            found.faults.append(error)
    return found


def _files(path: str, without: set[Path]) -> Iterator[str]:
    folder = Path(path)
    if path == STDIN or not folder.is_dir():
        yield path
        return
    files = sorted(file for file in walk(folder) if file.resolve() not in without)
    if not files:
        expected = f"a file that ends in {', '.join(SYNTAXES)}"
        raise MissingFieldError(path, "a folder without RDF", expected)
    yield from map(Path.as_posix, files)


def walk(folder: Path) -> Iterator[Path]:
    """Yield the files of RDF under a folder, and folders that cannot be opened."""
    try:
        inside = sorted(folder.iterdir())
    except PermissionError:
        yield folder
        return
    for path in inside:
        hidden = path.name.startswith(".") or path.name in SKIPPED
        if path.is_dir() and not hidden and not path.is_symlink():
            yield from walk(path)
        elif path.suffix.lower() in SYNTAXES and not path.is_dir():
            yield path


def _read(name: str, limit: Limit, stdin: BinaryIO | None, found: Sources) -> None:
    try:
        data = _bytes(name, limit, stdin)
        path = None if name == STDIN or data else Path(name)
        source = read_source(name, path, data, dictionary=found.dictionary)
    except InputError as error:
        found.faults.append(error)
    except OSError as error:
        expected = "a file that can be read"
        found.faults.append(UnexpectedValueError(name, error.strerror or "", expected))
    else:
        if not source.faults and not source.quads and not source.content.strip():
            expected = "statements of RDF"
            source.faults.append(MissingFieldError(name, "an empty file", expected))
        found.faults += source.faults
        found.read.append(source)


def _bytes(name: str, limit: Limit, stdin: BinaryIO | None) -> bytes:
    """Read what is in no file; count what is in one."""
    if name == STDIN and stdin is not None:
        data = stdin.read(limit.left + 1)
        limit.take("standard input", len(data))
        return data
    path = Path(name)
    if name.startswith(OPENED) and path.is_fifo():
        with path.open("rb") as pipe:
            data = pipe.read(limit.left + 1)
        limit.take(name, len(data))
        return data
    if not path.is_file():
        raise MissingFieldError(name, *_absence(path))
    limit.take(name, path.stat().st_size)
    return b""


def _absence(path: Path) -> tuple[str, str]:
    """Say what is there instead of a file, and what could be."""
    piped = "a file, a folder, or - with the pipe as standard input"
    expected = "a file or a folder"
    kinds = (
        (path.is_fifo, "a pipe", piped),
        (path.is_dir, "a folder that may not be opened", "one that may"),
        (path.exists, "something that is no file", expected),
        (path.is_symlink, "a link to nothing", expected),
    )
    told = ((found, wanted) for is_so, found, wanted in kinds if is_so())
    return next(told, ("nothing", expected))
