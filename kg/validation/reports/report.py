"""A report: what was found, by which rules, in what, and what could not be read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from kg.errors import InputError, InputErrors, KgError, Position
from kg.validation.coverage import Coverage
from kg.validation.finding import Finding, Severity, worst
from kg.validation.index import Node
from kg.validation.reports.excerpt import Texts
from kg.validation.reports.names import Names


@dataclass(frozen=True, slots=True)
class Rule:
    """What a finding breaks. `id` is stable: no edit of the data changes it."""

    id: str
    shape: Node
    severity: Severity
    message: str
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A finding, the rule it breaks, and what may mend it.

    `fingerprint` stays the same when lines move or files are renamed.
    """

    finding: Finding
    rule: Rule
    fingerprint: str
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that could not be read: nothing is known of what it says."""

    message: str
    kind: str
    position: Position | None = None

    @classmethod
    def of(cls, error: KgError) -> "Fault":
        """Take an error of the input."""
        where = error.where if isinstance(error, InputError) else None
        said = str(error)
        if where is not None:
            said = said.removeprefix(f"{where}: ")
        place = Position(where, 1, 1) if isinstance(where, str) else where
        return cls(said, type(error).__name__.removesuffix("Error"), place)

    def __str__(self) -> str:
        where = "" if self.position is None else f"{self.position}: "
        return f"{where}Fault {self.kind}: {self.message}"


def faults_of(error: KgError) -> list[Fault]:
    """List the faults that an error tells of."""
    errors = error.errors if isinstance(error, InputErrors) else (error,)
    return [Fault.of(it) for it in errors]


@dataclass(frozen=True, slots=True)
class Report:
    """All that one validation has to tell; `notes` say how it was come by."""

    results: tuple[Result, ...] = ()
    rules: tuple[Rule, ...] = ()
    faults: tuple[Fault, ...] = ()
    names: Names = field(default_factory=Names)
    texts: Texts = field(default_factory=Texts)
    coverage: Coverage | None = None
    notes: tuple[str, ...] = ()

    @property
    def conforms(self) -> bool:
        """Everything could be read, and nothing was found."""
        return not self.results and not self.faults

    @property
    def findings(self) -> list[Finding]:
        """The findings alone."""
        return [result.finding for result in self.results]

    @property
    def worst(self) -> Severity | None:
        """The gravest severity found, None when nothing was."""
        return worst(self.findings)

    def keeping(self, wanted: Callable[[Result], bool]) -> "Report":
        """Leave out the results that are not wanted."""
        return self.having(result for result in self.results if wanted(result))

    def having(self, results: Iterable[Result]) -> "Report":
        """Give the same report with other results."""
        return Report(
            tuple(results),
            self.rules,
            self.faults,
            self.names,
            self.texts,
            self.coverage,
            self.notes,
        )
