"""A drawer of the inbox: the revisions of one graph, each a folder that never changes.

A revision has its name when all of it is on the disk. What is decided is a file beside
it. Content that nobody has to look at any more is taken out, its record stays.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kg.contributing.durable import make_folder, remove, write_new, write_whole
from kg.contributing.submission import Decision, Found, State, Submission
from kg.errors import SetupError
from kg.publishing.release import write_folder

RECORD = "record.json"
DECISION = "decision.json"
CONTENT = "content"
"""The bytes that were sent."""

LINES = "statements.nt"
REPORT = "report.json"
TURTLE = "report.ttl"
HELD = (CONTENT, LINES, REPORT, TURTLE)

_KEPT = {State.WAITING: HELD, State.ACCEPTED: (LINES,)}
"""What stays of a revision: of one that was accepted, to compare the next one with."""


class Drawer:
    """The folder of one graph of one partner."""

    def __init__(self, folder: Path) -> None:
        """Read nothing yet."""
        self._folder = folder

    def submissions(self) -> list[Submission]:
        """List all revisions as they stand, the first one first.

        Raises:
            SetupError: a record has been damaged.
        """
        found = [self._read(number) for number in self._numbers()]
        replaced = [_replaced(submission) for submission in found[:-1]]
        return [*replaced, *found[-1:]]

    def put(self, submission: Submission, content: bytes, found: Found) -> None:
        """Keep a revision, of which all is on the disk when this returns."""
        make_folder(self._folder)
        with write_folder(self._folder, f"r{submission.revision}") as folder:
            for name, part in (
                (CONTENT, content),
                (LINES, found.lines),
                (REPORT, found.report),
                (TURTLE, found.turtle),
                (RECORD, submission.write()),
            ):
                write_new(folder / name, part)
        self.clear()

    def decide(self, revision: int, decision: Decision) -> None:
        """Keep what was decided of a revision."""
        write_whole(self._path(revision, DECISION), decision.write())
        self.clear()

    def clear(self) -> None:
        """Take out the content that nobody has to look at any more."""
        submissions = self.submissions()
        accepted = [it for it in submissions if it.state is State.ACCEPTED]
        for submission in submissions:
            old = submission.state is State.ACCEPTED and submission != accepted[-1]
            kept = () if old else _KEPT.get(submission.state, ())
            for name in set(HELD) - set(kept):
                remove(self._path(submission.revision, name))

    def read(self, submission: Submission, name: str) -> bytes:
        """Read a part of a revision; nothing when it has been taken out."""
        path = self._path(submission.revision, name)
        return path.read_bytes() if path.is_file() else b""

    def size(self) -> int:
        """Count the bytes of all content that is kept."""
        paths = (self._path(n, name) for n in self._numbers() for name in HELD)
        return sum(path.stat().st_size for path in paths if path.is_file())

    def _numbers(self) -> list[int]:
        return sorted(_numbers(self._folder))

    def _path(self, revision: int, name: str) -> Path:
        return self._folder / f"r{revision}" / name

    def _read(self, number: int) -> Submission:
        record, decided = self._path(number, RECORD), self._path(number, DECISION)
        try:
            submission = Submission.read(record.read_bytes())
            if not decided.is_file():
                return submission
            return submission.decided(Decision.read(decided.read_bytes()))
        except (OSError, ValueError, TypeError, KeyError) as error:
            message = f"{record}: found {error}; expected the record of a submission"
            raise SetupError(message) from error


def _numbers(folder: Path) -> Iterator[int]:
    for path in folder.glob("r*"):
        if path.name[1:].isdecimal():
            yield int(path.name[1:])


def _replaced(submission: Submission) -> Submission:
    """Say of a revision that is not the last how it stands."""
    waits = submission.state is State.WAITING
    return replace(submission, state=State.REPLACED) if waits else submission
