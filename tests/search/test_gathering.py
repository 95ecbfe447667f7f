import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kg.publishing.audience import Audience
from kg.publishing.release import Release
from kg.rdf.iri import expand, graph
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


def test_a_country_is_one_whatever_it_is_in(tmp_path: Path) -> None:
    """Parts of the world are no countries; what is in a country is found by it."""
    within = {"europe": "", "north": "europe", "norway": "north", "oslo": "norway"}
    lines = [f'pl:{key} skos:prefLabel "{key}" .' for key in (*within, "atlantis")]
    lines += [f"pl:{key} hs:within pl:{wide} ." for key, wide in within.items() if wide]
    lines += [
        "pl:norway hs:geoPrecision pr:country .",
        "pl:reef hs:within pl:atlantis .",
    ]
    lines += ['pl:reef skos:prefLabel "reef" .']
    path = tmp_path / "graph.nq"
    path.write_text("".join(sorted(f"{expanded(it)}\n" for it in lines)), "utf-8")
    found = {
        thing.iri.rpartition("/")[2]: [
            it for name, it in thing.facets if name == "country"
        ]
        for thing in gather(path)
    }
    norway = f"{ID}place/norway"
    assert found == {
        "atlantis": [],
        "europe": [],
        "north": [],
        "norway": [norway],
        "oslo": [norway],
        "reef": [f"{ID}place/atlantis"],  # nobody says what is a country
    }


def expanded(line: str) -> str:
    """Write a line of N-Quads from a line with prefixes."""
    subject, predicate, value, _dot = line.split(" ")
    terms = [expand(it) for it in (subject, predicate)]
    text = value if value.startswith('"') else str(expand(value))
    return f"{terms[0]} {terms[1]} {text} {graph('authority')} ."
