"""The report for programs, as JSON."""

import json
from collections.abc import Sequence

from kg.validation.finding import Finding
from kg.validation.paths import write_path
from kg.validation.reports.counts import count_severities


def write_json(findings: Sequence[Finding]) -> str:
    """Write findings for programs; `conforms` is SHACL's: nothing was found."""
    counts = count_severities(findings).items()
    report = {
        "conforms": not findings,
        "counts": {str(severity).lower(): number for severity, number in counts},
        "findings": [_members(finding) for finding in findings],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _members(finding: Finding) -> dict[str, object]:
    position = finding.position
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
        "file": None if position is None else position.path,
        "line": None if position is None else position.line,
        "column": None if position is None else position.column,
    }
