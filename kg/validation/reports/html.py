"""The report as one HTML file: it needs nothing else, and JavaScript only to filter."""

from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from kg.validation.finding import Severity
from kg.validation.reports.counts import count_severities
from kg.validation.reports.report import Report, Result
from kg.validation.reports.text import by_rule

SHOWN = 100
"""Findings of one rule that a page shows unless more are asked for."""

PAGES = Environment(
    loader=PackageLoader("kg.validation.reports", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one rule that are shown, and how many there are."""

    results: list[Result]
    number: int

    @property
    def first(self) -> Result:
        """The finding whose rule and message stand for all."""
        return self.results[0]


def write_html(report: Report, shown: int = SHOWN) -> str:
    """Write a page.

    Args:
        report: what to tell.
        shown: findings of one rule that are told; 0 for all of them.
    """
    groups = [
        Group(group[:shown] if shown else group, len(group))
        for group in by_rule(report.results)
    ]
    told = [result.finding for group in groups for result in group.results]
    places = (finding.position for finding in told)
    page = PAGES.get_template("report.html")
    return page.render(
        report=report,
        groups=groups,
        counts=count_severities(report.findings),
        severities=[str(severity) for severity in reversed(Severity)],
        files=sorted({place.path for place in places if place is not None}),
        rules=sorted({group.first.rule.id for group in groups}),
    )
