"""The verdict on a report: which findings count, and the exit code they make."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from fnmatch import fnmatchcase
from pathlib import Path

import typer

from kg.cli.console import tell
from kg.errors import UnexpectedValueError
from kg.validation.baseline import Baseline
from kg.validation.finding import Severity
from kg.validation.reports.counts import summary
from kg.validation.reports.report import Report, Result


class Exit(IntEnum):
    """How a validation ends."""

    CONFORMS = 0
    FINDINGS = 1
    BROKEN = 2


@dataclass(frozen=True, slots=True)
class Terms:
    """What counts."""

    level: Severity
    fail_on: Severity
    max_warnings: int | None
    select: Sequence[str]
    ignore: Sequence[str]
    baseline: Path | None
    writes: bool
    prunes: bool


def counted(report: Report, terms: Terms) -> Report:
    """Leave out of a report what does not count, and say what that was.

    Raises:
        InputError: the baseline cannot be read, or no rule is named as one selected.
    """
    _refuse_misspelt(report, terms)
    chosen = report.keeping(lambda result: _is_chosen(result, terms))
    chosen = _without_known(chosen, terms)
    tell(f"found: {_summary(chosen)}")
    return chosen.keeping(lambda result: result.finding.severity >= terms.level)


def _refuse_misspelt(report: Report, terms: Terms) -> None:
    """Refuse to select what is no rule: nothing would be found, for ever."""
    rules = [*report.rules, *(result.rule for result in report.results)]
    names = {name for rule in rules for name in (rule.id, rule.shape.value)}
    for pattern in terms.select if rules else ():
        plain = pattern.rpartition(":")[0]
        if not any(fnmatchcase(n, p) for n in names for p in (pattern, plain)):
            raise UnexpectedValueError("--select", pattern, "the name of a rule", names)


def _summary(report: Report) -> str:
    faults = len(report.faults)
    said = summary(report.findings)
    if faults:
        said += f"; {faults} fault{'' if faults == 1 else 's'}: not all could be read"
    return said


def _is_chosen(result: Result, terms: Terms) -> bool:
    chosen = not terms.select or _matches(result, terms.select)
    return chosen and not _matches(result, terms.ignore)


def _matches(result: Result, patterns: Sequence[str]) -> bool:
    """Tell whether a pattern fits a rule: its name, its IRI, name and constraint."""
    component = result.finding.component.value.rpartition("#")[2]
    constraint = component.removesuffix("ConstraintComponent")
    rule = result.rule
    names = (rule.id, rule.shape.value, f"{rule.id}:{constraint}")
    return any(fnmatchcase(name, pattern) for name in names for pattern in patterns)


def _without_known(report: Report, terms: Terms) -> Report:
    path = terms.baseline
    if path is None:
        return report
    if terms.writes:
        Baseline.of(report).write(path)
        tell(f"{path}: {len(report.results)} findings are known from now on")
        return report.having(())
    baseline = Baseline.read(path)
    fresh = baseline.new(report)
    tell(f"{path}: {len(report.results) - len(fresh.results)} findings are known")
    _tell_fixed(baseline, report, terms, path)
    return fresh


def _tell_fixed(baseline: Baseline, report: Report, terms: Terms, path: Path) -> None:
    fixed = baseline.fixed(report)
    if not fixed or report.faults:
        return  # what could not be read may still have it
    for about in sorted(fixed.values()):
        tell(f"fixed: {about}")
    if terms.prunes:
        baseline.without(fixed).write(path)
        tell(f"{path}: {len(fixed)} that are fixed were taken out")
    else:
        tell(f"{len(fixed)} fixed; --prune takes them out of {path}")


def exit_code(report: Report, terms: Terms) -> Exit:
    """Decide how a validation ends."""
    if report.faults:
        return Exit.BROKEN
    found = [finding.severity for finding in report.findings]
    warnings = found.count(Severity.WARNING)
    if report.coverage is not None and terms.fail_on <= Severity.WARNING:
        found += [Severity.WARNING for _shape in report.coverage.idle]
    grave = any(severity >= terms.fail_on for severity in found)
    many = terms.max_warnings is not None and warnings > terms.max_warnings
    if many:
        tell(f"{warnings} warnings; --max-warnings allows {terms.max_warnings}")
    return Exit.FINDINGS if grave or many else Exit.CONFORMS


def check_terms(terms: Terms) -> None:
    """Refuse options that contradict each other.

    Raises:
        typer.BadParameter: --prune or --write-baseline has no --baseline.
    """
    if terms.baseline is None and (terms.writes or terms.prunes):
        raise typer.BadParameter("--write-baseline and --prune need --baseline FILE")
