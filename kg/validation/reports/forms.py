"""The forms of a report, by name: what `--format` takes."""

from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.rdf.namespaces import BASE
from kg.validation.finding import Severity
from kg.validation.reports import html, text
from kg.validation.reports.csv import write_csv
from kg.validation.reports.github import write_github
from kg.validation.reports.gitlab import write_gitlab
from kg.validation.reports.html import write_html
from kg.validation.reports.json import write_report
from kg.validation.reports.junit import write_junit
from kg.validation.reports.report import Report
from kg.validation.reports.sarif import write_sarif
from kg.validation.reports.text import write_lines, write_text
from kg.validation.reports.turtle import write_turtle

NAME = NamedNode(f"{BASE}report")
"""The report, in the report as RDF."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a report is wanted.

    `shown` findings of one rule are told, 0 for all; None leaves it to the form.
    """

    fail_on: Severity = Severity.VIOLATION
    shown: int | None = None

    def cap(self, usual: int) -> int:
        """Give how many findings of one rule are told."""
        return usual if self.shown is None else self.shown


FORMS: dict[str, Callable[[Report, Wish], str]] = {
    "text": lambda report, wish: write_text(report, wish.cap(text.SHOWN)),
    "lines": lambda report, _wish: write_lines(report),
    "json": lambda report, _wish: write_report(report),
    "sarif": lambda report, _wish: write_sarif(report),
    "junit": lambda report, wish: write_junit(report, wish.fail_on),
    "github": lambda report, _wish: write_github(report),
    "gitlab": lambda report, _wish: write_gitlab(report),
    "html": lambda report, wish: write_html(report, wish.cap(html.SHOWN)),
    "turtle": lambda report, _wish: write_turtle(report.findings, NAME, spelled=True),
    "csv": lambda report, _wish: write_csv(report),
}
"""Every form; a new one is a module and an entry."""
