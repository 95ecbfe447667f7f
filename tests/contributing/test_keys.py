"""Keys of partners: whose they are, and which graphs they may name."""

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.store.givers import Giver, make_giver
from kg.store.keys import Right, Share, make_key, read_keys

NGO = Giver("ngo", "https://ngo.example/data/")


def test_a_key_that_is_made_can_be_read(tmp_path: Path) -> None:
    made = make_key("ngo-2026", (Right.CONTRIBUTE,), NGO)
    file = tmp_path / "keys.toml"
    file.write_text(made.lines)
    [key] = read_keys(file, Share())
    assert key.giver == NGO
    assert key.rights == {Right.CONTRIBUTE}
    assert made.secret not in made.lines


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('rights = ["contribute"]', "no partner"),
        ('rights = ["contribute"]\npartner = "ngo"', "no namespace"),
        ('partner = "ngo"', "a field partner"),
        ('rights = ["read"]\nnamespace = "https://ngo.example/"', "a field namespace"),
    ],
)
def test_a_partner_has_a_name_a_namespace_and_the_right(
    tmp_path: Path, entry: str, message: str
) -> None:
    file = tmp_path / "keys.toml"
    file.write_text(f"{make_key('a').lines}\n{entry}\n")
    with pytest.raises(InputError, match=f"key 1: found {message}"):
        read_keys(file, Share())


@pytest.mark.parametrize(
    ("partner", "namespace"),
    [
        ("../etc", "https://ngo.example/"),
        ("NGO", "https://ngo.example/"),
        ("a" * 41, "https://ngo.example/"),
        ("ngo", "https://ngo.example"),
        ("ngo", "https://ngo.example/data"),
        ("ngo", "file:///etc/"),
        ("ngo", "https://w3id.org/"),
        ("ngo", "https://w3id.org/hrsolidarity/id/"),
        ("ngo", 'https://ngo.example/"/'),
        ("ngo", 7),
    ],
)
def test_a_namespace_is_nobody_elses(partner: str, namespace: object) -> None:
    with pytest.raises(InputError, match="keys"):
        make_giver("keys", partner, namespace)


@pytest.mark.parametrize(
    ("graph", "owned"),
    [
        ("https://ngo.example/data/prizes", True),
        ("https://ngo.example/data/", False),
        ("https://ngo.example/database", False),
        ("https://ngo.example.org/data/prizes", False),
        ("http://ngo.example/data/prizes", False),
    ],
)
def test_a_graph_is_owned_by_its_name(graph: str, owned: bool) -> None:
    assert NGO.owns(graph) is owned
