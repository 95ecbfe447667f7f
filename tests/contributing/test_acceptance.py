"""Accepting what was given: a run that is broken off is completed by the next."""

import datetime
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kg.contributing.acceptance import Acceptance, find_place, write_source
from kg.contributing.submission import Found, Sent, Submission
from kg.errors import InputErrors, KgError, UnexpectedValueError
from kg.importers.project import read_project
from tests.api.conftest import ROOT
from tests.contributing.conftest import ARCHIVE, GRAPH

NOW = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
SAID = Acceptance("Kari", NOW.date(), "Checked.")

SOURCE = "data/sources/ngo/ngo-data-archive"


def submission(revision: int = 1, written: str = "turtle") -> Submission:
    content = ARCHIVE.encode()
    digest = f"{revision}" * 64
    sent = Sent("ngo", "ngo-2026", GRAPH, written, digest, content)
    return Submission.of(sent, Found(5, {}, {}), revision, NOW)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "data/sources").mkdir(parents=True)
    (tmp_path / "data/graphs.yml").write_text("graphs: []\n")
    (tmp_path / "data/identifiers.tsv").write_text("")
    return tmp_path


def accept(project: Path, given: Submission, said: Acceptance = SAID) -> str:
    place = find_place(project, given, said.key)
    return write_source(place, given, ARCHIVE.encode(), said)


def test_a_later_revision_takes_the_place_and_keeps_what_was_written(
    project: Path,
) -> None:
    assert accept(project, submission()) == "restricted"
    declared = project / SOURCE / "rdf.yml"
    omitted = "omit: [{property: 'https://ngo.example/p', reason: Not ours.}]\n"
    declared.write_text(declared.read_text("utf-8") + omitted, "utf-8")
    assert accept(project, submission(2, "ntriples")) == "restricted"
    assert [it.name for it in (project / SOURCE / "raw").iterdir()] == ["graph.nt"]
    assert "Not ours." in declared.read_text("utf-8")
    assert "revision: 2" in (project / SOURCE / "source.yml").read_text("utf-8")


def test_a_key_is_no_way_out_of_the_folder(project: Path) -> None:
    with pytest.raises(UnexpectedValueError, match="expected a key"):
        find_place(project, submission(), "../../..")


def test_what_is_no_source_is_not_written(project: Path) -> None:
    said = Acceptance("Kari", NOW.date(), "Checked.", language="xx")
    with pytest.raises(InputErrors, match="a language tag in use"):
        accept(project, submission(), said)
    assert list((project / "data/sources").iterdir()) == []


KILLED = """
import os, sys
from pathlib import Path
from tests.contributing.test_acceptance import accept, submission

def end_at(steps, folder):
    def look(event, arguments):
        nonlocal steps
        changes = ("open", "os.rename", "os.remove", "os.mkdir")
        if event in changes and any(folder in str(it) for it in arguments):
            steps -= 1
            if steps < 0:
                os.kill(os.getpid(), 9)
    return look

for steps in range(0, int(sys.argv[2]), 3):
    project = Path(sys.argv[1]) / str(steps)
    child = os.fork()
    if not child:
        sys.addaudithook(end_at(steps, str(project / "data/sources")))
        accept(project, submission())
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
"""Accepts in children that are killed at the n-th step."""


def test_one_that_is_killed_leaves_what_no_build_takes(
    project: Path, tmp_path: Path
) -> None:
    steps = 30
    for number in range(0, steps, 3):
        folder = tmp_path / "killed" / str(number) / "data"
        (folder / "sources").mkdir(parents=True)
        for name in ("graphs.yml", "identifiers.tsv"):
            (folder / name).write_bytes((project / "data" / name).read_bytes())
    program = [sys.executable, "-c", KILLED, str(tmp_path / "killed"), str(steps)]
    done = subprocess.run(program, check=True, cwd=ROOT, capture_output=True, text=True)
    codes = [int(code) for code in done.stdout.split()]
    whole = 0
    for number, code in zip(range(0, steps, 3), codes, strict=True):
        killed = tmp_path / "killed" / str(number)
        try:
            whole += len(read_project(killed).bulk)
        except KgError:
            assert code == -signal.SIGKILL
        accept(killed, submission())
        [bulk] = read_project(killed).bulk
        assert (bulk.source.revision, bulk.source.access) == (1, "restricted")
    assert 0 in codes
    assert -signal.SIGKILL in codes
    assert whole > 0
