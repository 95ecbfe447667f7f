"""Pieces of dumps: those of a release before are copied, and nothing else."""

import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad, parse

from kg.publishing import pieces
from kg.publishing.dumps import DUMPS, proven, write_dumps
from kg.publishing.pieces import Known, Piece, keep_pieces
from kg.publishing.shown import Shown

TRIPLES = tuple(
    f"<urn:{subject}> <urn:p> {value} "
    for subject in "abcdefgh"
    for value in ('"a, \\"b\\""@en', '"1"^^<urn:t>', "<urn:o>")
)
MADE = [dump.name for dump in DUMPS if dump.name not in ("graph.nq", "merged.nt")]
SUBJECTS = st.sets(st.sampled_from(TRIPLES), min_size=1)


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every other subject begin a piece."""
    monkeypatch.setattr(pieces, "_ONE_IN", 2)


def shown(folder: Path, triples: set[str]) -> Shown:
    dumps = folder / "dumps"
    dumps.mkdir(parents=True)
    found = Shown.of(dumps)
    graphs = [f"{it}<urn:{name}> .\n" for it in sorted(triples) for name in "gh"]
    found.named.write_text("".join(graphs))
    found.default.write_text("".join(f"{it}.\n" for it in sorted(triples)))
    return found


def written(it: Shown, known: Known) -> list[Piece]:
    made = write_dumps(it, known, lambda _names: None)
    keep_pieces(it.named.parents[1], made)
    return made


def files(it: Shown) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in it.named.parent.iterdir()}


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SUBJECTS, SUBJECTS)
def test_what_is_copied_is_what_would_be_written(
    tmp_path_factory: pytest.TempPathFactory, before: set[str], now: set[str]
) -> None:
    folder = tmp_path_factory.mktemp("pieces")
    old = shown(folder / "old", before)
    written(old, Known())
    known = Known.of(folder / "old")
    one, other = shown(folder / "one", now), shown(folder / "other", now)
    made = written(one, known)
    written(other, Known())
    assert files(one) == files(other)
    assert sorted(proven(one, made, known)) == sorted(MADE)
    content = files(one)
    for dump in DUMPS:
        text = content[dump.name]
        assert gzip.decompress(content[f"{dump.name}.gz"]) == text
        terms = {
            it.triple for it in parse(text, format=dump.format) if type(it) is Quad
        }
        assert {str(it) + " " for it in terms} == now


@pytest.mark.parametrize("place", [0, 60, -1])
def test_a_dump_is_not_proven_when_a_byte_of_it_is_another(
    tmp_path: Path, place: int
) -> None:
    """It may be one of a piece, or stand around one."""
    it = shown(tmp_path, set(TRIPLES))
    made = written(it, Known())
    for name in MADE:
        path = it.named.with_name(name)
        text = bytearray(path.read_bytes())
        text[place] ^= 1
        path.write_bytes(text)
    assert proven(it, made, Known()) == []


def test_a_list_of_pieces_that_was_changed_is_not_read(tmp_path: Path) -> None:
    it = shown(tmp_path, set(TRIPLES))
    written(it, Known())
    path = tmp_path / pieces.FILE
    path.write_bytes(path.read_bytes().replace(b"0", b"1"))
    with pytest.raises(ValueError, match=pieces.FILE):
        Known.of(tmp_path)
