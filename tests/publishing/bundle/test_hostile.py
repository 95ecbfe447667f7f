"""A bundle that a stranger made, or that a stick broke: one line says what is wrong."""

import copy
import hashlib
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
import zstandard

from kg.errors import KgError
from kg.publishing.audience import Audience
from kg.publishing.bundle.packing import Origin, pack
from kg.publishing.bundle.unpacking import Trust, unpack
from kg.publishing.release import Release
from kg.publishing.signing import PublicKey, SecretKey, SignatureError
from tests.publishing.bundle.members import (
    HEAD,
    QUERIES,
    TOP,
    Files,
    members_of,
    silent,
)

OURS, OTHER = SecretKey.make(), SecretKey.make()
NAMED, MERGED = "edition/dumps/graph.nq", "edition/dumps/merged.nt"
DEEP = b"<a:s> <a:p> " + b"<<( <a:s> <a:p> " * 60_000 + b"<a:o>" + b" )>>" * 60_000
MOST = 1 << 30

Edit = Callable[[Files], object]
Head = dict[str, Any]


def archive(files: Files) -> bytes:
    blocks = (
        member.tobuf(tarfile.GNU_FORMAT, "utf-8", "surrogateescape")
        + content
        + bytes(-len(content) % 512)
        for member, content in files.values()
    )
    return b"".join(blocks) + bytes(1024)


def named(name: str) -> Edit:
    """Give the member after the head another name."""
    return lambda files: setattr(second(files), "name", name)


def of_kind(kind: bytes) -> Edit:
    """Make the member after the head one of another kind."""

    def edit(files: Files) -> None:
        member = second(files)
        member.type, member.linkname = kind, "/etc/passwd"

    return edit


def second(files: Files) -> tarfile.TarInfo:
    return list(files.values())[1][0]


def head(change: Callable[[Head], object]) -> Edit:
    """Change what the head says."""

    def edit(files: Files) -> None:
        said = orjson.loads(files[HEAD][1])
        change(said)
        put(files, HEAD, orjson.dumps(said))

    return edit


def put(files: Files, name: str, content: bytes) -> None:
    member = files[name][0]
    member.size = len(content)
    files[name] = (member, content)


def part(said: Head, path: str) -> dict[str, Any]:
    found: dict[str, Any] = next(it for it in said["parts"] if it["path"] == path)
    return found


def forged(**contents: bytes) -> Edit:
    """Put other dumps in, with digests that fit."""

    def edit(files: Files) -> None:
        said = orjson.loads(files[HEAD][1])
        for path, content in ((NAMED, contents["named"]), (MERGED, b"")):
            packed = zstandard.compress(content)
            put(files, f"{TOP}/{path}.zst", packed)
            for name, found in ((path, content), (f"{path}.zst", packed)):
                digest = hashlib.sha256(found).hexdigest()
                part(said, name).update(size=len(found), sha256=digest)
        put(files, HEAD, orjson.dumps(said))

    return edit


def swap(files: Files) -> None:
    first = list(files)[1]
    files[first] = files.pop(first)


def flip(files: Files) -> None:
    name = f"{TOP}/{NAMED}.zst"
    member, content = files[name]
    files[name] = (member, content[:-9] + bytes([content[-9] ^ 1]) + content[-8:])


def longer(files: Files) -> None:
    name = list(files)[1]
    put(files, name, files[name][1] + b"x")


def more(files: Files) -> None:
    files["more"] = (tarfile.TarInfo(f"{TOP}/edition/more"), b"")


