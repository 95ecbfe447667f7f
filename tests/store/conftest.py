import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

E = "http://example.org/"
PEOPLE = 2000


def quads() -> Iterator[Quad]:
    """A default graph of many people who know each other, and two named graphs."""
    name, knows = NamedNode(f"{E}name"), NamedNode(f"{E}knows")
    for number in range(PEOPLE):
        person = NamedNode(f"{E}person/{number}")
        yield Quad(person, name, Literal(f"Person {number} «é»", language="en"))
        yield Quad(person, knows, NamedNode(f"{E}person/{number * 7 % PEOPLE}"))
    for graph in ("g1", "g2"):
        subject, graph_name = NamedNode(f"{E}{graph}/s"), NamedNode(f"{E}{graph}")
        yield Quad(subject, name, Literal(graph), graph_name)


@pytest.fixture(scope="session")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "store"
    store = Store(path)
    store.extend(quads())
    store.flush()
    del store
    return path


@pytest.fixture(scope="session")
def other_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of a later release: one triple."""
    path = tmp_path_factory.mktemp("other") / "store"
    store = Store(path)
    store.add(Quad(NamedNode(f"{E}x"), NamedNode(f"{E}name"), Literal("later")))
    store.flush()
    del store
    return path


def children(path: Path) -> list[int]:
    """List the workers over a store."""
    commands = {
        int(child): Path(f"/proc/{child}/cmdline").read_text()
        for task in Path(f"/proc/{os.getpid()}/task").iterdir()
        for child in (task / "children").read_text().split()
    }
    return [child for child, command in commands.items() if f'{path}"' in command]


def ticks(process: int) -> int:
    """Read how long a process has worked, in ticks of the system's clock."""
    stat = Path(f"/proc/{process}/stat").read_text()
    return int(stat.rpartition(")")[2].split()[11])


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, bool]]:
    """The loop that the service runs on."""
    return "asyncio", {"use_uvloop": True}
