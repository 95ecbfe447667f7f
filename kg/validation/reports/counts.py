"""How many findings there are of each severity."""

from collections.abc import Iterable

from kg.validation.finding import Finding, Severity


def count_severities(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Count the findings of each severity, the gravest first, none left out."""
    found = [finding.severity for finding in findings]
    return {severity: found.count(severity) for severity in reversed(Severity)}


def summary(findings: Iterable[Finding]) -> str:
    """Count findings in a line: `1 violation, 2 warnings, 0 infos`."""
    return ", ".join(
        f"{number} {str(severity).lower()}{'' if number == 1 else 's'}"
        for severity, number in count_severities(findings).items()
    )
