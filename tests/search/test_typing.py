import pytest

from kg.search.index import Index
from kg.search.typing import suggest


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        pytest.param("raf", ["Rafto Foundation"], id="first-word"),
        pytest.param("foundation ra", ["Rafto Foundation"], id="a-later-word"),
        pytest.param(
            "oslo",
            ["Oslo", "Oslo Peace Foundation", "Vigil in Oslo in 2010"],
            id="whole",
        ),
        pytest.param("raftostiftels", ["Rafto Foundation"], id="longer-than-lists"),
        pytest.param("Ганч", ["Viktor Gonchar"], id="script"),
        pytest.param("honch", ["Viktor Gonchar"], id="romanisation"),
        pytest.param("raftq", [], id="nothing"),
        pytest.param("", [], id="empty"),
        pytest.param('"*', [], id="signs"),
        pytest.param("https://w3id.org/hrsolidarity/id/place/oslo", ["Oslo"], id="iri"),
    ],
)
def test_suggests_what_is_being_typed(
    index: Index, typed: str, names: list[str]
) -> None:
    found = suggest(index, typed, index.kinds().values())
    assert [entry.names[0].text for entry in found][: len(names) or 1] == names


def test_suggests_one_kind(index: Index) -> None:
    found = suggest(index, "oslo", [index.kinds()["event"]])
    assert {entry.kind for entry in found} == {"event"}
    assert len(found) == 3


def test_a_name_is_given_in_the_language_of_the_reader(index: Index) -> None:
    (entry,) = suggest(index, "rafto", [index.kinds()["organisation"]])
    assert entry.called(("be", "en")).text == "Rafto Foundation"
