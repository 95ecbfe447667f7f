"""Reports: of the sources of a project, of files by its rules, of any files by others.

Importing this takes most of a second, for the engine's sake: `kg.cli.validate` does it
when it has findings to make.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from pyoxigraph import NamedNode

from kg import pipeline
from kg.cli.commit import stamp
from kg.cli.progress import progress
from kg.errors import InputError, InputErrors, KgError, Position
from kg.rdf.namespaces import SHAPES
from kg.rdf.ontology import read_ontology
from kg.rdf.terms import SH
from kg.validation.assembly import Material, assemble, rules_of
from kg.validation.checks.questions import FOLDER
from kg.validation.checks.registry import CHECKS, check
from kg.validation.columns.quads import Quads
from kg.validation.coverage import cover
from kg.validation.engine import validate_columns
from kg.validation.finding import Severity
from kg.validation.index import Node
from kg.validation.positions import Positions
from kg.validation.reading import read_source
from kg.validation.reports.excerpt import Texts
from kg.validation.reports.names import Names
from kg.validation.reports.report import Fault, Report, Rule, faults_of
from kg.validation.sources import Limit, read_sources
from kg.validation.standalone import Job, emptiness, place_findings, root, run

Place = Callable[[Node], Position | None]


def report_of_project(project: Path, *, counted: bool) -> Report:
    """Tell what is wrong in the sources of a project."""
    with progress() as step:
        try:
            content = pipeline.read(project, stamp(project), step)
            step("validating")
            rules = pipeline.Rules.read(project, content.ontology)
        except (InputError, InputErrors) as error:
            return report_of_faults(project, error)
        places = shape_places(project)
        report = report_of_content(project, content, rules, places)
        return _with_coverage(report, content, rules) if counted else report


def report_of_faults(project: Path, error: KgError) -> Report:
    """Tell why the sources of a project could not be read."""
    faults = (_inside(project, fault) for fault in faults_of(error))
    return Report(faults=tuple(faults), texts=Texts(project))


def _inside(project: Path, fault: Fault) -> Fault:
    """Name a file from the project's root."""
    if fault.position is None or not Path(fault.position.path).is_absolute():
        return fault
    path = Path(fault.position.path)
    if not path.is_relative_to(project):
        return fault
    inner = path.relative_to(project).as_posix()
    return replace(fault, position=replace(fault.position, path=inner))


def report_of_content(
    project: Path, content: pipeline.Content, rules: pipeline.Rules, place: Place
) -> Report:
    """Tell what the rules find in the content of a project.

    Args:
        project: where the files are that findings quote.
        content: what was read.
        rules: the shapes.
        place: where the rule of a shape stands.
    """
    quads = Quads.of(statement.quad for statement in content.statements)
    material = Material(rules.shapes, quads, content.ontology, Names(), place)
    checks = {rule.shape: rule for rule in check_rules(content)}
    results = tuple(
        replace(it, rule=checks.get(it.finding.shape, it.rule))
        for it in assemble(rules.findings(content), material)
    )
    every = (*rules_of(material), *checks.values())
    return Report(results, every, texts=Texts(project))


def check_rules(content: pipeline.Content) -> Iterator[Rule]:
    """Yield the rules that are no shapes: checks in Python, and queries."""
    for it in CHECKS:
        yield Rule(it.name, it.iri, it.severity, it.message)
    for query in content.queries:
        if query.folder == FOLDER and query.severity:
            yield Rule(
                query.name,
                NamedNode(SHAPES + query.name),
                Severity.from_iri(SH.iri(query.severity)),
                f"{query.title}.",
                Position(f"{pipeline.QUERIES}/{FOLDER}/{query.name}.rq"),
            )


def _with_coverage(
    report: Report, content: pipeline.Content, rules: pipeline.Rules
) -> Report:
    quads = (statement.quad for statement in content.statements)
    files = len({statement.position.path for statement in content.statements})
    seen = cover(rules.background.columns(quads), rules.shapes, files)
    return replace(report, coverage=seen)


def shape_places(project: Path) -> Place:
    """Find where the rules of a project stand."""
    files = sorted((project / pipeline.SHAPES).rglob("*.ttl"))
    sources = [
        read_source(file.relative_to(project).as_posix(), file) for file in files
    ]
    return Positions(mark for source in sources for mark in source.scan()).of_node


def report_of_files(project: Path, job: Job) -> Report:
    """Tell what is wrong in files of RDF, by the rules of a project."""
    with progress() as step:
        step("validating")
        data = read_sources(job.paths, Limit(job.largest), job.stdin)
        ontology = list(read_ontology(project))
        rules = pipeline.Rules.read(project, ontology)
        quads = data.quads
        columns = rules.background.columns_with(quads)
        found = validate_columns(columns, rules.shapes, rules.background)
        found += check(quads, rules.background.triples, texts={})
        place = shape_places(project)
        names = Names(root=root())
        material = Material(rules.shapes, quads, ontology, names, place, root())
        placed = place_findings(found, data.read)
        seen = None
        if job.counted:
            seen = cover(columns, rules.shapes, len(data.read))
        return Report(
            tuple(assemble(placed, material)),
            rules_of(material),
            tuple(f for e in (*data.faults, *emptiness(data)) for f in faults_of(e)),
            names,
            coverage=seen,
        )


def report_of_others(job: Job) -> Report:
    """Tell what is wrong in files of RDF, by the shapes given with them."""
    with progress() as step:
        step("validating")
        return run(job)
