"""The report as JUnit XML, which CI servers show as tests."""

from xml.etree import ElementTree

from kg.validation.finding import Severity
from kg.validation.reports.report import Report, Result
from kg.validation.reports.text import headline


def write_junit(report: Report, fail_on: Severity = Severity.VIOLATION) -> str:
    """Write a test for each rule that found nothing, and one for each finding.

    Args:
        report: what to tell.
        fail_on: findings less severe than this are told, and do not fail.
    """
    found = [result.finding for result in report.results]
    failures = sum(finding.severity >= fail_on for finding in found)
    broken = {result.rule.id for result in report.results}
    kept = [rule for rule in report.rules if rule.id not in broken]
    number = len(kept) + len(found) + len(report.faults)
    counts = {
        "name": "kg validate",
        "tests": str(number),
        "failures": str(failures),
        "errors": str(len(report.faults)),
    }
    root = ElementTree.Element("testsuites", counts)
    suite = ElementTree.SubElement(root, "testsuite", counts)
    for fault in report.faults:
        case = _case(suite, "input", str(fault.position or fault.kind))
        ElementTree.SubElement(
            case, "error", type=fault.kind, message=_clean(fault.message)
        )
    for rule in kept:
        _case(suite, "rules", rule.id)
    for result in report.results:
        _add(suite, report, result, fail_on)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _add(
    suite: ElementTree.Element, report: Report, result: Result, fail_on: Severity
) -> None:
    finding, rule = result.finding, result.rule
    case = _case(suite, rule.id, _clean(report.names.term(finding.focus)))
    if finding.position is not None:
        case.set("file", finding.position.path)
        case.set("line", str(finding.position.line))
    told = _clean(headline(report, result))
    if result.suggestion:
        told += f"\nhelp: {_clean(result.suggestion)}"
    if finding.severity < fail_on:
        ElementTree.SubElement(case, "system-out").text = told
        return
    about = {"type": str(finding.severity), "message": _clean(finding.message)}
    ElementTree.SubElement(case, "failure", about).text = told


def _case(suite: ElementTree.Element, group: str, name: str) -> ElementTree.Element:
    return ElementTree.SubElement(suite, "testcase", classname=_clean(group), name=name)


def _clean(text: str) -> str:
    """Replace characters that XML cannot hold."""
    return "".join(
        c if c in "\t\n" or " " <= c < "\ufffe" or c > "\uffff" else "�" for c in text
    )
