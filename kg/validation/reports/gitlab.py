"""The report as GitLab's code quality report, shown in merge requests."""

import json
from hashlib import sha256

from kg.errors import Position
from kg.validation.finding import Severity
from kg.validation.reports.report import Fault, Report, Result

GRADES = {
    Severity.VIOLATION: "major",
    Severity.WARNING: "minor",
    Severity.INFO: "info",
}


def write_gitlab(report: Report) -> str:
    """Write an issue for each fault and finding."""
    issues = [
        *(_fault(fault) for fault in report.faults),
        *(_issue(report, result) for result in report.results),
    ]
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"


def _issue(report: Report, result: Result) -> dict[str, object]:
    finding = result.finding
    said = f"{finding.message} ({report.names.term(finding.focus)})"
    return {
        "description": f"{said} {result.suggestion}".rstrip(),
        "check_name": result.rule.id,
        "fingerprint": result.fingerprint,
        "severity": GRADES[finding.severity],
        "location": _location(finding.position),
    }


def _fault(fault: Fault) -> dict[str, object]:
    print_ = sha256(str(fault).encode()).hexdigest()[:32]
    return {
        "description": fault.message,
        "check_name": fault.kind,
        "fingerprint": print_,
        "severity": "blocker",
        "location": _location(fault.position),
    }


def _location(position: Position | None) -> dict[str, object]:
    path, line = (".", 1) if position is None else (position.path, position.line)
    return {"path": path.removeprefix("./"), "lines": {"begin": line}}
