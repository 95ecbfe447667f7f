"""From a partner's file to an answer of the service, and once more when it changes."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from kg import pipeline
from kg.cli import main
from kg.contributing.case import Case, read_outcome, write_case
from kg.contributing.inbox import Inbox, Quota
from kg.contributing.inspector import Inspector
from kg.contributing.submission import Found, Sent
from kg.importers.marked import read_marked
from kg.publishing.manifest import Stamp
from kg.publishing.release import Release
from kg.rdf.iri import graph
from tests.api.conftest import Server, serving
from tests.contributing.conftest import ARCHIVE, GRAPH, KEYS, Partner

SOURCE = "data/sources/ngo/ngo-data-archive"
LATER = Stamp(datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC), "1" * 40)
TWO = ("--revision", "2", "--by", "Kari Nordmann", "--reason", "As agreed.")
ONE = ("--revision", "1", *TWO[2:])
FACTS = "https://w3id.org/hrsolidarity/graph/source/ngo-data-archive/r1"
PROVENANCE = f"""
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX hs: <https://w3id.org/hrsolidarity/ontology#>
PREFIX pav: <http://purl.org/pav/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?label ?graph ?on ?from ?publisher ?hash WHERE {{
  GRAPH ?graph {{ ?archive hs:orgType ?type }}
  ?archive skos:prefLabel ?label . FILTER(LANG(?label) = "en")
  ?graph a hs:SourceGraph ; hs:ofDocument ?document ;
    pav:retrievedOn ?on ; pav:retrievedFrom ?from .
  ?document dct:publisher ?publisher ; hs:contentHash ?hash .
  FILTER(STRSTARTS(STR(?archive), "https://ngo.example/"))
  FILTER(STR(?graph) = "{FACTS}")
}}
"""


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: object
    out: str
    err: str


Run = Callable[..., Outcome]


def fields(project: Path, file: str) -> Any:
    """Read what the source says in a file, every scalar as text."""
    return read_marked(project / SOURCE / file, file)


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    copy: Path,
    inbox: Inbox,
    release: Release,
) -> Run:
    """Run the command as a curator does, in a project of one's own."""
    monkeypatch.setenv("KG_INBOX_DIR", str(inbox.folder))
    monkeypatch.setenv("KG_BUILD_DIR", str(release.path.parents[1]))

    def run(*arguments: str | Path) -> Outcome:
        capsys.readouterr()
        given = [str(argument) for argument in arguments]
        here = given[0] == "inbox" and given[1] != "key"
        in_project = ["-C", str(copy)] if here else []
        with pytest.raises(SystemExit) as left:
            main([*given, *in_project])
        written = capsys.readouterr()
        return Outcome(left.value.code, written.out, written.err)

    return run


@pytest.fixture
def push(run: Run, server: Server, tmp_path: Path) -> Callable[[str], Outcome]:
    """Give a graph as a partner does."""
    key = tmp_path / "partner.key"
    key.write_text(f"{KEYS['ngo'].secret}\n")

    def push(text: str) -> Outcome:
        file = tmp_path / "archive.ttl"
        file.write_text(text, "utf-8")
        to = ("--to", server.url, "--graph", GRAPH, "--key-file", key)
        return run("push", file, *to)

    return push


def test_a_graph_goes_full_circle(
    run: Run, push: Callable[[str], Outcome], copy: Path, tmp_path: Path, ngo: Partner
) -> None:
    given = push(ARCHIVE)
    assert (given.code, given.err.splitlines()[-1]) == (
        0,
        f"revision 1 of {GRAPH}, 5 statements, waiting",
    )
    listed = run("inbox", "list")
    assert (listed.code, listed.err) == (0, "1 of 1 graphs wait\n")
    assert listed.out.splitlines()[1].split()[:4] == ["ngo", GRAPH, "1", "waiting"]
    shown = run("inbox", "show", GRAPH).out
    assert "added (5):" in shown
    assert "  1 hs:Organisation" in shown

    accepted = run("inbox", "accept", GRAPH, *ONE, "--access", "public")
    assert (accepted.code, accepted.out) == (0, f"{SOURCE}: access public\n")
    assert (copy / SOURCE / "raw/graph.ttl").read_text("utf-8") == ARCHIVE
    declared = fields(copy, "rdf.yml")
    assert declared["contribution"] == {
        "graph": GRAPH,
        "partner": "ngo",
        "key-name": "ngo-2026",
        "revision": "1",
        "received": ngo.ask().json()["received"],
        "accepted-by": "Kari Nordmann",
        "accepted-on": declared["contribution"]["accepted-on"],
        "reason": "As agreed.",
    }
    _is_served(copy, tmp_path, ngo.ask().json()["sha256"])
    _is_updated(run, push, copy)


