"""A baseline: findings that are known, so that only new ones count.

A JSON file, one finding to a line, sorted: a change shows as a line in a review.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import MissingFieldError, Position, SyntaxFaultError
from kg.validation.reports.report import Report

VERSION = 1


@dataclass(frozen=True, slots=True)
class Baseline:
    """Known findings: fingerprint → what it was about."""

    known: Mapping[str, str]

    @classmethod
    def of(cls, report: Report) -> "Baseline":
        """Take all findings of a report for known."""
        return cls(
            {
                it.fingerprint: f"{it.rule.id}: {report.names.term(it.finding.focus)}"
                for it in report.results
            }
        )

    @classmethod
    def read(cls, path: Path) -> "Baseline":
        """Read a file.

        Raises:
            MissingFieldError: there is no such file.
            SyntaxFaultError: it is not a baseline.
        """
        expected = "a baseline, as --write-baseline writes it"
        if not path.is_file():
            raise MissingFieldError(path.as_posix(), "no file", expected)
        try:
            said = json.loads(path.read_text("utf-8"))
            known = {it["fingerprint"]: it["about"] for it in said["findings"]}
        except ValueError as error:
            line = getattr(error, "lineno", 1)
            where = Position(path.as_posix(), line)
            raise SyntaxFaultError(where, str(error), expected) from error
        except (KeyError, TypeError) as error:
            found = "other JSON"
            raise SyntaxFaultError(path.as_posix(), found, expected) from error
        return cls(known)

    def new(self, report: Report) -> Report:
        """Leave out of a report what is known."""
        return report.keeping(lambda result: result.fingerprint not in self.known)

    def fixed(self, report: Report) -> dict[str, str]:
        """Give what is known and no longer found."""
        found = {result.fingerprint for result in report.results}
        return {key: about for key, about in self.known.items() if key not in found}

    def without(self, fingerprints: Iterable[str]) -> "Baseline":
        """Forget findings."""
        gone = set(fingerprints)
        return Baseline({k: about for k, about in self.known.items() if k not in gone})

    def write(self, path: Path) -> None:
        """Write the file, in an order that no run changes."""
        rows = sorted((about, key) for key, about in self.known.items())
        lines = ",\n".join(
            f"  {json.dumps({'about': about, 'fingerprint': key}, ensure_ascii=False)}"
            for about, key in rows
        )
        body = f"[\n{lines}\n]" if lines else "[]"
        path.write_text(f'{{"version": {VERSION}, "findings": {body}}}\n', "utf-8")
