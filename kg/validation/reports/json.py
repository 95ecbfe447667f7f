"""The report for programs, as JSON."""

import json
from collections.abc import Sequence

from kg.errors import Position
from kg.validation.coverage import Coverage
from kg.validation.finding import Finding
from kg.validation.paths import write_path
from kg.validation.reports.counts import count_severities
from kg.validation.reports.report import Report, Result


def write_json(findings: Sequence[Finding]) -> str:
    """Write findings for programs; `conforms` is SHACL's: nothing was found."""
    return _written(
        {
            "conforms": not findings,
            "counts": _counts(findings),
            "findings": [_members(finding) for finding in findings],
        }
    )


def write_report(report: Report) -> str:
    """Write a whole report: findings with rule, fingerprint and suggestion, faults."""
    said: dict[str, object] = {
        "conforms": report.conforms,
        "counts": {**_counts(report.findings), "fault": len(report.faults)},
        "findings": [_result(result) for result in report.results],
        "faults": [
            {"kind": it.kind, "message": it.message, **_place(it.position)}
            for it in report.faults
        ],
    }
    if report.notes:
        said["notes"] = list(report.notes)
    if report.coverage is not None:
        said["coverage"] = _coverage(report.coverage)
    return _written(said)


def _written(said: dict[str, object]) -> str:
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _counts(findings: Sequence[Finding]) -> dict[str, int]:
    counts = count_severities(findings).items()
    return {str(severity).lower(): number for severity, number in counts}


def _result(result: Result) -> dict[str, object]:
    position = result.rule.position
    return {
        **_members(result.finding),
        "rule": result.rule.id,
        "ruleAt": None if position is None else str(position),
        "suggestion": result.suggestion or None,
        "fingerprint": result.fingerprint,
    }


def _members(finding: Finding) -> dict[str, object]:
    return {
        "shape": finding.shape.value,
        "name": finding.name,
        "severity": str(finding.severity),
        "message": finding.message,
        "focus": str(finding.focus),
        "path": None if finding.path is None else write_path(finding.path),
        "value": None if finding.value is None else str(finding.value),
        "component": finding.component.value,
        "graph": None if finding.graph is None else finding.graph.value,
        **_place(finding.position),
    }


def _place(position: Position | None) -> dict[str, object]:
    return {
        "file": None if position is None else position.path,
        "line": None if position is None else position.line,
        "column": None if position is None else position.column,
    }


def _coverage(coverage: Coverage) -> dict[str, object]:
    return {
        "statements": coverage.statements,
        "files": coverage.files,
        "shapes": [
            {"shape": it.shape.value, "nodes": it.nodes, "hint": it.hint or None}
            for it in coverage.shapes
        ],
        "unseen": [node.value for node in coverage.unseen],
    }
