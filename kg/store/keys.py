"""Keys of clients: who may do more than strangers may, and how much more.

The file of keys holds hashes alone. A key is 256 bits of chance, so that its plain
SHA-256 can be neither turned back nor guessed, and needs no salt.
"""

import hashlib
import hmac
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import orjson

from kg.errors import (
    DuplicateKeyError,
    MissingFieldError,
    SetupError,
    UnexpectedValueError,
    UnknownFieldError,
)
from kg.store.givers import Giver, read_giver

_PREFIX = "kg_"
"""Begins every key, so that one that leaks is known for what it is."""

_HASH = "sha256:"
_HEX = frozenset("0123456789abcdef")
_MOST_NAME = 64


class Right(StrEnum):
    """What a key lets its holder do beyond asking what everybody may.

    Reading is of workspaces; who may write may read. Who contributes gives graphs to
    the inbox of a service, and can read nothing by it but what they gave.
    """

    READ = "read"
    WRITE = "write"
    CONTRIBUTE = "contribute"


@dataclass(frozen=True, slots=True)
class Share:
    """How much of the service one client may use; 0 is without limit.

    `seconds` of query processes come in a minute, up to `burst` are kept for later,
    and `queries` may run or wait at once.
    """

    seconds: float = 0.0
    burst: float = 0.0
    queries: int = 0


@dataclass(frozen=True, slots=True)
class Key:
    """A key, by its hash: `name` is what its holder is called here."""

    name: str
    digest: bytes
    share: Share
    rights: frozenset[Right]
    giver: Giver | None = None


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that has just been made: `secret` is for its holder, `lines` for the file.

    The secret is nowhere else.
    """

    secret: str
    lines: str


def make_key(
    name: str, rights: tuple[Right, ...] = (), giver: Giver | None = None
) -> NewKey:
    """Make a key for somebody; names are words of letters, digits, `.`, `_`, `-`.

    Raises:
        UnexpectedValueError: the name is none.
    """
    _name("NAME", name)
    secret = _PREFIX + secrets.token_urlsafe(32)
    lines = ["[[key]]", f'name = "{name}"', f'hash = "{_HASH}{_digest(secret).hex()}"']
    if rights:
        lines.append(f"rights = {orjson.dumps(rights).decode()}")
    if giver is not None:
        lines.append(f'partner = "{giver.partner}"')
        lines.append(f'namespace = "{giver.namespace}"')
    return NewKey(secret, "\n".join(lines))


class Keyring:
    """The keys of a file, which is read again whenever it has changed.

    While it cannot be read nobody has a key: one that was taken out must not go on
    because of a slip elsewhere in the file.
    """

    def __init__(self, path: Path, share: Share) -> None:
        """Read a file; `share` is what those keys have that say nothing of it.

        Raises:
            SetupError: the file cannot be read.
            InputError: what is in it is not in order.
        """
        self._path = path
        self._share = share
        self._seen = self._state()
        self._keys = read_keys(path, share)

    def refresh(self) -> None:
        """Read the file again if it has changed.

        Raises:
            SetupError: it cannot be read; nobody has a key until it can.
            InputError: what is in it is not in order; as before.
        """
        state = self._state()
        if state != self._seen:
            self._seen, self._keys = state, ()
            self._keys = read_keys(self._path, self._share)

    def find(self, secret: str) -> Key | None:
        """Find a key; how long it takes tells nothing of the keys there are."""
        digest, found = _digest(secret), None
        for key in self._keys:
            if hmac.compare_digest(key.digest, digest):
                found = key
        return found

    def _state(self) -> tuple[int, int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino


def read_keys(path: Path, share: Share) -> tuple[Key, ...]:
    """Read the keys of a file in TOML.

    Raises:
        SetupError: the file cannot be read.
        InputError: what is in it is not in order.
    """
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SetupError(f"{path}: the keys cannot be read: {error}") from error
    _only(f"{path}", content, {"key"})
    entries = content.get("key", [])
    if not isinstance(entries, list):
        raise UnexpectedValueError(f"{path}", "key", "tables [[key]]")
    keys = tuple(
        _key(f"{path}, key {number}", entry, share)
        for number, entry in enumerate(entries, 1)
    )
    _distinct(path, keys)
    return keys


_GIVING = ("partner", "namespace")
_FIELDS = {
    *("name", "hash", "rights", "seconds_per_minute", "burst", "queries"),
    *_GIVING,
}


def _key(where: str, entry: object, share: Share) -> Key:
    if not isinstance(entry, dict):
        raise UnexpectedValueError(where, repr(entry), "a table [[key]]")
    _only(where, entry, _FIELDS)
    for field in ("name", "hash"):
        if field not in entry:
            raise MissingFieldError(where, f"no {field}", f"a field {field}", entry)
    rights = _rights(where, entry.get("rights", []))
    return Key(
        _name(where, entry["name"]),
        _hash(where, entry["hash"]),
        Share(
            _number(where, entry, "seconds_per_minute", share.seconds),
            _number(where, entry, "burst", share.burst),
            int(_number(where, entry, "queries", share.queries)),
        ),
        rights,
        _giver(where, entry, rights),
    )


def _giver(
    where: str, entry: Mapping[str, Any], rights: frozenset[Right]
) -> Giver | None:
    if Right.CONTRIBUTE in rights:
        return read_giver(where, entry)
    for field in _GIVING:
        if field in entry:
            expected = 'rights = ["contribute"], which alone needs it'
            raise UnexpectedValueError(where, f"a field {field}", expected)
    return None


def _only(where: str, entry: Mapping[str, Any], fields: set[str]) -> None:
    for name in entry.keys() - fields:
        expected = f"one of {', '.join(sorted(fields))}"
        raise UnknownFieldError(where, name, expected, fields)


def _distinct(path: Path, keys: tuple[Key, ...]) -> None:
    for what, values in (
        ("name", [key.name for key in keys]),
        ("hash", [key.digest.hex() for key in keys]),
    ):
        if twice := next((it for it in values if values.count(it) > 1), None):
            raise DuplicateKeyError(f"{path}", twice, f"each {what} once")


def _name(where: str, value: object) -> str:
    plain = isinstance(value, str) and value.translate(_MARKS).isalnum()
    if not (isinstance(value, str) and plain and len(value) <= _MOST_NAME):
        expected = f"a name of at most {_MOST_NAME} letters, digits, '.', '_' and '-'"
        raise UnexpectedValueError(where, repr(value), expected)
    return value


_MARKS = str.maketrans("", "", "._-")


def _hash(where: str, value: object) -> bytes:
    digits = str(value).removeprefix(_HASH)
    if f"{_HASH}{digits}" != value or len(digits) != 64 or not _HEX.issuperset(digits):
        expected = f"{_HASH} and 64 hexadecimal digits, as `kg key new` writes it"
        raise UnexpectedValueError(where, repr(value), expected)
    return bytes.fromhex(digits)


def _number(where: str, entry: Mapping[str, Any], field: str, other: float) -> float:
    value = entry.get(field, other)
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
        raise UnexpectedValueError(where, repr(value), f"{field}: 0 or more")
    return value


def _rights(where: str, value: object) -> frozenset[Right]:
    known = [right.value for right in Right]
    if not isinstance(value, list) or any(it not in known for it in value):
        raise UnexpectedValueError(where, repr(value), f"a list of {known}", known)
    return frozenset(Right(it) for it in value)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
