"""Announcements: what a service says that its releases are, and follow."""

from collections.abc import Sequence
from typing import Any

import orjson

from kg.publishing.changes.record import DELTA, DUMP, KEY, File, Record
from kg.publishing.mirror.fetching import NotAnnouncedError

PACKED = f"{DUMP}.zst"

Link = tuple[str, str, str]
"""A release: its version, the digest of its dump, and its link in the chain."""


def _json(content: bytes, url: str) -> Any:  # noqa: ANN401 - JSON
    try:
        return orjson.loads(content)
    except ValueError as error:
        raise NotAnnouncedError(f"{url}: found no JSON: {error}") from error


def read_release(content: bytes, url: str) -> tuple[Record, str]:
    """Read the record of the release that is served, and the digest of its packed dump.

    Raises:
        NotAnnouncedError: the manifest has none, or another dump.
        UnexpectedValueError: the record is none.
    """
    manifest = _json(content, url)
    members = manifest.get(KEY) if isinstance(manifest, dict) else None
    if members is None:
        raise NotAnnouncedError(f"{url}: found no record of changes; expected one")
    record = Record.read(members, url)
    files = manifest.get("files")
    if not isinstance(files, dict) or files.get(DUMP) != record.dump.sha256:
        raise NotAnnouncedError(f"{url}: its record and its files name two dumps")
    return record, _packed(manifest, url)


def _packed(manifest: Any, url: str) -> str:  # noqa: ANN401 - JSON
    """Read the digest of the packed dump."""
    digest = manifest["files"].get(PACKED)
    try:
        return File.read(digest, 0).sha256
    except (ValueError, TypeError) as error:
        message = f"{url}: found {digest!r} for {PACKED}; expected its SHA-256"
        raise NotAnnouncedError(message) from error


def read_steps(link: Link, content: bytes, url: str) -> list[Record]:
    """Read the releases that follow one, the earliest first, and see that each does.

    Raises:
        UnexpectedValueError: a record is none.
        NotAnnouncedError: one does not follow the one before it.
    """
    log = _json(content, url)
    listed = log.get("releases") if isinstance(log, dict) else None
    if not isinstance(listed, list):
        raise NotAnnouncedError(f"{url}: found no list of releases; expected one")
    records = [Record.read(it, url) for it in reversed(listed)]
    for record in records:
        before = record.previous
        if before is None or (before.version, before.dump, before.chain) != link:
            found = f"{record.version}, which does not follow {link[0]}"
            raise NotAnnouncedError(f"{url}: found release {found}")
        link = (record.version, record.dump.sha256, record.chain)
    return records


def is_worth_it(steps: Sequence[Record]) -> bool:
    """Say whether following moves less than the dump, which is packed to a tenth."""
    if not all(DELTA in it.files for it in steps):
        return False
    packed = steps[-1].dump.size / 10 if steps else 1
    return sum(it.files[DELTA].size for it in steps) < packed
