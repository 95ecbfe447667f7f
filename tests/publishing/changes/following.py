"""Releases that follow others: what a build would write, without building."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import orjson
import zstandard

from kg.publishing.audience import Audience
from kg.publishing.changes.gone import FILE
from kg.publishing.changes.record import FOLDER, KEY
from kg.publishing.changes.writing import write_changes
from kg.publishing.release import (
    MANIFEST,
    Release,
    current_release,
    switch,
    write_release,
)

Edit = Callable[[str], str | None]
"""Returns a line of the dump as it is in the next release, or None: it is gone."""


def follow(
    build: Path,
    day: int,
    edit: Edit,
    more: Iterable[str] = (),
    audiences: Iterable[Audience] = tuple(Audience),
) -> Release:
    """Make a release of a day in December 2026, current, from the current one.

    The stores stay what they were, and all of what is for other audiences: what follows
    releases reads their dumps.
    """
    before = current_release(build)
    version = f"2026-12-{day:02}T00-00-00Z-{day:08x}"
    with write_release(build, version) as path:
        shutil.copytree(before.path, path, dirs_exist_ok=True, copy_function=os.link)
        for audience in audiences:
            folder = path / audience.value
            _edit(folder, version, edit, more)
            write_changes(folder, before.path / audience.value)
        (path / MANIFEST).unlink()
        (path / MANIFEST).write_bytes(orjson.dumps({"version": version}))
    release = Release(build / "releases" / version)
    switch(build, release)
    return release


def _edit(folder: Path, version: str, edit: Edit, more: Iterable[str]) -> None:
    manifest = orjson.loads((folder / MANIFEST).read_bytes())
    manifest.pop(KEY, None)
    shutil.rmtree(folder / FOLDER, ignore_errors=True)
    (folder / FILE).unlink(missing_ok=True)
    dump = folder / "dumps" / "graph.nq"
    lines = [edit(line) for line in dump.read_text("utf-8").splitlines()]
    kept = {line for line in lines if line is not None} | set(more)
    content = "".join(f"{line}\n" for line in sorted(kept)).encode()
    packed = zstandard.ZstdCompressor().compress(content)
    for path, found in ((dump, content), (Path(f"{dump}.zst"), packed)):
        path.unlink()
        path.write_bytes(found)
        manifest["files"][path.name] = hashlib.sha256(found).hexdigest()
    time = f"{version[:13]}:00:00Z"
    (folder / MANIFEST).unlink()
    manifest |= {"version": version, "time": time}
    (folder / MANIFEST).write_bytes(orjson.dumps(manifest))


def without(thing: str) -> Edit:
    """Take a thing away, and whatever mentions it."""
    return lambda line: None if f"<{thing}>" in line else line


def renamed(thing: str, name: str) -> Edit:
    """Give a thing another name."""

    def edit(line: str) -> str:
        if not line.startswith(f"<{thing}> <http://www.w3.org/2004/02/skos/core#pref"):
            return line
        return line.replace(line[line.index('"') : line.rindex('"') + 1], f'"{name}"')

    return edit
