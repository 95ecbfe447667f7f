"""The report for people: by rule, the gravest first, each finding with its line."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from kg.validation.coverage import Coverage
from kg.validation.reports.excerpt import CONTROLS, Excerpt
from kg.validation.reports.report import Fault, Report, Result

SHOWN = 10
"""Findings of one rule that are shown unless more are asked for."""


def write_text(report: Report, shown: int = SHOWN) -> str:
    """Write findings as a compiler does, with the line and a caret under the word.

    Args:
        report: what to tell.
        shown: findings of one rule that are told in full; 0 for all of them.
    """
    lines = [f"Note: {note}" for note in report.notes]
    lines += [line for fault in report.faults for line in _fault_lines(report, fault)]
    for group in by_rule(report.results):
        lines += _rule_lines(report, group, shown)
    if report.coverage is not None:
        lines += list(write_coverage(report, report.coverage))
    return _shown(lines)


def write_lines(report: Report) -> str:
    """Write each fault and each finding in one line."""
    faults = [str(fault) for fault in report.faults]
    found = [headline(report, result) for result in report.results]
    return _shown([*faults, *found])


def _shown(lines: list[str]) -> str:
    """Join lines; what stands in data commands no terminal."""
    return "".join(f"{line.translate(CONTROLS)}\n" for line in lines)


def by_rule(results: Sequence[Result]) -> list[list[Result]]:
    """Group results by rule and message, the gravest first, else in order of place."""
    ranked = sorted(results, key=_rank)
    return [list(group) for _key, group in groupby(ranked, key=_rank)]


def _rank(result: Result) -> tuple[int, str, str]:
    return -result.finding.severity, result.rule.id, result.finding.message


def headline(report: Report, result: Result) -> str:
    """Tell a finding in a line: place, severity, rule, message and terms."""
    finding = result.finding
    where = "" if finding.position is None else f"{finding.position}: "
    terms = f"focus {report.names.term(finding.focus)}"
    if finding.value is not None and finding.value != finding.focus:
        terms += f", value {report.names.term(finding.value)}"
    said = finding.message
    return f"{where}{finding.severity} {result.rule.id}: {said} ({terms})"


def _rule_lines(report: Report, group: list[Result], shown: int) -> Iterator[str]:
    told = group if shown == 0 else group[:shown]
    for number, result in enumerate(told):
        yield headline(report, result)
        margin = "     "
        excerpt = report.texts.excerpt(result.finding.position)
        if excerpt is not None:
            yield from excerpt_lines(excerpt)
            margin = " " * (len(str(excerpt.number)) + 1)
        if result.suggestion:
            yield f"{margin} = help: {result.suggestion}"
        if number == 0 and result.rule.position is not None:
            yield f"{margin} = rule: {result.rule.position}"
    if len(told) < len(group):
        yield _rest(group, len(told))


def _rest(group: list[Result], told: int) -> str:
    rest = [r.finding.position for r in group[told:]]
    files = {position.path for position in rest if position is not None}
    where = f", in {len(files)} file{'' if len(files) == 1 else 's'}" if files else ""
    rule = group[0].rule.id
    return f"… and {len(rest)} more of {rule}{where} (--show 0 tells all)"


def excerpt_lines(excerpt: Excerpt) -> Iterator[str]:
    """Write a line of a file with its number, and carets under what is meant."""
    number = f" {excerpt.number}"
    yield f"{number} | {excerpt.line}"
    yield f"{' ' * len(number)} | {excerpt.carets}"


def _fault_lines(report: Report, fault: Fault) -> Iterator[str]:
    yield str(fault)
    excerpt = report.texts.excerpt(fault.position)
    if excerpt is not None:
        yield from excerpt_lines(excerpt)


def write_coverage(report: Report, coverage: Coverage) -> Iterator[str]:
    """Tell what was looked at: focus nodes of each shape, and things of none."""
    yield ""
    yield f"{coverage.statements} statements in {coverage.files} files"
    ids = {rule.shape: rule.id for rule in report.rules}
    for seen in coverage.shapes:
        name = ids.get(seen.shape, seen.shape.value)
        hint = f"  Warning: {seen.hint}" if seen.hint else ""
        yield f"{seen.nodes:>8} focus nodes of {name}{hint}"
    yield f"{len(coverage.unseen):>8} things that no shape looked at"
    for node in coverage.unseen[:SHOWN]:
        yield f"         {report.names.term(node)}"
    if len(coverage.unseen) > SHOWN:
        yield f"         … and {len(coverage.unseen) - SHOWN} more"
