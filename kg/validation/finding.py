"""A finding: one fault in the data, the rule it breaks and where it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import Position
from kg.rdf.iri import shorten
from kg.rdf.terms import SH, XSD
from kg.validation.index import Node, Term
from kg.validation.literals.lexical import is_wellformed
from kg.validation.paths import Path, write_path

LONG = 100
"""Code points of a literal that are shown."""


class Severity(IntEnum):
    """How grave a finding is; a violation stops a build."""

    INFO = 1
    WARNING = 2
    VIOLATION = 3

    @classmethod
    def from_iri(cls, iri: NamedNode) -> "Severity":
        """Read `sh:Info`, `sh:Warning` or `sh:Violation`.

        Raises:
            KeyError: it is none of the three.
        """
        return {severity.iri: severity for severity in cls}[iri]

    @property
    def iri(self) -> NamedNode:
        """The severity as SHACL names it."""
        return SH.iri(str(self))

    def __str__(self) -> str:
        return self.name.capitalize()


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `value` is None when something is missing rather than wrong.

    `graph` (the named graph that holds the faulty triple) and `position` are unknown
    until the finding is located. `own_severity` is one that SHACL does not define: the
    finding is graded as a violation.
    """

    shape: Node
    severity: Severity
    message: str
    focus: Term
    path: Path | None
    value: Term | None
    component: NamedNode
    graph: Node | None = None
    position: Position | None = None
    own_severity: NamedNode | None = None

    @property
    def name(self) -> str:
        """The shape without its namespace, as `# breaks:` lines and reports name it."""
        return local_name(self.shape)

    @property
    def severity_iri(self) -> NamedNode:
        """The severity as the shape gives it."""
        return self.own_severity or self.severity.iri

    def sort_key(self) -> tuple[Position, int, str, str, str, str, str, str]:
        """Order by place, the gravest first, then by rule and terms."""
        return (
            self.position or Position("~", 0, 0),
            -self.severity,
            self.shape.value,
            str(self.focus),
            "" if self.path is None else write_path(self.path),
            "" if self.value is None else str(self.value),
            self.message,
            self.component.value,
        )

    def __lt__(self, other: "Finding") -> bool:
        return self.sort_key() < other.sort_key()

    def __str__(self) -> str:
        where = "" if self.position is None else f"{self.position}: "
        terms = f"focus {display(self.focus)}"
        if self.value is not None and self.value != self.focus:
            terms += f", value {display(self.value)}"
        return f"{where}{self.severity} {self.name}: {self.message} ({terms})"


def local_name(shape: Node) -> str:
    """Name a shape by what follows the last `#` or `/` of its IRI."""
    return shape.value.replace("#", "/").rpartition("/")[2]


def display(term: Term) -> str:
    """Write a term for people: short, with CURIEs where the project has a prefix.

    >>> display(Literal("12", datatype=XSD.integer))
    '12'
    >>> display(Literal("2011-01", datatype=XSD.gYearMonth))
    '"2011-01"^^xsd:gYearMonth'
    """
    if isinstance(term, NamedNode):
        short = shorten(term.value)
        return f"<{short}>" if short == term.value else short
    if isinstance(term, BlankNode):
        return str(term)
    return _display_literal(term)


def _is_bare(term: Literal) -> bool:
    """Tell whether Turtle, too, writes a literal without quotation marks."""
    if term.datatype == XSD.boolean:
        return term.value in ("true", "false")
    number = term.datatype in (XSD.integer, XSD.decimal)
    return number and is_wellformed(term.value, term.datatype.value)


def _display_literal(term: Literal) -> str:
    if _is_bare(term):
        return term.value
    value = term.value if len(term.value) <= LONG else f"{term.value[:LONG]}…"
    if term.language is not None:
        return f'"{value}"@{term.language}'
    kind = "" if term.datatype == XSD.string else f"^^{display(term.datatype)}"
    return f'"{value}"{kind}'


def worst(findings: Iterable[Finding]) -> Severity | None:
    """Tell the gravest severity found, None when there is no finding."""
    return max((finding.severity for finding in findings), default=None)