HOSTILE = [
    pytest.param(named("../../outside"), "found ../../outside; expected", id="above"),
    pytest.param(named("/etc/cron.d/x"), "found /etc/cron.d/x;", id="of-the-machine"),
    pytest.param(named(f"{TOP}/edition/x\nkg: all is well"), "x\\nkg:", id="lines"),
    pytest.param(of_kind(tarfile.SYMTYPE), "found a link: ", id="link"),
    pytest.param(of_kind(tarfile.LNKTYPE), "found a link: ", id="hard-link"),
    pytest.param(of_kind(tarfile.CHRTYPE), "found a device: ", id="device"),
    pytest.param(of_kind(tarfile.BLKTYPE), "found a device: ", id="disk"),
    pytest.param(of_kind(tarfile.FIFOTYPE), "found a pipe: ", id="pipe"),
    pytest.param(of_kind(tarfile.DIRTYPE), "found a folder: ", id="folder"),
    pytest.param(of_kind(b"x"), "found no regular file: ", id="header-of-any-length"),
    pytest.param(of_kind(b"L"), "found no regular file: ", id="name-of-any-length"),
    pytest.param(of_kind(b"S"), "found no regular file: ", id="sparse"),
    pytest.param(more, "found more files; expected those it names", id="more"),
    pytest.param(lambda files: files.popitem(), "end of file header;", id="fewer"),
    pytest.param(swap, "expected solidarity-graph/edition/", id="order"),
    pytest.param(flip, "found other bytes in ", id="other-bytes"),
    pytest.param(longer, " bytes of edition/", id="longer"),
    pytest.param(
        lambda files: files.pop(HEAD),
        "expected solidarity-graph/bundle.json",
        id="head",
    ),
    pytest.param(
        lambda files: put(files, HEAD, b"{"), "expected a bundle.json", id="no-json"
    ),
    pytest.param(
        lambda files: put(files, HEAD, b"[]"), "expected a bundle.json", id="list"
    ),
    pytest.param(
        lambda files: setattr(files[HEAD][0], "size", 1 << 33),
        "found 8589934592 bytes of bundle.json; expected 16777216 at most",
        id="long-head",
    ),
    pytest.param(head(lambda it: it.pop("parts")), "found no 'parts'", id="no-parts"),
    pytest.param(head(lambda it: it.update(bundle=2)), "found the form 2;", id="form"),
    pytest.param(
        head(lambda it: it.update(version="../x")),
        "found the version ../x;",
        id="named",
    ),
    pytest.param(
        head(lambda it: it.update(audience="all")), "expected a bundle", id="audience"
    ),
    pytest.param(
        head(lambda it: it["parts"][0].update(path="edition/../../x")),
        "found the path edition/../../x;",
        id="path-above",
    ),
    pytest.param(
        head(lambda it: it["parts"][0].update(path="/etc/passwd")),
        "found the path /etc/passwd;",
        id="path-of-the-machine",
    ),
    pytest.param(
        head(lambda it: it["parts"][0].update(path="edition/store/x\0y")),
        "found the path edition/store/x\\x00y;",
        id="path-with-nul",
    ),
    pytest.param(
        head(lambda it: it["parts"][0].update(size=-1)), "found the size -1", id="size"
    ),
    pytest.param(
        head(lambda it: it["parts"][0].update(size=1 << 60)), "at most (KG_", id="bomb"
    ),
    pytest.param(
        head(lambda it: it["parts"][0].update(more=1)), "expected a bundle", id="member"
    ),
    pytest.param(
        head(lambda it: it["parts"].append(it["parts"][-1])),
        "each part once",
        id="twice",
    ),
    pytest.param(
        head(lambda it: it["parts"].remove(part(it, f"{NAMED}.zst"))),
        f"found no {NAMED}.zst;",
        id="made-of-nothing",
    ),
    pytest.param(
        head(lambda it: it["parts"].remove(part(it, "edition/manifest.json"))),
        "found no edition/manifest.json;",
        id="no-manifest",
    ),
    pytest.param(
        head(lambda it: part(it, NAMED).update(size=100)),
        "found more in graph.nq.zst; expected 100 bytes",
        id="packed-bomb",
    ),
    pytest.param(
        head(lambda it: it.update(version="2030-01-01T00-00-00Z-00000000")),
        "expected release 2030-01-01T00-00-00Z-00000000 for public",
        id="other-release",
    ),
    pytest.param(
        forged(named=b"<a:s> <a:p> <a:o> <a:g> .\nno quad\n"),
        "expected dumps that can be loaded",
        id="no-quads",
    ),
    pytest.param(
        forged(named=DEEP + b" .\n"), "expected dumps that can be loaded", id="deep"
    ),
]