def _is_served(copy: Path, tmp_path: Path, sha256: str) -> None:
    """See that a release has the graph, and says where it comes from."""
    release = pipeline.build(copy, tmp_path / "build", LATER)
    with serving(tmp_path / "build", workers=1, slow_workers=1) as server:
        answer = httpx.get(
            f"{server.url}/sparql",
            params={"query": PROVENANCE, "format": "json"},
            timeout=30,
        )
    [row] = answer.json()["results"]["bindings"]
    assert {name: it["value"] for name, it in row.items() if name != "on"} == {
        "label": "Archive of Zwetschgen",
        "graph": FACTS,
        "from": GRAPH,
        "publisher": "ngo",
        "hash": sha256,
    }
    published = b"".join(
        path.read_bytes() for path in release.path.rglob("*") if path.is_file()
    )
    assert b"Zwetschgen" in published
    assert b"Nordmann" not in published  # who decided is nobody's business
    assert KEYS["ngo"].secret.encode() not in published
    _is_not_in_its_own_way(release.path / "public")


def _is_not_in_its_own_way(edition: Path) -> None:
    """See that a new revision is not looked at beside the one that it replaces."""
    changed = ARCHIVE.replace("Archive of Zwetschgen", "Archive of Prunes").encode()
    found, inspector = [], Inspector(edition)
    for source in ("ngo-data-archive", ""):
        output = BytesIO()
        case = Case(GRAPH, "turtle", "json", changed, source)
        inspector.examine(write_case(case), output)
        report = orjson.loads(read_outcome(output.getvalue()).found.report)
        found.append({it["name"] for it in report["findings"]})
    replacing, beside = found
    assert replacing < beside  # beside itself, a thing has two names in one language


def _is_updated(run: Run, push: Callable[[str], Outcome], copy: Path) -> None:
    """See that the next revision takes the place of the one before."""
    pushed = push(ARCHIVE.replace('"Zwetschgenarkivet"', '"Plommearkivet"'))
    assert pushed.err.splitlines()[-1].startswith(f"revision 2 of {GRAPH}")
    shown = run("inbox", "show", GRAPH).out
    prefix = "<https://ngo.example/data/prizes>"
    label = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    assert f'added since revision 1 (1):\n  {prefix} {label} "Plomm' in shown
    assert f'gone since revision 1 (1):\n  {prefix} {label} "Zwetsch' in shown
    stale = run("inbox", "accept", GRAPH, *ONE)
    assert (stale.code, stale.err) == (
        2,
        f"revision 2 of {GRAPH} waits, not 1: look at that one first\n",
    )
    source = copy / SOURCE / "source.yml"
    source.write_text(source.read_text("utf-8").replace("data-set", "register"))
    assert run("inbox", "accept", GRAPH, *TWO).code == 0
    kept = fields(copy, "source.yml")
    assert (kept["revision"], kept["access"], kept["material"]) == (
        "2",
        "public",
        "register",
    )
    content = pipeline.read(copy, LATER, stages=copy / "stages")
    lines = {(it.graph_name, str(it.object)) for it in content.data()}
    given = graph("source/ngo-data-archive/r2/given")
    assert (given, '"Plommearkivet"@nb') in lines
    assert not any("Zwetschgenarkivet" in value for _graph, value in lines)


def test_nobody_sees_what_is_accepted_without_a_word_on_access(
    run: Run, push: Callable[[str], Outcome], copy: Path
) -> None:
    push(ARCHIVE)
    assert run("inbox", "accept", GRAPH, *ONE).code == 0
    source = fields(copy, "source.yml")
    assert (source["access"], source["rights"]["quotations"]) == ("restricted",) * 2


def test_a_broken_graph_is_told_line_by_line(push: Callable[[str], Outcome]) -> None:
    refused = push(ARCHIVE.replace("ot:ngo", "ot:nogo"))
    assert refused.code == 1
    assert "5:1: Violation OrganisationShape-orgType" in refused.out
    assert "not kept" in refused.err


