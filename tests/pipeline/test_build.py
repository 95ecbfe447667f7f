"""A build is reproducible, keeps secrets, and survives being killed."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, QuerySolutions, RdfFormat, Store, parse

from kg import pipeline
from kg.errors import ValidationError
from kg.mapping.quotations import BUDGET
from kg.model.text import EXCERPT_LENGTH
from kg.publishing.audience import Audience
from kg.publishing.catalogue import VOID_FILE
from kg.publishing.manifest import Stamp
from kg.publishing.release import Release, current_release
from kg.rdf.terms import HS, OA


def dump(release: Release, audience: Audience, name: str) -> bytes:
    return (release.dumps(audience) / name).read_bytes()


BUILD = """
import datetime, sys
from pathlib import Path
from kg import pipeline
from kg.pipeline import editions
from kg.publishing.manifest import Stamp
editions.LITTLE = 0
stamp = Stamp(datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC), "0" * 40)
step = lambda stage: print(stage, flush=True)
pipeline.build(Path(sys.argv[1]), Path(sys.argv[2]), stamp, step)
"""
"""Builds as if there were much to write: with a process for each edition."""


def start(root: Path, folder: Path, seed: str) -> "subprocess.Popen[str]":
    """Start a build that tells its stages."""
    environment = {**os.environ, "PYTHONHASHSEED": seed}  # noqa: TID251 - passed on
    command = [sys.executable, "-c", BUILD, str(root), str(folder)]
    return subprocess.Popen(
        command, env=environment, cwd=root, stdout=subprocess.PIPE, text=True
    )


def finish(process: "subprocess.Popen[str]") -> None:
    process.communicate()
    assert process.returncode == 0


def reach(process: "subprocess.Popen[str]", stage: str) -> None:
    assert process.stdout is not None
    assert any(line.startswith(stage) for line in process.stdout), stage


@pytest.fixture
def folder(release: Release, tmp_path: Path) -> Path:
    """A folder of releases of one's own, with the project's as the current one."""
    folder = tmp_path / "build"
    shutil.copytree(release.path.parents[1], folder, symlinks=True)
    return folder


@pytest.mark.slow
def test_two_builds_of_one_commit_are_equal_byte_for_byte(
    root: Path, release: Release, tmp_path: Path
) -> None:
    """One wrote its editions one by one, the other each in a process of its own."""
    finish(start(root, tmp_path, "4711"))
    other = current_release(tmp_path)
    assert other.version == release.version
    for audience in Audience:
        names = sorted(path.name for path in release.dumps(audience).iterdir())
        assert names == sorted(path.name for path in other.dumps(audience).iterdir())
        for name in names:
            assert dump(release, audience, name) == dump(other, audience, name), name
        first, second = (
            it.path / audience.value / VOID_FILE for it in (release, other)
        )
        assert first.read_bytes() == second.read_bytes()


def serves(folder: Path) -> bool:
    """Say whether the current release of a folder can be served to everybody."""
    served = current_release(folder)
    return all(
        Store.read_only(str(served.store(audience))).query("ASK { ?s ?p ?o }")
        and served.manifest(audience)["version"] == served.version
        for audience in Audience
    )


@pytest.mark.slow
def test_a_build_that_ends_or_stops_leaves_a_release_that_can_be_served(
    copy: Path, folder: Path
) -> None:
    """One is killed; the next one clears up behind it, and is stopped at any moment.

    A build that is stopped has left on the disk what one killed then would have.
    """
    first = current_release(folder)
    (copy / "queries" / "note.txt").write_text("a change: there is something to build")
    killed = start(copy, folder, "0")
    reach(killed, "building the public store")
    killed.kill()
    killed.communicate()
    unfinished = list((folder / "releases").glob(".unfinished-*"))
    assert len(unfinished) == 1
    assert current_release(folder) == first
    assert serves(folder)
    process = start(copy, folder, "0")
    assert stops(process, folder) > 20
    finish(process)
    assert current_release(folder) != first
    assert serves(folder)
    assert not unfinished[0].exists()


def stops(process: "subprocess.Popen[str]", folder: Path) -> int:
    """Stop a build again and again, and see that there is a release; count this."""
    generator = random.Random(16)  # noqa: S311 - which moments, not which secrets
    count = 0
    while process.poll() is None:
        process.send_signal(signal.SIGSTOP)
        assert serves(folder)
        count += 1
        process.send_signal(signal.SIGCONT)
        time.sleep(generator.uniform(0.01, 0.15))
    return count


def test_a_violation_stops_the_build_and_the_release_before_stays(
    copy: Path, folder: Path, stamp: Stamp
) -> None:
    first = current_release(folder)
    extract = next(copy.glob("data/sources/*/*/extract.yml"))
    text = extract.read_text("utf-8")
    victim = "{agent: jailed-after-the-election, role: victim"
    assert victim in text
    extract.write_text(text.replace(victim, victim.replace("victim", "participant")))
    with pytest.raises(ValidationError) as caught:
        pipeline.build(copy, folder, stamp)
    place = f"{extract.relative_to(copy)}:"
    assert place in str(caught.value)
    assert "nothing was published" in str(caught.value)
    assert current_release(folder) == first


def test_what_was_built_is_not_built_again(
    root: Path, folder: Path, stamp: Stamp
) -> None:
    stages: list[str] = []
    first = current_release(folder)
    assert pipeline.build(root, folder, stamp, stages.append) == first
    assert stages == []


@pytest.mark.parametrize("audience", list(Audience))
def test_dumps_have_no_blank_node(release: Release, audience: Audience) -> None:
    path = release.dumps(audience) / "graph.nq"
    for quad in parse(path=str(path), format=RdfFormat.N_QUADS):
        assert BlankNode not in (type(quad.subject), type(quad.object)), quad


@pytest.mark.parametrize("audience", list(Audience))
def test_lines_of_the_canonical_dump_are_sorted_and_distinct(
    release: Release, audience: Audience
) -> None:
    lines = dump(release, audience, "graph.nq").decode().splitlines()
    assert lines == sorted(set(lines))


@pytest.mark.parametrize(
    "name", ["graph.nq", "graph.trig", "merged.ttl", "merged.jsonld"]
)
def test_schema_org_is_named_by_http(release: Release, name: str) -> None:
    assert b"https://schema.org/" not in dump(release, Audience.PUBLIC, name)


def test_full_quotations_are_in_the_partner_build_alone(release: Release) -> None:
    public = dump(release, Audience.PUBLIC, "graph.nq").decode()
    partner = dump(release, Audience.PARTNER, "graph.nq").decode()
    exact = f"#q> <{OA.exact.value}> "
    assert exact not in public
    assert "/quotations>" not in public
    assert exact in partner


def test_public_excerpts_keep_to_their_length_and_their_share(
    release: Release, content: pipeline.Content
) -> None:
    text = content.corpus.documents[0].text
    shown: set[int] = set()
    for quad in parse(
        path=str(release.dumps(Audience.PUBLIC) / "graph.nq"), format=RdfFormat.N_QUADS
    ):
        if quad.predicate == HS.excerpt:
            words = quad.object.value
            assert len(words) <= EXCERPT_LENGTH
            for span in text.occurrences(words.removesuffix(" …")):
                shown.update(range(span.start, span.end))
    assert 0 < len(shown) <= BUDGET * len(text) * 1.5  # words that stand there again


def test_no_public_text_shares_a_long_run_with_the_source(
    release: Release, content: pipeline.Content
) -> None:
    source = re.sub(r"\s+", " ", content.corpus.documents[0].text.content)
    run = EXCERPT_LENGTH + 1
    runs = {source[at : at + run] for at in range(len(source) - run)}
    for name in ("graph.nq", "merged.ttl", "merged.jsonld"):
        public = re.sub(r"\s+", " ", dump(release, Audience.PUBLIC, name).decode())
        for at in range(len(public) - run):
            assert public[at : at + run] not in runs


def test_the_store_holds_what_the_dump_says(release: Release) -> None:
    for audience in Audience:
        store = Store.read_only(str(release.store(audience)))
        counts = release.manifest(audience)["counts"]
        assert isinstance(counts, dict)
        for pattern, name in (
            ("GRAPH ?g { ?s ?p ?o }", "quads"),
            ("?s ?p ?o", "triples"),
        ):
            result = store.query(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
            assert isinstance(result, QuerySolutions)
            assert [int(row["n"].value) for row in result] == [counts[name]]