@pytest.mark.parametrize(("edit", "told"), HOSTILE)
def test_a_forged_bundle_is_refused(
    members: Files, tmp_path: Path, edit: Edit, told: str
) -> None:
    files = {name: (copy.copy(it), content) for name, (it, content) in members.items()}
    edit(files)
    path = tmp_path / "forged.tar.zst"
    path.write_bytes(zstandard.compress(archive(files), level=1))
    refused(path, told)


BROKEN = [
    pytest.param(lambda content: b"", "it was cut off", id="empty"),
    pytest.param(lambda content: b"PK\3\4" * 99, "a file of kg bundle", id="zip"),
    pytest.param(lambda content: content[:20], "it was cut off", id="begun"),
    pytest.param(lambda content: content[: len(content) // 2], "cut off", id="half"),
    pytest.param(lambda content: content[:-1500], "cut off", id="almost-all"),
    pytest.param(lambda content: content + b"x" * 99, "kg bundle", id="more"),
    pytest.param(
        lambda content: content + zstandard.compress(b"x"), "after the end", id="frame"
    ),
    pytest.param(
        lambda content: content[:5000] + bytes(50) + content[5050:], "", id="scratched"
    ),
]


@pytest.mark.parametrize(("edit", "told"), BROKEN)
def test_a_broken_file_is_refused(
    bundle: Path, tmp_path: Path, edit: Callable[[bytes], bytes], told: str
) -> None:
    path = tmp_path / "broken.tar.zst"
    path.write_bytes(edit(bundle.read_bytes()))
    refused(path, told)


def test_no_file_makes_us_take_any_memory(members: Files, tmp_path: Path) -> None:
    path = tmp_path / "wide.tar.zst"
    wide = zstandard.ZstdCompressionParameters(window_log=30)
    content = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    plain = archive(members)
    path.write_bytes(content.compress(plain) + content.flush())
    refused(path, "too much memory")


def refused(path: Path, told: str, key: PublicKey | None = None) -> None:
    """See that a bundle is refused by one line that names it, and leaves nothing."""
    into = path.parent / "into"
    with pytest.raises(KgError) as error:
        unpack(path, into, Trust(key, MOST), silent)
    message = str(error.value)
    assert message.startswith(f"{path}: found ")
    assert told in message
    assert message.isprintable()
    assert len(message) < 400
    assert [it.name for it in path.parent.iterdir() if it.is_file()] == [path.name]
    assert not into.exists() or not list(into.iterdir())


def test_signatures_are_of_those_whose_key_is_named(
    release: Release, bundle: Path, tmp_path: Path
) -> None:
    origin = Origin(release, Audience.PUBLIC, QUERIES)
    signed = pack(origin, tmp_path, OURS, silent)

    found = unpack(signed, tmp_path / "into" / "a", Trust(OURS.public, MOST), silent)
    assert unpack(signed, tmp_path / "into" / "a", Trust(None, MOST), silent) == found
    with pytest.raises(SignatureError, match="found a signature by the key"):
        unpack(signed, tmp_path / "into" / "a", Trust(OTHER.public, MOST), silent)
    with pytest.raises(SignatureError, match="found no signature; expected one"):
        unpack(bundle, tmp_path / "b", Trust(OURS.public, MOST), silent)


def test_a_head_that_was_signed_is_not_changed_afterwards(
    release: Release, tmp_path: Path
) -> None:
    origin = Origin(release, Audience.PUBLIC, QUERIES)
    files = members_of(pack(origin, tmp_path / "signed", OURS, silent))
    head(lambda it: it.update(time="2030-01-01T00:00:00Z"))(files)
    path = tmp_path / "forged.tar.zst"
    path.write_bytes(zstandard.compress(archive(files)))
    refused(path, "found a signature that does not fit", OURS.public)
