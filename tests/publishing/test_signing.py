"""Signatures are those of minisign: what we write, others read, and the other way."""

import datetime
import shutil
import stat
from dataclasses import replace
from pathlib import Path

import minisign  # type: ignore[import-untyped]
import orjson
import pytest

from kg.errors import SetupError
from kg.pipeline import build
from kg.publishing.audience import Audience
from kg.publishing.changes.record import KEY, Record
from kg.publishing.manifest import Stamp
from kg.publishing.release import Release
from kg.publishing.signatures import PUBLIC_KEY, sign_editions
from kg.publishing.signing import PublicKey, SecretKey, SignatureError

CONTENT = b"0123  graph.nq\n"
COMMENT = "release v1 for public"


@pytest.fixture(scope="module")
def key() -> SecretKey:
    return SecretKey.make()


def test_minisign_reads_our_signatures(key: SecretKey) -> None:
    public = minisign.PublicKey.from_base64(str(key.public))
    signature = minisign.Signature.from_bytes(key.sign(CONTENT, COMMENT).encode())
    public.verify(CONTENT, signature)
    assert signature.trusted_comment == COMMENT
    with pytest.raises(minisign.VerifyError):
        public.verify(CONTENT + b" ", signature)


def test_minisign_reads_our_keys(key: SecretKey, tmp_path: Path) -> None:
    key.write(tmp_path / "secret")
    (tmp_path / "public").write_text(key.public.file)
    secret = minisign.SecretKey.from_file(tmp_path / "secret")
    public = minisign.PublicKey.from_file(tmp_path / "public")
    theirs = bytes(secret.sign(CONTENT, trusted_comment=COMMENT)).decode()
    assert key.public.verify(CONTENT, theirs, "here") == COMMENT
    assert public.to_base64().decode() == str(key.public)


def test_a_key_is_read_as_it_was_written(key: SecretKey, tmp_path: Path) -> None:
    path = tmp_path / "secret"
    key.write(path)
    again = SecretKey.read(path)
    assert again.sign(CONTENT, COMMENT) == key.sign(CONTENT, COMMENT)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(SetupError, match="found a file"):
        key.write(path)


def test_a_public_key_is_read_from_its_line_or_its_file(key: SecretKey) -> None:
    for text in (str(key.public), key.public.file):
        assert str(PublicKey.read(text, "here")) == str(key.public)


@pytest.mark.parametrize(
    "text", ["", "RWQ", "no key", "untrusted comment: x\nRWQ=\n", "äöü"]
)
def test_what_is_no_key_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="expected a public key"):
        PublicKey.read(text, "here")
    (tmp_path / "secret").write_text(text)
    with pytest.raises(SetupError, match="secret: found no key"):
        SecretKey.read(tmp_path / "secret")


def test_a_key_with_a_password_is_refused(tmp_path: Path) -> None:
    pair = minisign.KeyPair.generate()
    pair.secret_key.encrypt("secret")
    (tmp_path / "secret").write_bytes(bytes(pair.secret_key))
    with pytest.raises(SetupError, match="with a password"):
        SecretKey.read(tmp_path / "secret")


def changed(signature: str, line: int, text: str) -> str:
    lines = signature.splitlines()
    lines[line] = text
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("line", "text", "message"),
    [
        pytest.param(2, "trusted comment: release v2", "does not fit", id="comment"),
        pytest.param(2, "comment", "found no signature", id="no-comment"),
        pytest.param(1, "AAAA", "found no signature", id="no-signature"),
        pytest.param(3, "", "found no signature", id="no-second"),
    ],
)
def test_a_signature_that_was_changed_is_noticed(
    key: SecretKey, line: int, text: str, message: str
) -> None:
    signature = changed(key.sign(CONTENT, COMMENT), line, text)
    with pytest.raises(SignatureError, match=message):
        key.public.verify(CONTENT, signature, "here")


def test_a_signature_is_of_one_content_by_one_key(key: SecretKey) -> None:
    signature = key.sign(CONTENT, COMMENT)
    with pytest.raises(SignatureError, match="does not fit"):
        key.public.verify(b"other", signature, "here")
    with pytest.raises(SignatureError, match="expected one by"):
        SecretKey.make().public.verify(CONTENT, signature, "here")


@pytest.fixture
def signed(release: Release, key: SecretKey, tmp_path: Path) -> Path:
    """A copy of a release, signed as the last step of a build does it."""
    path = Path(shutil.copytree(release.path, tmp_path / "release"))
    sign_editions(path, key)
    return path


@pytest.mark.parametrize("audience", Audience)
def test_the_files_and_the_link_of_a_release_are_signed(
    signed: Path, key: SecretKey, audience: Audience
) -> None:
    folder = signed / audience.value
    manifest = orjson.loads((folder / "manifest.json").read_bytes())
    record = Record.read(manifest[KEY], "manifest")
    comment = f"release {record.version} for {audience}"
    sums = (folder / "dumps" / "SHA256SUMS").read_bytes()
    text = (folder / "dumps" / "SHA256SUMS.minisig").read_text()
    assert key.public.verify(sums, text, "sums") == comment
    assert key.public.verify(record.statement, record.signature, "link") == comment
    assert manifest[PUBLIC_KEY] == str(key.public)
    assert Record.read(record.members(), "again") == record


def test_without_a_key_nothing_is_signed(release: Release) -> None:
    for audience in Audience:
        assert PUBLIC_KEY not in release.manifest(audience)
        assert not (release.dumps(audience) / "SHA256SUMS.minisig").exists()


def test_a_build_with_a_key_signs(
    root: Path, key: SecretKey, stamp: Stamp, tmp_path: Path
) -> None:
    later = stamp.time + datetime.timedelta(days=1)
    made = build(root, tmp_path, replace(stamp, time=later, key=key))
    assert made.manifest(Audience.PUBLIC)[PUBLIC_KEY] == str(key.public)
