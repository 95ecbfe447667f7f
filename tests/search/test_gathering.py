import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kg.publishing.audience import Audience
from kg.publishing.release import Release
from kg.search.finding import Question, find
from kg.search.gathering import gather
from kg.search.opening import open_index
from kg.search.tables import FILE
from kg.search.writing import write_index

ID = "https://w3id.org/hrsolidarity/id/"


def edition(release: Release, audience: Audience = Audience.PUBLIC) -> Path:
    return release.path / audience.value


@pytest.mark.parametrize("audience", list(Audience))
def test_the_same_lines_give_the_same_bytes(
    release: Release, tmp_path: Path, audience: Audience
) -> None:
    write_index(tmp_path / FILE, gather(release.dumps(audience) / "graph.nq"))
    built = edition(release, audience) / FILE
    assert (tmp_path / FILE).read_bytes() == built.read_bytes()


def test_the_file_is_whole(release: Release) -> None:
    with closing(sqlite3.connect(edition(release) / FILE)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA freelist_count").fetchall() == [(0,)]


def test_no_text_of_it_is_kept_from_the_public(release: Release) -> None:
    """Words of sources are partners': only names and what is public is in the index."""
    public = (release.dumps(Audience.PUBLIC) / "graph.nq").read_text("utf-8")
    with closing(sqlite3.connect(edition(release) / FILE)) as database:
        texts = {text for (text,) in database.execute("SELECT text FROM name")}
        iris = {iri for (iri,) in database.execute("SELECT iri FROM thing")}
    escaped = {text.replace("\\", "\\\\").replace('"', '\\"') for text in texts}
    assert {text for text in escaped if f'"{text}"' not in public} == set()
    assert {iri for iri in iris if f"<{iri}>" not in public} == set()
    assert len(texts) > 100


@pytest.mark.parametrize(
    ("words", "kind", "iri", "facets"),
    [
        pytest.param(
            "Torchlight procession",
            "event",
            "event/torchlight-procession-oslo-2010",
            {
                ("kind", "event"),
                ("country", f"{ID}place/norway"),
                ("year", "2010"),
                ("source", f"{ID}document/norway-release-political-prisoners"),
            },
            id="event",
        ),
        pytest.param(
            "Rafto",
            "organisation",
            "organisation/rafto-foundation",
            {("kind", "organisation"), ("country", f"{ID}place/norway")},
            id="organisation",
        ),
        pytest.param(
            "Free Belarus",
            "slogan",
            "slogan/slogan-free-belarus",
            {("kind", "slogan")},
            id="slogan",
        ),
        pytest.param(
            "torchlight procession",
            "concept",
            None,
            {("kind", "concept")},
            id="concept",
        ),
    ],
)
def test_things_have_names_and_facets(
    release: Release,
    words: str,
    kind: str,
    iri: str | None,
    facets: set[tuple[str, str]],
) -> None:
    with open_index(edition(release)) as index:
        ((number, *_),) = find(index, Question(words, kind)).numbers.values()
        (entry,) = index.entries([number])
        assert iri is None or entry.iri == f"{ID}{iri}"
        assert facets <= set(index.facets([number])[number])
