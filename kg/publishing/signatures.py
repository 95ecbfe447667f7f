"""The signatures of a release: of the checksums of its files, and of its link.

The link binds a release to all before it, its dump and its files of changes; so one
signature says whose all of that is. A release without them is as good as it was.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from kg.publishing.audience import Audience
from kg.publishing.changes.record import KEY, Record
from kg.publishing.dumps import CHECKSUMS
from kg.publishing.manifest import write_json
from kg.publishing.release import MANIFEST
from kg.publishing.signing import SUFFIX, SecretKey

SIGNED_SUMS = f"{CHECKSUMS}{SUFFIX}"
PUBLIC_KEY = "signing_key"
"""The member of an audience's manifest that has the public key."""


def sign_editions(release: Path, key: SecretKey | None) -> None:
    """Sign what an unfinished release has for each audience; without a key, nothing."""
    if key is None:
        return
    for audience in Audience:
        _sign(release / audience.value, key)


def _sign(folder: Path, key: SecretKey) -> None:
    manifest = orjson.loads((folder / MANIFEST).read_bytes())
    record = Record.read(manifest[KEY], str(folder / MANIFEST))
    comment = f"release {record.version} for {record.audience}"
    sums = (folder / "dumps" / CHECKSUMS).read_bytes()
    signed = key.sign(sums, comment)
    (folder / "dumps" / SIGNED_SUMS).write_text(signed, "ascii")
    link = {**manifest[KEY], "signature": key.sign(record.statement, comment)}
    write_json(folder / MANIFEST, {**manifest, KEY: link, PUBLIC_KEY: str(key.public)})


def key_of(manifest: Mapping[str, Any]) -> str:
    """Read the public key that a release was signed with, "" when it was not."""
    return str(manifest.get(PUBLIC_KEY, ""))