def test_a_curator_is_shown_people_and_what_is_touched(
    run: Run, push: Callable[[str], Outcome], inbox: Inbox
) -> None:
    push(f"""{ARCHIVE}
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix pl: <https://w3id.org/hrsolidarity/id/place/> .
<urn:x:them> a foaf:Person ; foaf:name "Zimt\\u001B[2J" .
<https://ngo.example/data/prizes> foaf:based_near pl:oslo , pl:atlantis .
""")
    shown = run("inbox", "show", GRAPH).out
    assert (
        "PEOPLE, whom no release takes from here (1):\n  urn:x:them Zimt\\u001B[2J"
        in shown
    )
    assert "\x1b" not in shown
    assert "touches (1):\n  pl:oslo Oslo\n" in shown
    assert "unknown here (1):\n  pl:atlantis\n" in shown
    (report,) = inbox.folder.glob("*/*/r1/report.ttl")
    report.write_text('<urn:x> sh:value "\x9b2J" .\n', "utf-8")
    shown = run("inbox", "show", GRAPH, "--report").out
    assert shown.splitlines()[0] == '<urn:x> sh:value "\\u009B2J" .'
    accepted = run("inbox", "accept", GRAPH, *ONE)
    assert "names people" in accepted.err


def test_a_rejected_graph_leaves_no_trace_in_the_project(
    run: Run, push: Callable[[str], Outcome], copy: Path, ngo: Partner
) -> None:
    push(ARCHIVE)
    assert run("inbox", "reject", GRAPH, *ONE).code == 0
    assert not (copy / "data/sources/ngo").exists()
    assert ngo.ask().json()["reason"] == "As agreed."
    again = push(ARCHIVE)
    assert again.err.splitlines()[-1].endswith("rejected: As agreed.")


def test_a_key_that_is_taken_is_not_taken_over(
    run: Run, push: Callable[[str], Outcome], copy: Path
) -> None:
    push(ARCHIVE)
    taken = run("inbox", "accept", GRAPH, *ONE, "--key", "oslo")
    assert taken.code == 2
    assert "say --key" in taken.err
    assert not (copy / "data/sources/ngo").exists()


def test_a_key_for_a_partner_is_shown_once(run: Run) -> None:
    space = ("--namespace", "https://ngo.example/data/")
    made = run("inbox", "key", "ngo-2027", "--partner", "ngo", *space)
    secret = made.err.splitlines()[-1]
    assert secret.startswith("kg_")
    assert secret not in made.out
    assert 'rights = ["contribute"]\npartner = "ngo"\n' in made.out


def test_a_key_is_not_sent_in_the_clear(run: Run, tmp_path: Path) -> None:
    for name in ("a.ttl", "key"):
        (tmp_path / name).write_text("x")
    to = ("--to", "http://example.org", "--key-file", tmp_path / "key")
    sent = run("push", tmp_path / "a.ttl", *to)
    assert (sent.code, "https://" in sent.err) == (2, True)


def test_what_was_decided_on_is_listed_when_asked_for(
    run: Run, push: Callable[[str], Outcome]
) -> None:
    push(ARCHIVE)
    report = run("inbox", "show", GRAPH, "--report")
    assert "a sh:ValidationReport" in report.out
    run("inbox", "reject", GRAPH, *ONE)
    assert run("inbox", "list") == Outcome(0, "", "0 of 1 graphs wait\n")
    assert "rejected" in run("inbox", "list", "--all").out
    shown = run("inbox", "show", GRAPH).out
    assert "by Kari Nordmann: As agreed." in shown
    unknown = run("inbox", "show", f"{GRAPH}s")
    assert (unknown.code, unknown.err) == (
        2,
        f"{GRAPH}s: nobody has given such a graph\n",
    )


def test_a_graph_that_several_gave_needs_a_partner(run: Run, inbox: Inbox) -> None:
    found = Found(1, {}, {}, b"{}", b"", b"")
    for partner in ("ngo", "other"):
        sent = Sent(partner, "key", GRAPH, "turtle", "0" * 64, b"x")
        inbox.receive(sent, found, Quota(1000, 1), LATER.time)
    several = run("inbox", "reject", GRAPH, *ONE)
    assert (several.code, several.err) == (
        2,
        f"{GRAPH}: given by ngo, other; say --partner\n",
    )
    assert run("inbox", "reject", GRAPH, *ONE, "--partner", "other").code == 0
    assert [str(it.state) for it in inbox.all()] == ["waiting", "rejected"]


def test_without_an_inbox_there_is_nothing_to_decide(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KG_INBOX_DIR")
    nothing = run("inbox", "list")
    assert (nothing.code, "KG_INBOX_DIR: found nothing" in nothing.err) == (2, True)
