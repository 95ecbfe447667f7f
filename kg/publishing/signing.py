"""Signatures: whose a release is, by Ed25519, in the files that minisign reads.

https://jedisct1.github.io/minisign/ describes the files of keys and of signatures. What
is signed is hashed by BLAKE2b first; the signature of the trusted comment covers it and
the comment. The same key and content give the same bytes.
"""

import base64
import binascii
import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from kg.errors import KgError, SetupError

SUFFIX = ".minisig"

_KEY = b"Ed"
_HASHED = b"ED"
_NO_PASSWORD = b"\0\0"
_CHECKSUM = b"B2"
_SALT = bytes(32 + 8 + 8)
_NAME, _SEED, _SIGNATURE = 8, 32, 64
_LINES = 4
_UNTRUSTED = "untrusted comment: "
_TRUSTED = "trusted comment: "


class SignatureError(KgError):
    """What was signed is not what is here, or not by whom it should be."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What anybody checks signatures with."""

    name: bytes
    key: Ed25519PublicKey

    @classmethod
    def read(cls, text: str, where: str) -> Self:
        """Read a key: the line that begins with `RW`, alone or in its file.

        Raises:
            SetupError: it is none.
        """
        line = _last_line(text)
        content = _decoded(line)
        if len(content) != len(_KEY) + _NAME + _SEED or content[:2] != _KEY:
            raise SetupError(f"{where}: found {line!r}; expected a public key: RW…")
        key = Ed25519PublicKey.from_public_bytes(content[2 + _NAME :])
        return cls(content[2 : 2 + _NAME], key)

    def __str__(self) -> str:
        """Write the key as one line."""
        return _encoded(_KEY + self.name + self.key.public_bytes_raw())

    @property
    def file(self) -> str:
        """Write the key as a file."""
        return f"{_UNTRUSTED}minisign public key {_shown(self.name)}\n{self}\n"

    def verify(self, content: bytes, signature: str, where: str) -> str:
        """See that a signature is of some content by this key; return its comment.

        Raises:
            SignatureError: it is not.
        """
        packed, comment, whole = _parts(signature, where)
        name = packed[2 : 2 + _NAME]
        if name != self.name:
            found = f"a signature by the key {_shown(name)}"
            expected = f"expected one by {_shown(self.name)}"
            raise SignatureError(f"{where}: found {found}; {expected}")
        signed = packed[2 + _NAME :]
        try:
            self.key.verify(signed, hashlib.blake2b(content).digest())
            self.key.verify(whole, signed + comment.encode())
        except InvalidSignature:
            message = (
                "found a signature that does not fit; expected one of what is here"
            )
            raise SignatureError(f"{where}: {message}") from None
        return comment


@dataclass(frozen=True, slots=True)
class SecretKey:
    """What a publisher signs with."""

    name: bytes
    key: Ed25519PrivateKey

    @classmethod
    def make(cls) -> Self:
        """Make a key of chance."""
        return cls(secrets.token_bytes(_NAME), Ed25519PrivateKey.generate())

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the file of a key that has no password.

        Raises:
            SetupError: it cannot be read, is none, or has a password.
        """
        try:
            content = _decoded(_last_line(path.read_text("utf-8")))
        except (OSError, ValueError) as error:
            raise SetupError(f"{path}: the key cannot be read: {error}") from error
        if content[2:4] not in (_NO_PASSWORD, b""):
            raise SetupError(f"{path}: found a key with a password; expected none")
        head, secret = content[: 6 + len(_SALT)], content[6 + len(_SALT) :]
        name, seed = secret[:_NAME], secret[_NAME : _NAME + _SEED]
        if head[:2] != _KEY or secret[_NAME + 64 :] != _sum(secret[: _NAME + 64]):
            raise SetupError(f"{path}: found no key; expected one of minisign's form")
        return cls(name, Ed25519PrivateKey.from_private_bytes(seed))

    @property
    def public(self) -> PublicKey:
        """The key that others check with."""
        return PublicKey(self.name, self.key.public_key())

    def write(self, path: Path) -> None:
        """Write the key to a file that nobody else can read.

        Raises:
            SetupError: there is a file already.
        """
        both = self.key.private_bytes_raw() + self.key.public_key().public_bytes_raw()
        head = _KEY + _NO_PASSWORD + _CHECKSUM + _SALT
        line = _encoded(head + self.name + both + _sum(self.name + both))
        try:
            to = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as error:
            raise SetupError(f"{path}: found a file; expected none here") from error
        with os.fdopen(to, "w") as file:
            file.write(f"{_UNTRUSTED}minisign encrypted secret key\n{line}\n")

    def sign(self, content: bytes, comment: str) -> str:
        """Sign content, with a comment that is signed too; return the file of it."""
        signed = self.key.sign(hashlib.blake2b(content).digest())
        whole = self.key.sign(signed + comment.encode())
        return (
            f"{_UNTRUSTED}signature by the key {_shown(self.name)}\n"
            f"{_encoded(_HASHED + self.name + signed)}\n"
            f"{_TRUSTED}{comment}\n{_encoded(whole)}\n"
        )


def _parts(text: str, where: str) -> tuple[bytes, str, bytes]:
    """Split a signature: key and signature, comment, signature of both.

    Raises:
        SignatureError: it is none.
    """
    lines = text.splitlines()
    if len(lines) == _LINES and lines[2].startswith(_TRUSTED):
        packed, whole = _decoded(lines[1]), _decoded(lines[3])
        sizes = (len(packed), len(whole))
        if packed[:2] == _HASHED and sizes == (2 + _NAME + _SIGNATURE, _SIGNATURE):
            return packed, lines[2].removeprefix(_TRUSTED), whole
    raise SignatureError(
        f"{where}: found no signature; expected one of minisign's form"
    )


def _shown(name: bytes) -> str:
    """Write the name of a key as minisign does."""
    return f"{int.from_bytes(name, 'little'):016X}"


def _sum(secret: bytes) -> bytes:
    return hashlib.blake2b(_KEY + secret, digest_size=32).digest()


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""


def _decoded(line: str) -> bytes:
    try:
        return base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()
