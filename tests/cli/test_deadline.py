"""Queries of rules that do not end."""

import subprocess
import sys
from pathlib import Path


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
    assert "the query of urn:Endless has not ended within 1 seconds" in ended.stderr
