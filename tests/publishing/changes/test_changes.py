"""What changed in a release: told whole, the same every time, without what is gone."""

import json
from pathlib import Path

import pytest

from kg.errors import SetupError, UnexpectedValueError
from kg.publishing.changes.record import FOLDER, Record
from kg.publishing.changes.writing import write_changes
from tests.publishing.changes.conftest import (
    BASE,
    Make,
    delta,
    members,
    quad,
    record,
    table,
)

KEPT = quad("event/kept", "label", "A vigil")
ACTOR = quad("event/vigil", "actor", "<person/8f2k>")
PERSON = quad("person/8f2k", "label", "Maryja Secret")
REPLACES = (
    f"<{BASE}id/event/other> <http://purl.org/dc/terms/replaces> "
    f"<{BASE}id/event/vigil> <{BASE}graph/identity> ."
)
REPLACED = (
    f"<{BASE}id/event/vigil> <http://purl.org/dc/terms/isReplacedBy> "
    f"<{BASE}id/event/other> <{BASE}graph/identity> ."
)
COUNTED = quad("event/x", "triples", "12", "catalogue")
MADE = (
    f"<{BASE}graph/authority> <http://www.w3.org/ns/prov#generatedAtTime> "
    f'"2026-11-2{{}}T00:00:00Z" <{BASE}graph/meta> .'
)


def test_everything_in_a_first_release_is_created(make: Make) -> None:
    first = make(20, [KEPT, PERSON])
    assert table(first) == [
        ["Create", f"{BASE}id/event/kept", "", ""],
        ["Create", f"{BASE}id/person/8f2k", "", ""],
    ]
    assert record(first).previous is None
    assert sorted(record(first).files) == [
        "changes.csv",
        "members-000001.nt.zst",
        "pieces.sha256",
    ]


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        pytest.param([KEPT], [KEPT], [], id="nothing"),
        pytest.param([KEPT], [KEPT, ACTOR], ["Create event/vigil"], id="new"),
        pytest.param(
            [KEPT, PERSON],
            [KEPT, quad("person/8f2k", "label", "M.")],
            ["Update person/8f2k"],
            id="changed",
        ),
        pytest.param(
            [PERSON, quad("person/8f2k", "label", "M.")],
            [PERSON],
            ["Update person/8f2k"],
            id="says-less",
        ),
        pytest.param(
            [PERSON],
            [PERSON, quad("person/8f2k", "label", "Maryja Secret", "source/s2/r1")],
            ["Update person/8f2k"],
            id="another-source",
        ),
        pytest.param([KEPT, ACTOR], [KEPT], ["Delete event/vigil removed"], id="gone"),
        pytest.param(
            [KEPT, ACTOR],
            [KEPT, REPLACES],
            ["Create event/other", "Delete event/vigil merged event/other"],
            id="merged",
        ),
        pytest.param(
            [KEPT, ACTOR],
            [KEPT, ACTOR, REPLACED],
            ["Delete event/vigil merged event/other"],
            id="merged-and-says-so",
        ),
        pytest.param([KEPT], [KEPT, COUNTED], [], id="a-count-of-the-catalogue"),
        pytest.param(
            [KEPT, MADE.format(0)], [KEPT, MADE.format(1)], [], id="when-it-was-made"
        ),
    ],
)
def test_a_change_is_told_of_the_thing_it_happened_to(
    make: Make, old: list[str], new: list[str], changed: list[str]
) -> None:
    second = make(21, new, make(20, old))
    told = [" ".join(row).replace(f"{BASE}id/", "").strip() for row in table(second)]
    assert told == changed
    assert sum(record(second).counts[it] for it in ("Create", "Update", "Delete")) == (
        len(changed)
    )


