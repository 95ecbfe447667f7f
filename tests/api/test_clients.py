import hashlib
from pathlib import Path
from typing import Any

import pytest

from kg.api.errors import ForbiddenError, UnknownKeyError
from kg.api.usage.clients import Client, Clients
from kg.store.keys import Keyring, Right, Share

STRANGER = Share(60, 120, 4)


def entry(name: str, more: str) -> str:
    digest = hashlib.sha256(f"kg_{name}".encode()).hexdigest()
    return f'[[key]]\nname = "{name}"\nhash = "sha256:{digest}"\n{more}\n'


KEYS = entry("reader", "burst = 9") + entry("writer", 'rights = ["write"]')


class Clock:
    now = 86_400.0 * 20_000

    def __call__(self) -> float:
        return self.now


def scope(host: str | None = "192.0.2.1", key: str | None = None) -> dict[str, Any]:
    given = [(b"authorization", key.encode())] if key is not None else []
    client = None if host is None else (host, 50_000)
    return {"client": client, "headers": [(b"host", b"x"), *given]}


@pytest.fixture
def clients(tmp_path: Path) -> Clients:
    path = tmp_path / "keys.toml"
    path.write_text(KEYS)
    return Clients(STRANGER, Keyring(path, STRANGER), Clock())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        (None, None, True),
    ],
)
def test_an_address_makes_a_client(
    clients: Clients, one: str | None, other: str | None, same: bool
) -> None:
    marks = clients.find(scope(one)).mark, clients.find(scope(other)).mark
    assert (marks[0] == marks[1]) is same


def test_marks_change_every_day_and_with_every_service(clients: Clients) -> None:
    clock = Clock()
    other = Clients(STRANGER, None, clock)
    today = other.find(scope()).mark
    clock.now += 86_399
    assert other.find(scope()).mark == today
    clock.now += 1
    assert other.find(scope()).mark != today
    assert clients.find(scope()).mark != today


def test_nothing_of_an_address_is_kept(clients: Clients) -> None:
    client = clients.find(scope("192.0.2.77"))
    kept = repr((client, vars(clients)))
    assert "192.0.2" not in kept
    assert client.name == ""
    assert client.share == STRANGER


def test_a_key_is_a_client_wherever_it_comes_from(clients: Clients) -> None:
    one = clients.find(scope("192.0.2.1", "Bearer kg_reader"))
    other = clients.find(scope("192.0.2.2", "bearer  kg_reader "))
    assert one == other
    assert (one.name, one.share) == ("reader", Share(60, 9, 4))
    assert one.mark != clients.find(scope("192.0.2.1", "Bearer kg_writer")).mark


@pytest.mark.parametrize("key", ["Bearer kg_none", "Bearer ", "Bearer \xe9"])
def test_a_key_that_is_not_known_is_no_stranger(clients: Clients, key: str) -> None:
    with pytest.raises(UnknownKeyError):
        clients.find(scope(key=key))


def test_a_password_for_a_proxy_is_no_key(clients: Clients) -> None:
    assert clients.find(scope(key="Basic eDp5")) == clients.find(scope())


def test_without_a_file_of_keys_nobody_needs_one() -> None:
    clients = Clients(STRANGER, None, Clock())
    assert clients.find(scope(key="Bearer none")) == clients.find(scope())


def test_nobody_has_a_key_while_the_file_is_broken(
    clients: Clients, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "keys.toml").write_text("[[key")
    with pytest.raises(UnknownKeyError):
        clients.find(scope(key="Bearer kg_reader"))
    assert "until the file of keys is mended" in caplog.text


def test_a_right_is_the_holders_alone(clients: Clients) -> None:
    clients.find(scope(key="Bearer kg_writer")).require(Right.WRITE)
    with pytest.raises(ForbiddenError, match="'reader' has no right to write"):
        clients.find(scope(key="Bearer kg_reader")).require(Right.WRITE)
    with pytest.raises(UnknownKeyError, match="needs a key"):
        Client(b"", STRANGER).require(Right.WRITE)
