"""What is counted again after a change is what is counted when all is."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model.room import NoRoomError
from kg.publishing import recount
from kg.publishing.audience import Audience, catalogue_graph, merged_lines
from kg.publishing.changes.lines import Lines
from kg.publishing.difference import Change, merged_change
from kg.publishing.held import FILE, Held, Since, held
from kg.publishing.lines import write_lines
from kg.publishing.shown import Shown
from kg.rdf.iri import graph, mint
from kg.rdf.terms import HS, RDF, XSD
from kg.store import bulk

THINGS = tuple(str(mint("event", name)) for name in ("a", "b", "c"))
VALUES = (
    *THINGS[:2],
    '"a"',
    '"a"@en',
    f'"5"^^{XSD.integer}',
    f'"05"^^{XSD.integer}',
    f'"5"^^{XSD.nonNegativeInteger}',
)
SAID = tuple(
    f"{subject} {said} {name} .\n".encode()
    for subject in THINGS
    for said in (
        *(f"{RDF.type} {it}" for it in (HS.Event, HS.Person)),
        *(f"{HS.concerns} {value}" for value in VALUES),
    )
    for name in (graph("one"), graph("two"))
)
CATALOGUE = tuple(
    f"{subject} {said} {catalogue_graph(Audience.PUBLIC)} .\n".encode()
    for subject in (THINGS[0], str(graph("one")))
    for said in (
        f"{RDF.type} {HS.Event}",
        f"{HS.concerns} {VALUES[2]}",
        f"{HS.about} {VALUES[4]}",
    )
)
LINES = st.sets(st.sampled_from(SAID), max_size=24).map(sorted)
TOLD = st.sets(st.sampled_from(CATALOGUE)).map(sorted)


def shown(folder: Path, lines: list[bytes]) -> Shown:
    folder.mkdir(parents=True)
    found = Shown.of(folder)
    write_lines(sorted(lines), found.named)
    write_lines(merged_lines(sorted(lines)), found.default)
    return found


def read(path: Path) -> Lines:
    return Lines(path.read_bytes())


@settings(max_examples=25)
@given(LINES, LINES, TOLD, TOLD)
def test_a_change_is_counted_as_all_is(
    tmp_path_factory: pytest.TempPathFactory,
    old: list[bytes],
    new: list[bytes],
    then: list[bytes],
    more: list[bytes],
) -> None:
    """Things get and lose classes, and the catalogue may say what the data say."""
    folder = tmp_path_factory.mktemp("editions")
    counted, _more = held(shown(folder / "data", old))
    was = shown(folder / "before" / "dumps", [*old, *then])
    counted.keep(folder / "before")
    bulk.load(folder / "before" / "store", was.named, was.default)
    now = shown(folder / "now", new)
    named = Change(tuple(sorted({*new} - {*old})), tuple(sorted({*old} - {*new})))
    change = Change(named.added, tuple(sorted({*named.removed, *then})))
    default = merged_change(change, read(was.named), read(now.named))
    since = Since(folder / "before", now, named, default, frozenset(then))
    triples = set(merged_lines(more)) - set(merged_lines(new))
    expected, count_more = held(now)
    with since.held() as (found, with_more):
        assert found == expected
        assert with_more(sorted(triples)) == count_more(sorted(triples))


def test_what_is_kept_is_what_was_counted(tmp_path: Path) -> None:
    counted, _more = held(shown(tmp_path / "data", [*SAID]))
    counted.keep(tmp_path)
    assert Held.read(tmp_path) == counted
    file = tmp_path / FILE
    file.write_bytes(file.read_bytes().replace(b"7", b"8", 1))
    with pytest.raises(ValueError, match="is not what it was"):
        Held.read(tmp_path)


def test_where_much_is_touched_all_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recount, "MOST", 3)
    old = [it for it in SAID if str(graph("one")).encode() in it]
    counted, _more = held(shown(tmp_path / "data", old))
    was = shown(tmp_path / "before" / "dumps", old)
    counted.keep(tmp_path / "before")
    bulk.load(tmp_path / "before" / "store", was.named, was.default)
    gone = tuple(it for it in old if str(RDF.type).encode() in it)
    now = shown(tmp_path / "now", [it for it in old if it not in gone])
    change = Change((), gone)
    default = merged_change(change, read(was.named), read(now.named))
    since = Since(tmp_path / "before", now, change, default, frozenset())
    with pytest.raises(NoRoomError), since.held():
        pass
