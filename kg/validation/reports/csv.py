"""The report as a table, for spreadsheets."""

import csv
import io

from pyoxigraph import NamedNode

from kg.validation.paths import write_path
from kg.validation.reports.report import Report, Result

COLUMNS = (
    *("severity", "rule", "message", "focus", "path", "value", "graph"),
    *("file", "line", "column", "suggestion", "fingerprint", "shape"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would run."""


def write_csv(report: Report) -> str:
    """Write a row for each fault and finding, under a row of names."""
    output = io.StringIO(newline="")
    table = csv.writer(output)
    table.writerow(COLUMNS)
    for fault in report.faults:
        place = fault.position
        at = ("", "", "") if place is None else (place.path, place.line, place.column)
        row = ("Fault", fault.kind, fault.message, "", "", "", "", *at, "", "", "")
        table.writerow(map(_cell, row))
    for result in report.results:
        table.writerow(map(_cell, _row(result)))
    return output.getvalue()


def _row(result: Result) -> tuple[object, ...]:
    finding, place = result.finding, result.finding.position
    return (
        finding.severity,
        result.rule.id,
        finding.message,
        finding.focus,
        "" if finding.path is None else write_path(finding.path),
        "" if finding.value is None else finding.value,
        "" if finding.graph is None else finding.graph.value,
        *(("", "", "") if place is None else (place.path, place.line, place.column)),
        result.suggestion,
        result.fingerprint,
        finding.shape.value if isinstance(finding.shape, NamedNode) else "",
    )


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
