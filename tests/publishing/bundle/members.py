"""The members of a bundle, as every tar reads them."""

import io
import tarfile
from pathlib import Path

import zstandard

Files = dict[str, tuple[tarfile.TarInfo, bytes]]
QUERIES = Path(__file__).parents[3] / "queries"
TOP = "solidarity-graph"
HEAD = f"{TOP}/bundle.json"


def silent(_step: str) -> None:
    """Tell nothing."""


def members_of(path: Path) -> Files:
    """Read all members of a bundle, by name."""
    plain = zstandard.ZstdDecompressor().decompressobj().decompress(path.read_bytes())
    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        return {it.name: (it, _content(tar, it)) for it in tar}


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(member)
    assert file is not None
    return file.read()
