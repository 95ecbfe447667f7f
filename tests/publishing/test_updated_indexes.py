"""Indexes of lists and of names by what differs, beside those made from nothing."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.publishing.audience import Audience, merged_lines
from kg.publishing.difference import Change, Difference
from kg.publishing.lists import index as lists
from kg.publishing.lists.index import FILE, write_index
from kg.publishing.release import Release
from kg.rdf.terms import SKOS
from kg.search.gathering import gather
from kg.search.tables import FILE as NAMES
from kg.search.updating import update_index
from kg.search.writing import write_index as write_names
from kg.store.bulk import load
from tests.publishing.indexes import lists_in, names_in

FIRST, SECOND = "2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z"
ID = "https://w3id.org/hrsolidarity/id"
HS = "https://w3id.org/hrsolidarity/ontology#"
PROTEST = f"<{ID}/event/silent-protest-oslo-2010>"

Lines = set[str]
Edit = Callable[[Lines], Lines]


def make_edition(folder: Path, time: str, lines: Lines) -> Path:
    """Write what an index is made of."""
    (folder / "changes").mkdir(parents=True)
    named = sorted(line.encode() for line in lines)
    (folder / "graph.nq").write_bytes(b"".join(named))
    (folder / "merged.nt").write_bytes(b"".join(merged_lines(named)))
    load(folder / "store", folder / "graph.nq", folder / "merged.nt")
    (folder / "manifest.json").write_text(json.dumps({"time": time}))
    return folder


@pytest.fixture(scope="module")
def said(release: Release) -> Lines:
    dump = release.dumps(Audience.PUBLIC) / "graph.nq"
    return set(dump.read_text("utf-8").splitlines(keepends=True))


@pytest.fixture(scope="module")
def before(said: Lines, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_edition(tmp_path_factory.mktemp("lists") / "before", FIRST, said)
    write_index(folder, None)
    write_names(folder / NAMES, gather(folder / "graph.nq"))
    return folder


def replaced(old: str, new: str) -> Edit:
    def edit(lines: Lines) -> Lines:
        found = {line for line in lines if old in line}
        assert found
        return lines - found | {line.replace(old, new) for line in found}

    return edit


def without(pattern: str) -> Edit:
    def edit(lines: Lines) -> Lines:
        found = {line for line in lines if re.search(pattern, line)}
        assert found
        return lines - found

    return edit


def doubled(term: str, other: str) -> Edit:
    def edit(lines: Lines) -> Lines:
        found = {line.replace(term, other) for line in lines if term in line}
        assert found
        return lines | found

    return edit


def at_once(*edits: Edit) -> Edit:
    def edit(lines: Lines) -> Lines:
        for it in edits:
            lines = it(lines)
        return lines

    return edit


CHANGES = {
    "a name": replaced('"Rafto Foundation"@en', '"The \\"Foundation\\""@en'),
    "things": at_once(
        *(doubled(PROTEST, f"{PROTEST[:-1]}-{it}>") for it in range(20)),
        without(PROTEST),
        doubled("/place/oslo>", "/place/zürich>"),
    ),
    "a place": replaced(
        f"/place/oslo> <{HS}within> <{ID}/place/norway",
        f"/place/oslo> <{HS}within> <{ID}/place/belarus",
    ),
    "who took part": without(f"<{HS}(supporter|organiser)> .*rafto"),
    "who takes part now": doubled(
        f"<{HS}supporter> <{ID}/organisation/rafto-foundation>",
        f"<{HS}supporter> <{ID}/organisation/strategy-31>",
    ),
    "days and documents": at_once(
        without(f"<{HS}notAfter>"),
        replaced('"2010-12-19"', '"2009-11-29"'),
        replaced(
            f"<{HS}ofDocument> <{ID}/document/", f"<{HS}ofDocument> <{ID}/document/x"
        ),
    ),
}


@dataclass(frozen=True)
class Changed:
    """An edition without indexes, and what sets it apart from the one before."""

    folder: Path
    difference: Difference


@pytest.fixture(scope="module", params=[*CHANGES.values()], ids=[*CHANGES])
def changed(
    request: pytest.FixtureRequest,
    said: Lines,
    before: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Changed:
    after = request.param(said)
    change = Change(coded(after - said), coded(said - after))
    folder = make_edition(tmp_path_factory.mktemp("lists") / "now", SECOND, after)
    table = f"change,iri\nUpdate,{ID}/organisation/rafto-foundation\n"
    (folder / "changes/changes.csv").write_text(table)
    return Changed(folder, Difference(before, change, Change()))


def test_lists_by_what_differs_are_those_from_nothing(
    changed: Changed, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, before = changed.folder, changed.difference.before
    write_index(folder, before / FILE)
    anew = lists_in(folder / FILE)
    (folder / FILE).unlink()
    monkeypatch.delattr(lists, "_make")  # it is not made from nothing in silence
    write_index(folder, before / FILE, changed.difference)
    assert lists_in(folder / FILE) == anew != lists_in(before / FILE)


def test_names_by_what_differs_are_those_from_nothing(changed: Changed) -> None:
    folder, difference = changed.folder, changed.difference
    write_names(folder / NAMES, gather(folder / "graph.nq"))
    anew = names_in(folder / NAMES)
    (folder / NAMES).unlink()
    lines = (*difference.added, *difference.removed)
    assert update_index(folder, difference.before, lines)
    assert names_in(folder / NAMES) == anew


def coded(lines: Lines) -> tuple[bytes, ...]:
    return tuple(sorted(line.encode() for line in lines))


def test_what_is_gone_is_not_in_the_files(
    said: Lines, before: Path, tmp_path: Path
) -> None:
    added = f'{PROTEST} <{SKOS.altLabel.value}> "Xylophony"@en <{ID}/graph> .\n'
    named = f'{PROTEST} <{SKOS.prefLabel.value}> "Xylophony"@cy <{ID}/graph> .\n'
    words = {added.encode(), named.encode()}
    with_it = make_edition(tmp_path / "with", SECOND, said | {added, named})
    without_it = make_edition(tmp_path / "without", SECOND, said)
    for folder, old, change in (
        (with_it, before, Change(added=tuple(words))),
        (without_it, with_it, Change(removed=tuple(words))),
    ):
        (folder / "changes/changes.csv").write_text("change,iri\n")
        write_index(folder, None, Difference(old, change, Change()))
        assert update_index(folder, old, words)
        for file in (FILE, NAMES):
            held = b"ylophony" in (folder / file).read_bytes()
            assert held == (folder == with_it)


def test_a_damaged_index_is_not_taken_over(
    before: Path, said: Lines, tmp_path: Path
) -> None:
    now = make_edition(tmp_path / "now", SECOND, said)
    (now / "changes/changes.csv").write_text("change,iri\n")
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    (damaged / "store").symlink_to(before / "store")
    (damaged / FILE).write_bytes((before / FILE).read_bytes()[:9_000])
    (damaged / NAMES).write_bytes((before / NAMES).read_bytes()[:9_000])
    write_index(now, None, Difference(damaged, Change(), Change()))
    assert not update_index(now, damaged, [])
    assert len(lists_in(now / FILE)["item"]) > 60
