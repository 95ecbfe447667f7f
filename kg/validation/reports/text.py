"""The report for people: by rule, the gravest first, then counts."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from kg.validation.finding import Finding, display
from kg.validation.index import Term
from kg.validation.reports.counts import summary


def write_text(findings: Iterable[Finding]) -> str:
    """Write findings for people: by rule, the gravest first, then counts."""
    by_rule = sorted(findings, key=lambda f: (-f.severity, f.name, f.message, f))
    lines: list[str] = []
    for _rule, group in groupby(by_rule, key=lambda f: (f.severity, f.name, f.message)):
        lines += [*_rule_lines(list(group)), ""]
    return "\n".join([*lines, summary(by_rule)]) + "\n"


def _rule_lines(group: Sequence[Finding]) -> Iterator[str]:
    first = group[0]
    times = "" if len(group) == 1 else f" ({len(group)} times)"
    yield f"{first.severity} {first.name}{times}: {first.message}"
    for finding in group:
        where = "" if finding.position is None else f"{finding.position}  "
        value = finding.value
        said = "" if value in (None, finding.focus) else f"  {_shown(value)}"
        yield f"  {where}{display(finding.focus)}{said}"


def _shown(value: Term | None) -> str:
    return "" if value is None else display(value)
