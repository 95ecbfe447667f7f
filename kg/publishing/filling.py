"""Filling: the store of an edition, from its lines or from the store before.

An engine keeps the words of what is gone in its files. So a store is made from the one
before only when nothing goes that could tell of anybody: words, and things with names.
"""

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.errors import SetupError
from kg.publishing.audience import Audience, catalogue_graph
from kg.publishing.changes.lines import Lines, opened
from kg.publishing.difference import Change, Difference
from kg.publishing.lines import parts, write_lines
from kg.publishing.shown import Shown
from kg.rdf.namespaces import BASE
from kg.store import bulk

_OURS = f"<{BASE}".encode()
_NAMELESS = tuple(
    f"<{BASE}id/{kind}/".encode()
    for kind in ("claim", "participation", "passage", "quantity", "time")
)
"""Things that are named after codes, rows, days or numbers."""

_WORDLESS = re.compile(
    rb'"(?:[0-9a-f]{64}|[^"A-Za-z\\\x80-\xff]*)"(?:@[\w-]+)?'
    rb'|"[^"\\]*"\^\^<http://www\.w3\.org/2001/XMLSchema#'
    rb"(?:boolean|date|dateTime|decimal|double|gYear|gYearMonth|integer)>"
)
"""Numbers, days and digests."""

_CATALOGUES = frozenset(str(catalogue_graph(it)).encode() for it in Audience)


@dataclass(frozen=True, slots=True)
class Filling:
    """How stores are filled: by which two functions of `kg.store.bulk`."""

    load: Callable[[Path, Path, Path], None]
    change: Callable[[Path, Path, Path, Path], None]

    def fill(self, path: Path, shown: Shown, difference: Difference | None) -> None:
        """Fill a new store with what is shown."""
        if difference is not None and not _tells(difference.named, shown):
            try:
                self._follow(path, shown, difference)
            except (SetupError, OSError):  # the store before is not what it was
                shutil.rmtree(path, ignore_errors=True)
            else:
                return
        self.load(path, shown.named, shown.default)

    def _follow(self, path: Path, shown: Shown, difference: Difference) -> None:
        named, default = difference.named, difference.default
        with TemporaryDirectory(dir=path.parent) as scratch:
            gone, new = Path(scratch) / "gone.nq", Path(scratch) / "new.nq"
            write_lines(chain(named.removed, default.removed), gone)
            kept = chain(
                _alike(named.removed, shown.named),
                _alike(default.removed, shown.default),
            )
            write_lines(chain(named.added, default.added, kept), new)
            self.change(path, difference.before / "store", gone, new)


HERE = Filling(bulk.load_own, bulk.change)
ASIDE = Filling(bulk.build_store, bulk.change_store)


def _alike(gone: Iterable[bytes], now: Path) -> Iterator[bytes]:
    """Yield lines that may say, to an engine that keeps values, what is gone."""
    with opened(now) as lines:
        for line in gone:
            if b'"' in line:
                subject, predicate, _rest = line.split(b" ", 2)
                yield from lines.of(b"%b %b " % (subject, predicate))


def _tells(change: Change, shown: Shown) -> bool:
    """Tell whether what goes has words that stay in no line, or names of things."""
    said = {_value(line) for line in change.added}
    with opened(shown.named) as lines:
        return any(
            _has_name(line, lines) or (_has_words(line) and _value(line) not in said)
            for line in change.removed
            if parts(line)[1] not in _CATALOGUES
        )


def _has_name(line: bytes, now: Lines) -> bool:
    """Tell whether a line is about something with a name, which is gone."""
    subject = line.partition(b" ")[0]
    nameless = subject.startswith(_NAMELESS)
    return not nameless and next(now.of(subject + b" "), None) is None


def _has_words(line: bytes) -> bool:
    value = _value(line)
    return not value.startswith(_OURS) and _WORDLESS.fullmatch(value) is None


def _value(line: bytes) -> bytes:
    return parts(line)[0].split(b" ", 2)[2].removesuffix(b" .\n")