def test_a_version_has_what_any_graph_says_once(make: Make) -> None:
    twice = [PERSON, quad("person/8f2k", "label", "Maryja Secret", "source/s2/r1")]
    said = members(make(20, twice))
    assert said.count('ontology#label> "Maryja Secret" .') == 1
    assert said.count("activitystreams#Create>") == 1
    assert said.count("graph/source") == 0


def test_what_is_withdrawn_is_told_nowhere(make: Make) -> None:
    second = make(21, [KEPT], make(20, [KEPT, PERSON, ACTOR]))
    files = sorted((second / FOLDER).iterdir())
    told = [
        delta(second),
        members(second),
        *(
            (second / FOLDER / it).read_text()
            for it in ("changes.csv", "pieces.sha256")
        ),
    ]
    assert len(files) == len(told)
    for text in (*told, (second / "manifest.json").read_text()):
        assert "Secret" not in text
        assert "actor" not in text
    assert table(second) == [
        ["Delete", f"{BASE}id/event/vigil", "removed", ""],
        ["Delete", f"{BASE}id/person/8f2k", "removed", ""],
    ]
    assert members(second).count("http://purl.org/adms/status/Withdrawn") == 2


def test_what_was_said_before_is_not_told_again(make: Make) -> None:
    new = [KEPT, quad("person/8f2k", "label", "a person")]
    second = make(21, new, make(20, [KEPT, PERSON]))
    assert "Secret" not in delta(second) + members(second)


def test_two_builds_on_one_release_tell_the_same(make: Make, tmp_path: Path) -> None:
    first = make(20, [KEPT, PERSON])
    one = make(21, [KEPT, ACTOR], first)
    kept = {path.name: path.read_bytes() for path in (one / FOLDER).iterdir()}
    manifest = (one / "manifest.json").read_bytes()
    one.rename(tmp_path / "before")
    other = make(21, [KEPT, ACTOR], first)
    assert {it.name: it.read_bytes() for it in (other / FOLDER).iterdir()} == kept
    assert (other / "manifest.json").read_bytes() == manifest


def test_the_chain_binds_each_release_to_all_before(make: Make) -> None:
    first = make(20, [KEPT])
    second = make(21, [KEPT, PERSON], first)
    third = make(22, [KEPT, PERSON, ACTOR], second)
    before = record(third).previous
    assert before is not None
    assert (before.version, before.chain) == (
        record(second).version,
        record(second).chain,
    )
    assert len({record(it).chain for it in (first, second, third)}) == 3


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param(("dump", "sha256"), "0" * 64, id="another-dump"),
        pytest.param(("previous", "chain"), "0" * 64, id="another-past"),
        pytest.param(("files", "delta.zst", "sha256"), "0" * 64, id="another-delta"),
        pytest.param(("chain",), "0" * 64, id="another-link"),
    ],
)
def test_a_record_that_was_changed_is_refused(
    make: Make, path: tuple[str, ...], value: str
) -> None:
    second = make(21, [KEPT, PERSON], make(20, [KEPT]))
    read = json.loads((second / "manifest.json").read_bytes())["changes"]
    part = read
    for name in path[:-1]:
        part = part[name]
    part[path[-1]] = value
    with pytest.raises(UnexpectedValueError, match=r"the link [0-9a-f]+ of"):
        Record.read(read, "here")


@pytest.mark.parametrize(
    "members", [None, [], {"version": 1}, {"version": "x", "files": 3}]
)
def test_what_is_no_record_is_refused(members: object) -> None:
    with pytest.raises(UnexpectedValueError, match="a record of changes"):
        Record.read(members, "here")


def test_a_manifest_that_lies_about_its_dump_stops_a_build(
    make: Make, tmp_path: Path
) -> None:
    first, other = make(20, [KEPT]), make(21, [KEPT, PERSON])
    path = other / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["files"]["graph.nq"] = "0" * 64
    path.write_text(json.dumps(manifest))
    (other / FOLDER).rename(tmp_path / "aside")
    with pytest.raises(SetupError, match="leads to"):
        write_changes(other, first)
