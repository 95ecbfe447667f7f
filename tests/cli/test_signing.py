"""`kg key signing new`: a secret file and a public key, once."""

import subprocess
import sys
from pathlib import Path

from kg.publishing.signing import PublicKey, SecretKey


def kg(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_key_is_made_once(tmp_path: Path) -> None:
    path = tmp_path / "signing.key"
    made = kg("key", "signing", "new", str(path))
    again = kg("key", "signing", "new", str(path))
    assert made.returncode == 0
    public = PublicKey.read(made.stdout, "standard output")
    assert str(public) == str(SecretKey.read(path).public)
    assert again.returncode == 2
    assert "expected none here" in again.stderr
