"""The report that SHACL defines, as Turtle."""

from collections.abc import Iterable, Iterator, Sequence

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
from kg.validation.finding import Finding
from kg.validation.index import Term
from kg.validation.paths import CompoundPath
from kg.validation.reports.pathgraph import path_triples


def write_turtle(
    findings: Sequence[Finding], report: NamedNode, *, spelled: bool = False
) -> str:
    """Write the validation report that SHACL defines, without blank nodes.

    A path of more than one predicate cannot be spelled out without them: the source
    shape has it.

    Args:
        findings: what was found, in the order it is told.
        report: the IRI of the report; its results are numbered under it.
        spelled: spell out such paths, with blank nodes.
    """
    triples = list(_report_triples(findings, report))
    if spelled:
        triples += _path_triples(findings, report)
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
    yield Triple(result, SH.resultSeverity, finding.severity_iri)
    yield Triple(result, SH.sourceShape, _named(result, "shape", finding.shape))
    yield Triple(result, SH.sourceConstraintComponent, finding.component)
    yield Triple(result, SH.resultMessage, Literal(finding.message, language="en"))
    yield Triple(result, SH.focusNode, _named(result, "focus", finding.focus))
    if finding.value is not None:
        yield Triple(result, SH.value, _named(result, "value", finding.value))
    if isinstance(finding.path, NamedNode):
        yield Triple(result, SH.resultPath, finding.path)


def _path_triples(findings: Sequence[Finding], report: NamedNode) -> Iterator[Triple]:
    for number, finding in enumerate(findings, 1):
        if isinstance(finding.path, CompoundPath):
            found = list(path_triples(finding.path))
            result = NamedNode(f"{report.value}/{number}")
            yield Triple(result, SH.resultPath, found[0].subject)
            yield from found


def _named(result: NamedNode, part: str, term: Term) -> NamedNode | Literal:
    """Give a blank node an IRI of the report: its label means nothing elsewhere."""
    return NamedNode(f"{result.value}/{part}") if isinstance(term, BlankNode) else term
