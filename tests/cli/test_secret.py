"""Keys in files, and addresses: what is wrong is told, and nothing of a key."""

from pathlib import Path

import pytest

from kg.cli.secret import read_address, read_secret
from kg.errors import SetupError
from tests.cli.conftest import Run


@pytest.mark.parametrize("content", ["kg_Ab-_9", "kg_Ab-_9\n", "  kg_Ab-_9 \r\n"])
def test_a_key_stands_alone_in_its_file(tmp_path: Path, content: str) -> None:
    file = tmp_path / "partner.key"
    file.write_text(content)
    assert read_secret(file) == "kg_Ab-_9"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("The key of ngo:\nkg_SECRET", id="what-stood-above-it"),
        pytest.param("kg_SECRET\nkg_SECRET", id="two"),
        pytest.param("kg_SECRET é", id="letters-of-no-key"),
        pytest.param("\x00kg_SECRET", id="signs"),
        pytest.param("", id="nothing"),
    ],
)
@pytest.mark.parametrize(
    "command", [("push", "{file}", "--to"), ("pull",)], ids=["push", "pull"]
)
def test_what_is_no_key_is_told_without_it(
    run: Run, tmp_path: Path, content: str, command: tuple[str, ...]
) -> None:
    key, graph = tmp_path / "partner.key", tmp_path / "graph.ttl"
    key.write_text(content, "utf-8")
    graph.write_text("<urn:a> <urn:b> <urn:c> .")
    end = ("http://127.0.0.1:9", *([str(tmp_path / "m")] * (command[0] == "pull")))
    ran = run(*(it.format(file=graph) for it in command), *end, "--key-file", str(key))
    assert ran.code == 2
    expected = f"{key}: found no key; expected a key alone, in one line\n"
    assert (ran.out, ran.err) == ("", expected)


@pytest.mark.parametrize("url", ["http://[::1", "example.org", "ftp://x/", "https://"])
def test_what_is_no_address_is_told(run: Run, tmp_path: Path, url: str) -> None:
    with pytest.raises(SetupError, match="expected an address"):
        read_address(url)
    assert run("pull", url, str(tmp_path)).code == 2


def test_an_address_is_read() -> None:
    assert read_address("https://example.org/x").host == "example.org"
