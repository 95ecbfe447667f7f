"""The report as workflow commands: annotations in GitHub's pull requests."""

from kg.errors import Position
from kg.validation.finding import Severity
from kg.validation.reports.report import Report
from kg.validation.reports.text import by_rule

COMMANDS = {
    Severity.VIOLATION: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}


def write_github(report: Report) -> str:
    """Write a command for each fault and finding, the gravest first.

    A step shows only its first ten of each kind.
    """
    lines = [
        _command("error", it.position, f"cannot be read: {it.kind}", it.message)
        for it in report.faults
    ]
    for group in by_rule(report.results):
        for result in group:
            finding = result.finding
            text = f"{finding.message} ({report.names.term(finding.focus)})"
            text += f"\n{result.suggestion}" if result.suggestion else ""
            kind = COMMANDS[finding.severity]
            lines.append(_command(kind, finding.position, result.rule.id, text))
    return "".join(f"{line}\n" for line in lines)


def _command(kind: str, position: Position | None, title: str, text: str) -> str:
    place = ""
    if position is not None:
        place = f"file={_property(position.path)},line={position.line},"
        place += f"col={position.column},"
    return f"::{kind} {place}title={_property(title)}::{_message(text)}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
