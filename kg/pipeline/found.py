"""What was found: findings that an audience could have made itself, counted."""

from collections.abc import Collection

from kg.publishing.changes.lines import opened
from kg.publishing.lines import parts
from kg.publishing.shown import Shown
from kg.validation.finding import Finding


def count_findings(
    findings: Collection[Finding], shown: Shown
) -> dict[str, dict[str, int]]:
    """Count findings that an audience could have made itself, by rule and severity.

    They are about things it is shown, and stand in graphs that it is shown: a number
    must not tell of what is hidden.
    """
    with opened(shown.named) as lines:
        found = {str(it.focus).encode() for it in findings}
        subjects = {it for it in found if next(lines.of(it + b" "), None) is not None}
        graphs = {parts(line)[1] for line in lines}
    counts: dict[str, dict[str, int]] = {}
    for it in findings:
        focus, graph = str(it.focus).encode(), str(it.graph).encode()
        if focus in subjects and graph in graphs:
            by_severity = counts.setdefault(it.name, {})
            severity = str(it.severity)
            by_severity[severity] = by_severity.get(severity, 0) + 1
    return counts
