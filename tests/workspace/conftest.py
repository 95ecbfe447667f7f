"""A workspace served over real HTTP, and a client with a key of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from kg.store.keys import NewKey, Right, make_key
from tests.api.conftest import ROOT, serving

KEYS = {
    "curator": make_key("curator", (Right.WRITE,)),
    "reader": make_key("reader", (Right.READ,)),
    "researcher": make_key("researcher"),
}


def bearer(key: NewKey) -> dict[str, str]:
    return {"Authorization": f"Bearer {key.secret}"}


@contextmanager
def editing(folder: Path, **changes: Any) -> Iterator[httpx.Client]:
    """Serve the workspace of a folder; the client is the curator."""
    keys = folder / "keys.toml"
    keys.write_text("\n\n".join(key.lines for key in KEYS.values()), "utf-8")
    settings = {
        "workspace": folder / "workspace",
        "keys_file": keys,
        "project_dir": ROOT,
        "workers": 1,
        "slow_workers": 1,
        **changes,
    }
    with (
        serving(folder / "build", **settings) as server,
        httpx.Client(
            base_url=server.url, headers=bearer(KEYS["curator"]), timeout=60
        ) as client,
    ):
        yield client


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("curated")


@pytest.fixture(scope="session")
def http(folder: Path) -> Iterator[httpx.Client]:
    """A workspace of any graphs, whatever they say."""
    with editing(folder, workspace_rules="off") as client:
        yield client
