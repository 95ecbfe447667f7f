"""Each form of a report says the same, in the way its readers expect."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft4Validator
from pyoxigraph import Literal, NamedNode

from kg.errors import Position, SyntaxFaultError
from kg.rdf.terms import SH
from kg.validation.baseline import Baseline
from kg.validation.coverage import Coverage, Seen
from kg.validation.finding import Finding, Severity
from kg.validation.reports.excerpt import Texts
from kg.validation.reports.forms import FORMS, Wish
from kg.validation.reports.names import Names
from kg.validation.reports.report import Fault, Report, Result, Rule

SCHEMA = Path(__file__).parent / "sarif" / "sarif-2.1.0-rtm.5.json"
EX = "https://example.org/"
HOSTILE = '<script>alert("x")</script> & 100%, a: b\nsecond line ::error::'


def iri(name: str) -> NamedNode:
    return NamedNode(EX + name)


NAME = Finding(
    shape=iri("PersonShape-name"),
    severity=Severity.VIOLATION,
    message="A person has a name.",
    focus=iri("ann"),
    path=iri("name"),
    value=Literal(HOSTILE),
    component=NamedNode(f"{SH.base}DatatypeConstraintComponent"),
    position=Position("a b.ttl", 2, 9),
)
COLOUR = replace(
    NAME,
    shape=iri("PersonShape-colour"),
    severity=Severity.INFO,
    message="=1+1 is no colour: red, 100%.",
    value=None,
    position=None,
)
TEXT = f"@prefix ex: <{EX}> .\nex:ann\tex:name 'Sø 北京' . # ← here\n"


def result(finding: Finding, number: int, suggestion: str = "") -> Result:
    rule = Rule(
        finding.name,
        finding.shape,
        finding.severity,
        finding.message,
        Position("shapes.ttl", 7, 1),
    )
    return Result(finding, rule, f"{number:032x}", suggestion)


RESULTS = (result(NAME, 1, 'write "A<b>"'), result(COLOUR, 2))
IDLE = Rule("IdleShape", iri("IdleShape"), Severity.WARNING, "")
REPORT = Report(
    results=RESULTS,
    rules=(*(it.rule for it in RESULTS), IDLE),
    faults=(Fault.of(SyntaxFaultError(Position("b.ttl", 3, 4), "oops", "Turtle")),),
    names=Names({"ex": EX}),
    texts=Texts(given={"a b.ttl": TEXT, "b.ttl": "\n\n   oops\n"}),
    coverage=Coverage(12, 2, (Seen(iri("IdleShape"), 0, "no <C>"),), (iri("odd"),)),
)
CLEAN = Report(rules=(IDLE,))


def written(form: str, report: Report = REPORT, wish: Wish | None = None) -> str:
    return FORMS[form](report, wish or Wish())


@pytest.mark.parametrize("form", FORMS)
def test_the_same_report_gives_the_same_bytes(form: str) -> None:
    assert written(form) == written(form)
    assert written(form, CLEAN) == written(form, CLEAN)


def test_text_has_the_line_and_a_caret_as_wide_as_the_word() -> None:
    report = replace(REPORT, coverage=None, results=RESULTS[:1])
    narrow = replace(NAME, value=None, position=Position("a b.ttl", 2, 16))
    [told] = replace(report, results=(result(narrow, 3),)).results
    lines = written("text", replace(report, results=(told,), faults=())).splitlines()
    assert lines == [
        "a b.ttl:2:16: Violation PersonShape-name: A person has a name. (focus ex:ann)",
        " 2 | ex:ann ex:name 'Sø 北京' . # ← here",
        "   |                ^^^^^^^^^",
        "   = rule: shapes.ttl:7:1",
    ]


def test_text_tells_faults_first_and_what_was_looked_at_last() -> None:
    lines = written("text").splitlines()
    assert lines[:3] == [
        "b.ttl:3:4: Fault SyntaxFault: found oops; expected Turtle",
        " 3 |    oops",
        "   |    ^^^^",
    ]
    assert lines[-4:] == [
        "12 statements in 2 files",
        "       0 focus nodes of IdleShape  Warning: no <C>",
        "       1 things that no shape looked at",
        "         ex:odd",
    ]


@pytest.mark.parametrize(
    ("line", "column", "meant"),
    [
        pytest.param("title: Oslo by night", 8, "Oslo by night", id="plain"),
        pytest.param("title: Oslo by night # ours", 8, "Oslo by night", id="comment"),
        pytest.param("  - Oslo by night", 5, "Oslo by night", id="item"),
        pytest.param("{at: Oslo by night, on: 16}", 6, "Oslo by night", id="inline"),
        pytest.param("{at: Oslo by night}", 6, "Oslo by night", id="closed"),
        pytest.param("title: 'Oslo by night' x", 8, "'Oslo by night'", id="quoted"),
        pytest.param("title: Oslo by night", 1, "title:", id="key"),
        pytest.param("a-key: {at: Oslo}", 1, "a-key:", id="key-of-more"),
    ],
)
@pytest.mark.parametrize("path", ["extract.yml", "source.yaml"])
def test_a_value_of_several_words_is_meant_as_a_whole(
    path: str, line: str, column: int, meant: str
) -> None:
    excerpt = Texts(given={path: line}).excerpt(Position(path, 1, column))
    assert excerpt is not None
    assert excerpt.parts[1] == meant


def test_in_turtle_a_word_ends_at_space() -> None:
    excerpt = Texts(given={"a.ttl": "ex:a ex:b ex:c ."}).excerpt(
        Position("a.ttl", 1, 6)
    )
    assert excerpt is not None
    assert excerpt.parts[1] == "ex:b"


def test_a_long_line_is_cut_around_its_place() -> None:
    line = "x " * 300 + '"here"' + " y" * 300
    excerpt = Texts(given={"l": line}).excerpt(Position("l", 1, 601))
    assert excerpt is not None
    assert excerpt.parts[1] == '"here"'
    assert len(excerpt.line) < 110
    assert excerpt.line.startswith("…")
    assert excerpt.line.endswith("…")


@pytest.mark.parametrize(
    "position", [None, Position("gone", 1, 1), Position("l", 9, 1), Position("l", 2, 1)]
)
def test_what_has_no_line_has_no_excerpt(position: Position | None) -> None:
    assert Texts(given={"l": "one\n "}).excerpt(position) is None


@pytest.mark.parametrize("file", ["register.csv", "list.json", "book.xlsx"])
def test_a_row_of_a_table_is_not_shown_for_it_may_name_people(file: str) -> None:
    path = f"data/sources/city/register/raw/{file}"
    assert Texts(given={path: "Petra Muster,30"}).excerpt(Position(path, 1, 2)) is None


def test_a_place_behind_the_end_is_the_end() -> None:
    excerpt = Texts(given={"l": "one"}).excerpt(Position("l", 1, 99))
    assert excerpt is not None
    assert (excerpt.parts, excerpt.carets) == (("one", "", ""), "   ^")


@pytest.mark.parametrize("report", [REPORT, CLEAN, Report()])
def test_sarif_keeps_to_its_schema(report: Report) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    log = json.loads(written("sarif", report))
    assert [str(error) for error in Draft4Validator(schema).iter_errors(log)] == []


def test_sarif_says_rule_place_level_and_fingerprint() -> None:
    [run] = json.loads(written("sarif"))["runs"]
    first, second = run["results"]
    assert first["ruleId"] == "PersonShape-name"
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == first["ruleId"]
    assert (first["level"], second["level"]) == ("error", "note")
    assert first["partialFingerprints"] == {"kgFinding/v1": f"{1:032x}"}
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "a%20b.ttl"},
                "region": {"startLine": 2, "startColumn": 9},
            }
        }
    ]
    assert "locations" not in second
    [invocation] = run["invocations"]
    assert invocation["executionSuccessful"] is False
    [told] = invocation["toolExecutionNotifications"]
    assert told["message"]["text"] == "found oops; expected Turtle"


def test_junit_has_a_test_for_each_rule_and_finding() -> None:
    root = ET.fromstring(written("junit"))  # noqa: S314 - our own
    assert root.attrib == {
        "name": "kg validate",
        "tests": "4",
        "failures": "1",
        "errors": "1",
    }
    cases = {(c.get("classname"), c.get("name")): c for c in root.iter("testcase")}
    assert list(cases) == [
        ("input", "b.ttl:3:4"),
        ("rules", "IdleShape"),
        ("PersonShape-name", "ex:ann"),
        ("PersonShape-colour", "ex:ann"),
    ]
    failure = cases["PersonShape-name", "ex:ann"].find("failure")
    assert failure is not None
    assert failure.text is not None
    assert "<script>" in failure.text
    assert cases["PersonShape-colour", "ex:ann"].find("failure") is None
    strict = ET.fromstring(  # noqa: S314 - our own
        written("junit", wish=Wish(fail_on=Severity.INFO))
    )
    assert strict.get("failures") == "2"


def test_junit_replaces_what_xml_cannot_hold() -> None:
    finding = replace(NAME, value=Literal("a\x00\x0b\ufffeb"))
    report = Report(results=(result(finding, 1),))
    ET.fromstring(written("junit", report))  # noqa: S314 - our own


def test_github_escapes_what_would_end_a_command() -> None:
    assert written("github").splitlines() == [
        "::error file=b.ttl,line=3,col=4,title=cannot be read%3A SyntaxFault"
        "::found oops; expected Turtle",
        "::error file=a b.ttl,line=2,col=9,title=PersonShape-name"
        '::A person has a name. (ex:ann)%0Awrite "A<b>"',
        "::notice title=PersonShape-colour::=1+1 is no colour: red, 100%25. (ex:ann)",
    ]


def test_gitlab_grades_and_places_issues() -> None:
    fault, first, second = json.loads(written("gitlab"))
    assert first == {
        "description": 'A person has a name. (ex:ann) write "A<b>"',
        "check_name": "PersonShape-name",
        "fingerprint": f"{1:032x}",
        "severity": "major",
        "location": {"path": "a b.ttl", "lines": {"begin": 2}},
    }
    assert (fault["severity"], second["severity"]) == ("blocker", "info")
    assert len(fault["fingerprint"]) == 32


def test_csv_has_a_row_for_each_and_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv"))))
    assert [row["severity"] for row in rows] == ["Fault", "Violation", "Info"]
    assert rows[1]["value"] == str(Literal(HOSTILE))
    assert (rows[1]["file"], rows[1]["line"], rows[1]["column"]) == (
        "a b.ttl",
        "2",
        "9",
    )
    assert rows[2]["message"].startswith("'=1+1")


def test_html_is_one_file_and_runs_nothing_of_the_data() -> None:
    page = written("html")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    for fetched in ("src=", "href=", "@import", "url("):
        assert fetched not in page
    assert "<mark>" in page
    assert 'data-rule="PersonShape-name"' in page
    assert "Nothing was found: the data conforms." in written("html", CLEAN)


def test_html_caps_repeats_and_says_so() -> None:
    report = Report(results=tuple(result(NAME, n) for n in range(120)))
    page = written("html", report)
    assert page.count('data-rule="PersonShape-name"') == 100
    assert "and 20 more of this rule" in page
    every = written("html", report, Wish(shown=0))
    assert every.count('data-rule="PersonShape-name"') == 120


def test_json_tells_rules_suggestions_faults_and_coverage() -> None:
    said: dict[str, Any] = json.loads(written("json"))
    assert said["conforms"] is False
    assert said["counts"] == {"violation": 1, "warning": 0, "info": 1, "fault": 1}
    assert said["findings"][0]["ruleAt"] == "shapes.ttl:7:1"
    assert said["findings"][0]["suggestion"] == 'write "A<b>"'
    assert said["faults"] == [
        {
            "kind": "SyntaxFault",
            "message": "found oops; expected Turtle",
            "file": "b.ttl",
            "line": 3,
            "column": 4,
        }
    ]
    assert said["coverage"]["shapes"] == [
        {"shape": f"{EX}IdleShape", "nodes": 0, "hint": "no <C>"}
    ]
    assert said["coverage"]["unseen"] == [f"{EX}odd"]


def test_a_baseline_is_a_line_for_each_finding_in_a_fixed_order(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    Baseline.of(REPORT).write(path)
    assert path.read_text("utf-8") == (
        '{"version": 1, "findings": [\n'
        '  {"about": "PersonShape-colour: ex:ann", '
        '"fingerprint": "00000000000000000000000000000002"},\n'
        '  {"about": "PersonShape-name: ex:ann", '
        '"fingerprint": "00000000000000000000000000000001"}\n'
        "]}\n"
    )
    assert Baseline.read(path).new(REPORT).results == ()
