"""Rules that do not end: queries, and patterns that try every way."""

import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

import pytest
from pyoxigraph import NamedNode

from kg.validation.watch import limited_rules, looked_at


def test_ends_with_the_name_of_a_rule_whose_query_does_not_end(tmp_path: Path) -> None:
    data, shapes = tmp_path / "data.nt", tmp_path / "shapes.ttl"
    triples = (f'<urn:{n}> <urn:p> "{n}" .\n' for n in range(2000))
    data.write_text("".join(triples), "utf-8")
    shapes.write_text(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> "
        "<urn:Endless> sh:targetSubjectsOf <urn:p> ; sh:sparql [ sh:select '''"
        "SELECT $this WHERE { $this <urn:p> ?a . ?x <urn:p> ?b . ?y <urn:p> ?c . "
        "FILTER (CONCAT(?a, ?b, ?c) = '') }''' ] .",
        "utf-8",
    )
    command = [sys.executable, "-m", "kg", "validate", str(data)]
    ended = subprocess.run(
        [*command, "--shapes", str(shapes), "--max-query-seconds", "1"],
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 2
    told = f"the rule urn:Endless ({shapes}:1:42) has not ended within 1 seconds"
    assert told in ended.stderr


@pytest.mark.parametrize(
    "rule",
    ["sh:property <urn:Text>", "sh:not [ sh:property <urn:Text> ]"],
    ids=["by-itself", "inside-another"],
)
def test_a_pattern_that_does_not_end_is_a_fault_at_its_rule(
    rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("data.nt").write_text(f'<urn:a> <urn:p> "{"a" * 60}!" .\n', "utf-8")
    Path("shapes.ttl").write_text(
        "PREFIX sh: <http://www.w3.org/ns/shacl#>\n"
        f"<urn:Slow> sh:targetSubjectsOf <urn:p> ; {rule} .\n"
        '<urn:Text> sh:path <urn:p> ; sh:pattern "^(a|aa)+$" .\n',
        "utf-8",
    )
    command = [sys.executable, "-m", "kg", "validate", "data.nt"]
    ended = subprocess.run(
        [*command, "--shapes", "shapes.ttl", "--max-query-seconds", "1"],
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 2
    where = "shapes.ttl:3:1: Fault UnexpectedValue: found urn:Text, which has not"
    assert where in ended.stdout


def test_a_rule_is_watched_in_any_thread() -> None:
    told: list[str] = []
    ended = Event()

    def stop(rule: str) -> None:
        told.append(rule)
        ended.set()

    def work() -> None:
        with limited_rules(0.05, stop), looked_at(NamedNode("urn:Slow")):
            ended.wait(60)

    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert told == ["urn:Slow"]
