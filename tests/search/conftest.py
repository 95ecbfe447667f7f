from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from kg.search.index import Index
from kg.search.opening import open_index
from kg.search.tables import FILE
from kg.search.thing import Name, Thing
from kg.search.writing import write_index

ID = "https://w3id.org/hrsolidarity/id/"
ONTOLOGY = "https://w3id.org/hrsolidarity/ontology#"
NORWAY, BELARUS = f"{ID}place/norway", f"{ID}place/belarus"


def thing(
    key: str, *names: str, facets: tuple[tuple[str, str], ...] = (), weight: int = 1
) -> Thing:
    """Make a thing of names such as `nb:Raftostiftelsen`, the best first."""
    kind = key.partition("/")[0]
    named = [Name(rank, *text.split(":", 1)) for rank, text in enumerate(names)]
    return Thing(
        f"{ID}{key}",
        kind,
        tuple(named),
        (f"{ONTOLOGY}{kind.title()}",),
        facets,
        weight,
    )


THINGS = (
    thing(
        "organisation/rafto",
        "en:Rafto Foundation",
        "nb:Raftostiftelsen",
        facets=(("country", NORWAY), ("type", f"{ID}x/ngo")),
        weight=9,
    ),
    thing(
        "organisation/oslo", "en:Oslo Peace Foundation", facets=(("country", NORWAY),)
    ),
    thing("person/hanchar", "en:Viktor Gonchar", "be:Віктар Ганчар"),
    thing("person/muller", "de:Herta Müller"),
    thing("place/oslo", "en:Oslo", "be:Осла", facets=(("country", NORWAY),), weight=5),
    thing("place/norway", "en:Norway", "nb:Norge", facets=(("same", "http://q/Q20"),)),
    thing("place/belarus", "en:Belarus"),
    *(
        thing(
            f"event/vigil-{year}",
            f"en:Vigil in Oslo in {year}",
            facets=(("country", NORWAY), ("year", str(year))),
        )
        for year in (2010, 2011, 2012)
    ),
    thing(
        "event/vigil-minsk",
        "en:Vigil in Minsk",
        facets=(("country", BELARUS), ("year", "2011")),
    ),
    thing("slogan/free", "en:Free Belarus"),
)

Opened = Callable[[], AbstractContextManager[Index]]


@pytest.fixture(scope="package")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edition")
    write_index(folder / FILE, THINGS)
    return folder


@pytest.fixture
def index(edition: Path) -> Iterator[Index]:
    with open_index(edition) as opened:
        yield opened


@contextmanager
def index_of(folder: Path, *things: Thing) -> Iterator[Index]:
    write_index(folder / FILE, things)
    with open_index(folder) as opened:
        yield opened
