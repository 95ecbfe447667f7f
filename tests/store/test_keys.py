import hashlib
import os
from pathlib import Path

import pytest

from kg.errors import (
    DuplicateKeyError,
    InputError,
    MissingFieldError,
    SetupError,
    UnexpectedValueError,
    UnknownFieldError,
)
from kg.store.keys import Key, Keyring, Right, Share, make_key, read_keys

STRANGER = Share(60, 120, 4)
HASH = "sha256:" + hashlib.sha256(b"kg_secret").hexdigest()
ONE = f'[[key]]\nname = "archive"\nhash = "{HASH}"\n'


def ring(folder: Path, text: str) -> Keyring:
    path = folder / "keys.toml"
    path.write_text(text)
    return Keyring(path, STRANGER)


def test_a_key_says_what_its_holder_may(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_text(
        f'{ONE}rights = ["write"]\nseconds_per_minute = 0.5\nburst = 9\nqueries = 2\n'
    )
    digest = hashlib.sha256(b"kg_secret").digest()
    rights = frozenset({Right.WRITE})
    assert read_keys(path, STRANGER) == (
        Key("archive", digest, Share(0.5, 9, 2), rights),
    )


def test_what_a_key_does_not_say_is_as_for_strangers(tmp_path: Path) -> None:
    found = ring(tmp_path, ONE).find("kg_secret")
    assert found is not None
    assert (found.share, found.rights) == (STRANGER, frozenset())


@pytest.mark.parametrize(
    "secret", ["", "kg_", "kg_secre", "kg_secret ", "archive", HASH]
)
def test_what_is_no_key_opens_nothing(tmp_path: Path, secret: str) -> None:
    assert ring(tmp_path, ONE).find(secret) is None


def test_a_new_key_goes_from_its_maker_to_the_file_and_opens(tmp_path: Path) -> None:
    made, other = make_key("oslo.archive-1", (Right.WRITE,)), make_key("other")
    keys = ring(tmp_path, f"{made.lines}\n\n{other.lines}\n")
    found = keys.find(made.secret)
    assert found is not None
    assert (found.name, list(found.rights)) == ("oslo.archive-1", [Right.WRITE])
    assert made.secret.startswith("kg_")
    assert len(made.secret) == 46
    assert made.secret not in made.lines
    assert made.secret != other.secret


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("[[key]", SetupError, "cannot be read"),
        ("key = 1", UnexpectedValueError, "tables [[key]]"),
        ("key = [1]", UnexpectedValueError, "key 1: found 1"),
        ("[[keys]]", UnknownFieldError, "did you mean key?"),
        (f"{ONE}right = []", UnknownFieldError, "did you mean rights"),
        ('[[key]]\nname = "a"', MissingFieldError, "no hash"),
        (ONE.replace("archive", "the archive"), UnexpectedValueError, "a name of at"),
        (ONE.replace("archive", ""), UnexpectedValueError, "a name of at most 64"),
        (ONE.replace("sha256:", ""), UnexpectedValueError, "64 hexadecimal digits"),
        (ONE.replace(HASH, "sha256:ab"), UnexpectedValueError, "64 hexadecimal digits"),
        (f"{ONE}burst = -1", UnexpectedValueError, "burst: 0 or more"),
        (f"{ONE}burst = nan", UnexpectedValueError, "burst: 0 or more"),
        (f"{ONE}queries = true", UnexpectedValueError, "queries: 0 or more"),
        (f'{ONE}rights = ["wirte"]', UnexpectedValueError, "did you mean write"),
        (f"{ONE}{ONE}", DuplicateKeyError, "each name once"),
        (f"{ONE}{ONE.replace('archive', 'b')}", DuplicateKeyError, "each hash once"),
    ],
)
def test_a_slip_in_the_file_is_told(
    tmp_path: Path, text: str, error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as caught:
        ring(tmp_path, text)
    assert words in str(caught.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="cannot be read"):
        Keyring(tmp_path / "none.toml", STRANGER)


def test_the_file_is_read_again_when_it_changes(tmp_path: Path) -> None:
    keys = ring(tmp_path, ONE)
    path = tmp_path / "keys.toml"
    path.write_text("")
    keys.refresh()
    assert keys.find("kg_secret") is None
    path.write_text(ONE)
    keys.refresh()
    assert keys.find("kg_secret") is not None


@pytest.mark.parametrize("how", ["broken", "gone"])
def test_nobody_has_a_key_while_the_file_cannot_be_read(
    tmp_path: Path, how: str
) -> None:
    keys = ring(tmp_path, ONE)
    path = tmp_path / "keys.toml"
    if how == "gone":
        path.unlink()
    else:
        path.write_text(f"{ONE}\nname")
    with pytest.raises((SetupError, InputError)):
        keys.refresh()
    keys.refresh()  # it is not read again until it changes
    assert keys.find("kg_secret") is None
    path.write_text(ONE)
    os.utime(path, ns=(1, 1))
    keys.refresh()
    assert keys.find("kg_secret") is not None
