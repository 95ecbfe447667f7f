"""Decisions that partners sent, in a file of the inbox: they wait for a curator.

Each is a line, kept as it came. What a curator makes of it stands in the project.
"""

import datetime
import fcntl
import os
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path

import orjson

from kg.contributing.durable import append_line, make_folder
from kg.contributing.refusals import InboxFullError
from kg.contributing.submission import written_time
from kg.pipeline.identity.sent import SentDecision

FILE = "decisions.jsonl"
_LOCK = ".decisions.lock"
_FIELDS = tuple(it.name for it in fields(SentDecision) if it.name != "where")


class Decisions:
    """The decisions in an inbox."""

    def __init__(self, inbox: Path) -> None:
        """Touch nothing yet."""
        self._folder = inbox
        self._path = inbox / FILE

    def all(self) -> list[SentDecision]:
        """List them in the order they came in."""
        if not self._path.is_file():
            return []
        lines = _whole(self._path).splitlines()
        return [_read(line, number) for number, line in enumerate(lines, 1)]

    def keep(
        self,
        sent: Iterable[SentDecision],
        key: str,
        most: int,
        now: datetime.datetime,
    ) -> int:
        """Keep those that are not there yet; return how many these are.

        Args:
            sent: decisions of one partner.
            key: the name of the key that they came with.
            most: how many bytes the partner's decisions may take.
            now: when they came.

        Raises:
            InboxFullError: they take more; none is kept.
        """
        make_folder(self._folder)
        descriptor = os.open(self._folder / _LOCK, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            there = self.all()
            known = set(there)
            fresh = [it for it in dict.fromkeys(sent) if it not in known]
            partners = {it.partner for it in fresh}
            kept = (it for it in there if it.partner in partners)
            lines = [_line(it, key, now) for it in fresh]
            size = sum(len(_line(it, key, now)) + 1 for it in kept)
            if size + sum(len(it) + 1 for it in lines) > most:
                message = f"decisions of one partner may take {most} bytes here"
                raise InboxFullError(f"{message}, and these take more")
            if lines:
                self._mend()
                append_line(self._path, b"\n".join(lines))
        finally:
            os.close(descriptor)
        return len(fresh)

    def _mend(self) -> None:
        """Take off a line that was not finished, for which nobody was thanked."""
        if self._path.is_file():
            os.truncate(self._path, len(_whole(self._path)))


def _whole(path: Path) -> bytes:
    """Read the lines that have an end: one who was killed may have begun another."""
    content = path.read_bytes()
    return content[: content.rfind(b"\n") + 1]


def _line(decision: SentDecision, key: str, now: datetime.datetime) -> bytes:
    known = asdict(decision)
    told = {name: known[name] for name in _FIELDS}
    return orjson.dumps({**told, "key": key, "received": written_time(now)})


def _read(line: bytes, number: int) -> SentDecision:
    told = orjson.loads(line)
    where = f"{FILE}:{number}"
    return SentDecision(**{name: told[name] for name in _FIELDS}, where=where)
