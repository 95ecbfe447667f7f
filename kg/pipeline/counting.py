"""What was found: findings that an audience could have made itself, counted."""

from collections.abc import Collection

from pyoxigraph import NamedNode

from kg.publishing.changes.lines import opened
from kg.publishing.shown import Shown
from kg.validation.finding import Finding


def count_findings(
    findings: Collection[Finding], shown: Shown, graphs: Collection[NamedNode]
) -> dict[str, dict[str, int]]:
    """Count findings that an audience could have made itself, by rule and severity.

    They are about things it is shown, and stand in graphs that it is shown: a number
    must not tell of what is hidden.

    Args:
        findings: all that was found.
        shown: what the audience is shown.
        graphs: the names of its graphs.
    """
    with opened(shown.named) as lines:
        found = {str(it.focus).encode() for it in findings}
        subjects = {it for it in found if next(lines.of(it + b" "), None) is not None}
    counts: dict[str, dict[str, int]] = {}
    for it in findings:
        if it.graph in graphs and str(it.focus).encode() in subjects:
            by_severity = counts.setdefault(it.name, {})
            severity = str(it.severity)
            by_severity[severity] = by_severity.get(severity, 0) + 1
    return counts
