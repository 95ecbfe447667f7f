"""Reports of findings: for people, for programs, and as the W3C's RDF.

The same findings give the same bytes: nothing here tells the time.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    RdfFormat,
    Triple,
    serialize,
)

from kg.rdf.namespaces import PREFIXES
from kg.rdf.terms import RDF, SH, XSD
from kg.validation.finding import Finding, Severity, display
from kg.validation.index import Term
from kg.validation.paths import write_path


def count_severities(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Count the findings of each severity, the gravest first, none left out."""
    found = [finding.severity for finding in findings]
    return {severity: found.count(severity) for severity in reversed(Severity)}


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


def summary(findings: Iterable[Finding]) -> str:
    """Count findings in a line: `1 violation, 2 warnings, 0 infos`."""
    return ", ".join(
        f"{number} {str(severity).lower()}{'' if number == 1 else 's'}"
        for severity, number in count_severities(findings).items()
    )


def write_json(findings: Sequence[Finding]) -> str:
    """Write findings for programs; `conforms` is SHACL's: nothing was found."""
    counts = count_severities(findings).items()
    report = {
        "conforms": not findings,
        "counts": {str(severity).lower(): number for severity, number in counts},
        "findings": [_members(finding) for finding in findings],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _members(finding: Finding) -> dict[str, object]:
    position = finding.position
    return {
        "shape": finding.shape.value,
        "name": finding.name,
        "severity": str(finding.severity),
        "message": finding.message,
        "focus": str(finding.focus),
        "path": None if finding.path is None else write_path(finding.path),
        "value": None if finding.value is None else str(finding.value),
        "component": finding.component.value,
        "graph": None if finding.graph is None else finding.graph.value,
        "file": None if position is None else position.path,
        "line": None if position is None else position.line,
        "column": None if position is None else position.column,
    }


def write_turtle(findings: Sequence[Finding], report: NamedNode) -> str:
    """Write the validation report that SHACL defines, without blank nodes.

    A path of more than one predicate cannot be spelled out without them: the source
    shape has it.

    Args:
        findings: what was found, in the order it is told.
        report: the IRI of the report; its results are numbered under it.
    """
    triples = list(_report_triples(findings, report))
    written = serialize(triples, format=RdfFormat.TURTLE, prefixes=_prefixes(triples))
    lines = written.decode().splitlines() if written is not None else []
    head = sorted(line for line in lines if line.startswith("@prefix"))
    body = (line for line in lines if not line.startswith("@prefix"))
    return "\n".join([*head, "", *body]) + "\n"  # the engine's prefixes have no order


def _prefixes(triples: Iterable[Triple]) -> dict[str, str]:
    text = "\n".join(map(str, triples))
    return {name: iri for name, iri in PREFIXES.items() if f"<{iri}" in text}


def _report_triples(findings: Sequence[Finding], report: NamedNode) -> Iterator[Triple]:
    conforms = Literal("false" if findings else "true", datatype=XSD.boolean)
    results = [NamedNode(f"{report.value}/{n}") for n in range(1, len(findings) + 1)]
    yield Triple(report, RDF.type, SH.ValidationReport)
    yield Triple(report, SH.conforms, conforms)
    for result in results:
        yield Triple(report, SH.result, result)
    for result, finding in zip(results, findings, strict=True):
        yield from _result_triples(result, finding)


def _result_triples(result: NamedNode, finding: Finding) -> Iterator[Triple]:
    yield Triple(result, RDF.type, SH.ValidationResult)
    yield Triple(result, SH.resultSeverity, finding.severity.iri)
    yield Triple(result, SH.sourceShape, _named(result, "shape", finding.shape))
    yield Triple(result, SH.sourceConstraintComponent, finding.component)
    yield Triple(result, SH.resultMessage, Literal(finding.message, language="en"))
    yield Triple(result, SH.focusNode, _named(result, "focus", finding.focus))
    if finding.value is not None:
        yield Triple(result, SH.value, _named(result, "value", finding.value))
    if isinstance(finding.path, NamedNode):
        yield Triple(result, SH.resultPath, finding.path)


def _named(result: NamedNode, part: str, term: Term) -> NamedNode | Literal:
    """Give a blank node an IRI of the report: its label means nothing elsewhere."""
    return NamedNode(f"{result.value}/{part}") if isinstance(term, BlankNode) else term
