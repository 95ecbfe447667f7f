from pathlib import Path

from kg.store.keys import Keyring, Right, Share
from tests.cli.conftest import Run


def test_a_key_is_told_and_its_entry_written(run: Run, tmp_path: Path) -> None:
    reader = run("key", "new", "oslo-archive")
    writer = run("key", "new", "editor", "--write")
    secrets = [outcome.err.split()[-1] for outcome in (reader, writer)]
    file = tmp_path / "keys.toml"
    file.write_text(reader.out + writer.out)
    ring = Keyring(file, Share())
    found = [ring.find(secret) for secret in secrets]
    assert [(it.name, list(it.rights)) for it in found if it is not None] == [
        ("oslo-archive", []),
        ("editor", [Right.WRITE]),
    ]
    assert not any(secret in file.read_text() for secret in secrets)


def test_a_name_that_is_none_is_told(run: Run) -> None:
    outcome = run("key", "new", "the archive")
    assert outcome.code == 2
    assert "expected a name of at most 64 letters" in outcome.err
