"""The report as SARIF 2.1.0, which code scanning of forges and editors read."""

import json
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import NamedNode

from kg.errors import Position
from kg.rdf.namespaces import COMMON
from kg.validation.finding import Severity
from kg.validation.reports.report import Fault, Report, Result, Rule

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
    "sarif-schema-2.1.0.json"
)
LEVELS = {
    Severity.VIOLATION: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}


def write_sarif(report: Report) -> str:
    """Write one run: its rules, its results, and what could not be read."""
    used = {result.rule.id: result.rule for result in report.results}
    rules = list({**{rule.id: rule for rule in report.rules}, **used}.values())
    index = {rule.id: number for number, rule in enumerate(rules)}
    driver = {
        "name": "kg validate",
        "informationUri": COMMON,
        "rules": [_rule(rule) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report)],
        "results": [_result(report, it, index[it.rule.id]) for it in report.results],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, object]:
    text = rule.message or rule.id
    said: dict[str, object] = {
        "id": rule.id,
        "shortDescription": {"text": text},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }
    if isinstance(rule.shape, NamedNode):
        said["properties"] = {"shape": rule.shape.value}
    if rule.position is not None:
        said["help"] = {"text": f"{text} The rule stands at {rule.position}."}
    return said


def _result(report: Report, result: Result, index: int) -> dict[str, object]:
    finding = result.finding
    message = f"{finding.message} Found at {report.names.term(finding.focus)}"
    if finding.value is not None and finding.value != finding.focus:
        message += f": {report.names.term(finding.value)}"
    message += f". {result.suggestion}" if result.suggestion else "."
    said: dict[str, object] = {
        "ruleId": result.rule.id,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": message},
        "partialFingerprints": {"kgFinding/v1": result.fingerprint},
        "properties": {
            "focus": str(finding.focus),
            "component": finding.component.value,
        },
    }
    if finding.position is not None:
        said["locations"] = [_location(finding.position)]
    if result.rule.position is not None:
        said["relatedLocations"] = [
            {**_location(result.rule.position), "message": {"text": "the rule"}}
        ]
    return said


def _location(position: Position) -> dict[str, object]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": address(position.path)},
            "region": {"startLine": position.line, "startColumn": position.column},
        }
    }


def address(path: str) -> str:
    """Write a path as a URI: relative as it is, else that of the file."""
    return Path(path).as_uri() if Path(path).is_absolute() else quote(path)


def _invocation(report: Report) -> dict[str, object]:
    return {
        "executionSuccessful": not report.faults,
        "toolExecutionNotifications": [_notification(it) for it in report.faults],
    }


def _notification(fault: Fault) -> dict[str, object]:
    said: dict[str, object] = {
        "level": "error",
        "descriptor": {"id": fault.kind},
        "message": {"text": fault.message},
    }
    if fault.position is not None:
        said["locations"] = [_location(fault.position)]
    return said
