"""`kg validate` and `kg mint`: findings with file and line, identifiers once."""

import json
from pathlib import Path

from tests.cli.conftest import AUTHORITY, EXTRACT, Run

SOURCE = "data/sources/press/vigil/extract.yml"


def test_a_project_in_order_has_no_findings(small: Path, run: Run) -> None:
    outcome = run("validate", "-C", small)

    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err.endswith("found: 0 violations, 0 warnings, 0 infos\n")


def test_a_violation_is_listed_and_nothing_is_written(small: Path, run: Run) -> None:
    text = EXTRACT.replace("en: Vigil in Oslo, ", "")
    (small / SOURCE).write_text(text, "utf-8")

    outcome = run("validate", "-C", small)

    assert outcome.code == 1
    assert outcome.out.startswith(f"{SOURCE}:4:17: Violation EventShape-label: ")
    assert outcome.err.endswith("found: 1 violation, 0 warnings, 0 infos\n")
    assert not (small / "build").exists()


def test_only_strictness_makes_a_warning_fail(small: Path, run: Run) -> None:
    text = EXTRACT.replace("{place: oslo, quote: in Oslo}", "unknown")
    (small / SOURCE).write_text(text, "utf-8")

    lenient = run("validate", "-C", small)
    strict = run("validate", "-C", small, "--strict")

    assert f"{SOURCE}:2:10: Warning EventShape-place: " in lenient.out
    assert (lenient.code, strict.code) == (0, 1)


def test_files_of_others_are_checked_by_the_same_rules(small: Path, run: Run) -> None:
    theirs = small / "theirs.ttl"
    theirs.write_text(
        "@prefix hs: <https://w3id.org/hrsolidarity/ontology#> .\n\n"
        "<https://example.org/e> a hs:Event .\n"
    )

    outcome = run("validate", theirs, "-C", small)

    assert outcome.code == 1
    assert f"{theirs}:3:1: Violation EventShape-label: " in outcome.out


def test_a_file_that_is_not_rdf_is_refused(small: Path, run: Run) -> None:
    theirs = small / "theirs.ttl"
    theirs.write_text("<https://example.org/e> a \n")

    outcome = run("validate", theirs, "-C", small)

    assert outcome.code == 2
    assert outcome.out.startswith(f"{theirs}:2:1: Fault SyntaxFault: found ")
    assert outcome.err.endswith("0 infos; 1 fault: not all could be read\n")


def test_identifiers_are_minted_once(small: Path, run: Run) -> None:
    registry = small / "data" / "identifiers.tsv"
    before = registry.read_text("utf-8")

    again = run("mint", "-C", small)

    assert again.out == "data/identifiers.tsv: nothing is missing\n"
    assert registry.read_text("utf-8") == before
    assert "person\tvaclav\t" in before


def test_a_new_person_gets_a_line_of_its_own(small: Path, run: Run) -> None:
    registry = small / "data" / "identifiers.tsv"
    before = registry.read_text("utf-8")
    _head, people = AUTHORITY.split("people:\n")
    more = people.replace("key: vaclav", "key: adam").replace("Vaclav", "Adam")
    (small / "data" / "authority" / "all.yml").write_text(AUTHORITY + more, "utf-8")

    outcome = run("mint", "-C", small)

    assert outcome.out.startswith("person\tadam\t")
    assert registry.read_text("utf-8") == before + outcome.out


def test_findings_can_be_data(small: Path, run: Run) -> None:
    text = EXTRACT.replace("en: Vigil in Oslo, ", "")
    (small / SOURCE).write_text(text, "utf-8")

    outcome = run("validate", "--format", "json", "-C", small)

    report = json.loads(outcome.out)
    assert outcome.code == 1
    assert report["counts"] == {"violation": 1, "warning": 0, "info": 0, "fault": 0}
    assert report["findings"][0]["name"] == "EventShape-label"
    assert report["findings"][0]["line"] == 4


def test_explains_how_shapes_are_run(small: Path, run: Run) -> None:
    outcome = run("validate", "-C", small, "--explain")

    assert outcome.code == 0
    assert outcome.out.startswith("EventShape: 1 nodes, 0 found, ")
    assert "\n    looks at instances of hs:Event\n" in outcome.out
    assert "\n    skos:prefLabel: MinCount\n" in outcome.out


def test_what_others_leave_empty_is_a_fault(small: Path, run: Run) -> None:
    (small / "theirs.ttl").write_text("# nothing\n")

    outcome = run("validate", small / "theirs.ttl", "-C", small)

    assert outcome.code == 2
    assert "found no statements; expected statements of RDF" in outcome.out


def test_statistics_of_the_sources_tell_what_was_looked_at(
    small: Path, run: Run
) -> None:
    outcome = run("validate", "-C", small, "--stats")

    assert "       1 focus nodes of EventShape\n" in outcome.out
    assert "      30 things that no shape looked at\n" in outcome.out


def test_a_source_that_cannot_be_read_is_a_fault_in_every_report(
    small: Path, run: Run
) -> None:
    (small / SOURCE).write_text("events: [", "utf-8")

    outcome = run("validate", "-C", small, "--format", "json")

    [fault] = json.loads(outcome.out)["faults"]
    assert (fault["kind"], fault["file"]) == ("SyntaxFault", SOURCE)
    assert f"{SOURCE}:1:10: Fault SyntaxFault: " in outcome.err
    assert outcome.code == 2
