"""What sets an edition apart from the one before: lines that are new, and lines gone.

A part of a release can be made from the same part of the release before, in time that
grows with what differs. It is then equal to one that is made from nothing: whoever
writes a part takes a `Difference` or None, and the outcome is the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from kg.errors import SetupError
from kg.publishing.audience import Sight, merged_lines
from kg.publishing.changes.lines import Kind, Lines, Run, differences, opened

_MOST = 10
_END = len(b".\n")


@dataclass(frozen=True, slots=True)
class Change:
    """Sorted lines that are new, and sorted lines that are gone; none is both."""

    added: tuple[bytes, ...] = ()
    removed: tuple[bytes, ...] = ()

    def __len__(self) -> int:
        """Count the lines."""
        return len(self.added) + len(self.removed)

    def seen(self, sight: Sight) -> "Change":
        """Leave out what an audience may not see."""
        return Change(tuple(sight.lines(self.added)), tuple(sight.lines(self.removed)))


@dataclass(frozen=True, slots=True)
class Difference:
    """What sets an edition apart from the one of the release before.

    Attributes:
        before: the folder of the edition before, which is whole.
        named: what differs in the named graphs: lines of `graph.nq`.
        default: what differs in the merge: lines of `merged.nt`.
    """

    before: Path
    named: Change
    default: Change

    @property
    def added(self) -> tuple[bytes, ...]:
        """The lines of named graphs that are new."""
        return self.named.added

    @property
    def removed(self) -> tuple[bytes, ...]:
        """The lines of named graphs that are gone."""
        return self.named.removed


def change_of(old: Mapping[str, Path], new: Mapping[str, Path]) -> Change:
    """Compare what two sets of files of sorted lines say; files have their names.

    One that is the same in both is only looked into for single lines.
    """
    gone, come = set[bytes](), set[bytes]()
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            _compare(old.get(name), new.get(name), gone, come)
    with ExitStack() as stack:
        was = [stack.enter_context(opened(path)) for path in old.values()]
        now = [stack.enter_context(opened(path)) for path in new.values()]
        added = sorted(line for line in come - gone if not _has(was, line))
        removed = sorted(line for line in gone - come if not _has(now, line))
    return Change(tuple(added), tuple(removed))


def is_small(old: Mapping[str, Path], new: Mapping[str, Path]) -> bool:
    """Tell whether what two sets of files say differs in less than a tenth."""
    left = sum(path.stat().st_size for path in new.values()) // _MOST
    for name in {*old, *new}:
        if old.get(name) != new.get(name):
            for run in _differing(old.get(name), new.get(name)):
                left -= run.size
                if left < 0:
                    return False
    return True


def _differing(before: Path | None, after: Path | None) -> Iterator[Run]:
    with opened(before) as old, opened(after) as new:
        yield from (it for it in differences(old, new) if it.kind is not Kind.SAME)


def _compare(
    before: Path | None, after: Path | None, gone: set[bytes], come: set[bytes]
) -> None:
    with opened(before) as old, opened(after) as new:
        for run in differences(old, new):
            if run.kind is Kind.GONE:
                gone.add(old.line(run.start))
            elif run.kind is Kind.NEW:
                come.add(new.line(run.start))


def _has(files: Iterable[Lines], beginning: bytes) -> bool:
    """Tell whether any of some files has a line that begins so."""
    return any(next(lines.of(beginning), None) is not None for lines in files)


def merged_change(change: Change, old: Lines, new: Lines) -> Change:
    """Say what a change of named graphs changes in their merge.

    Args:
        change: of the named graphs.
        old: the lines of the named graphs before it.
        new: those after it.
    """
    return Change(
        tuple(_missing(merged_lines(change.added), old)),
        tuple(_missing(merged_lines(change.removed), new)),
    )


def _missing(triples: Iterable[bytes], lines: Lines) -> Iterator[bytes]:
    """Yield those of sorted triples that lines of quads do not say."""
    place = 0
    for triple in triples:
        begin = triple[:-_END]
        place = lines.first(begin, place)
        if lines.content[place : place + len(begin)] != begin:
            yield triple


def patched(old: Lines, change: Change) -> Iterator[bytes]:
    """Yield what the lines are after a change, in blocks.

    Raises:
        SetupError: a line that goes is not there.
    """
    place = 0
    kinds = [(line, True) for line in change.added]
    kinds += [(line, False) for line in change.removed]
    for line, is_new in sorted(kinds):
        here = old.first(line, place)
        yield from old.between(place, here)
        place = here
        if is_new:
            yield line
        elif old.line(here) == line:
            place += len(line)
        else:
            raise SetupError(f"a line that goes is not there: {line!r}")
    yield from old.between(place, old.size)
