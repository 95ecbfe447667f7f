"""Build and publish: the only module that knows all stages.

sources → records → statements → findings → release → current
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg.errors import ValidationError
from kg.importers.identifiers import mint_identifiers
from kg.importers.project import read_project
from kg.mapping.codes import Codes
from kg.mapping.corpus import map_corpus
from kg.mapping.names import opaque_keys
from kg.model.account import Account
from kg.model.corpus import Corpus
from kg.pipeline.bulk import map_bulk
from kg.publishing.addition import Addition, read_addition
from kg.publishing.audience import Access, Audience, Shown
from kg.publishing.catalogue import VOID_FILE, Edition, Told, tell, write_service
from kg.publishing.dumps import write_dumps
from kg.publishing.leaks import find_leaks
from kg.publishing.manifest import (
    Stamp,
    count,
    graph_sizes,
    hash_inputs,
    tools,
    version_name,
    write_json,
)
from kg.publishing.quality import FOLDER as MEASURES
from kg.publishing.quality import Quality, measure, write_quality
from kg.publishing.release import (
    MANIFEST,
    Release,
    find_release,
    switch,
    write_release,
)
from kg.publishing.shapes import join_shapes, write_shapes
from kg.publishing.thresholds import Threshold, read_thresholds
from kg.rdf import iri
from kg.rdf.ontology import read_ontology
from kg.rdf.query.catalogue import Query, read_catalogue
from kg.rdf.statement import Statement
from kg.store.bulk import build_store
from kg.store.oxigraph import OxigraphStore
from kg.validation.checks.questions import question_findings
from kg.validation.checks.registry import check as run_checks
from kg.validation.engine import Background, locate, validate
from kg.validation.finding import Finding, Severity
from kg.validation.positions import Positions
from kg.validation.reports.json import write_json as write_report
from kg.validation.reports.turtle import write_turtle
from kg.validation.shapes import Shapes, read_shapes

Step = Callable[[str], None]
"""Told of each stage before it begins."""

SHAPES = "ontology/shapes"
QUERIES = "queries"


def _silent(_stage: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Content:
    """All that a project says: what curators wrote, ontology, questions, rules.

    `thresholds` are what a release of it must reach, `accounts` what became of the rows
    of each bulk source.
    """

    corpus: Corpus
    statements: list[Statement]
    ontology: list[Quad]
    queries: tuple[Query, ...]
    shapes: str
    thresholds: tuple[Threshold, ...]
    accounts: dict[str, Account]

    @property
    def quads(self) -> list[Quad]:
        """Every quad of every graph, whoever may see it."""
        return [*(statement.quad for statement in self.statements), *self.ontology]

    @property
    def texts(self) -> dict[NamedNode, str]:
        """The texts of the documents, by document."""
        return {
            iri.mint("document", document.source.key): document.text.content
            for document in self.corpus.documents
        }


def read(root: Path, stamp: Stamp, step: Step = _silent) -> Content:
    """Read a project and turn all of it into statements.

    Raises:
        InputErrors: all faults of the sources, of the queries or of the thresholds,
            each with file, line and column.
        SyntaxFaultError: a file of the ontology is not Turtle.
    """
    step("reading the ontology")
    ontology = list(read_ontology(root))
    step("reading the queries")
    queries = read_catalogue(root / QUERIES).queries
    thresholds = read_thresholds(
        root, [q.name for q in queries if q.folder == MEASURES]
    )
    step("reading the sources")
    corpus = read_project(root)
    step("mapping to statements")
    codes = Codes.from_quads(ontology)
    statements = map_corpus(corpus, codes, stamp.time)
    accounts: dict[str, Account] = {}
    for source in corpus.bulk:
        step(f"mapping {source.name}")
        mapped = map_bulk(source, corpus, codes)
        statements += mapped.statements
        accounts[source.source.key] = mapped.account
    shapes = join_shapes(root / SHAPES)
    return Content(
        corpus, statements, ontology, queries, shapes, tuple(thresholds), accounts
    )


@dataclass(frozen=True, slots=True)
class Rules:
    """The shapes, and the ontology that they and the data build on."""

    shapes: Shapes
    background: Background

    @classmethod
    def read(cls, root: Path, ontology: list[Quad]) -> "Rules":
        """Read the shapes of a project.

        Raises:
            InputErrors: all that is wrong with them.
        """
        return cls(read_shapes(root / SHAPES), Background(ontology))

    def findings(self, content: Content) -> list[Finding]:
        """List what breaks the rules, each at its place in a source file."""
        quads = [statement.quad for statement in content.statements]
        found = validate(quads, self.shapes, self.background)
        found += run_checks(quads, self.background.triples, content.texts)
        with self.background.store_with(quads) as store:
            found += question_findings(store, content.queries)
        return locate(found, Positions.from_statements(content.statements))


def check(root: Path, content: Content, step: Step = _silent) -> list[Finding]:
    """List what the rules of a project find in it (see `Rules`)."""
    step("validating")
    return Rules.read(root, content.ontology).findings(content)


def mint(root: Path) -> list[str]:
    """Give an opaque identifier to everything that needs one; return the new lines."""
    codes = Codes.from_quads(read_ontology(root))
    return mint_identifiers(root, opaque_keys(read_project(root), codes))


def build(
    root: Path,
    folder: Path,
    stamp: Stamp,
    step: Step = _silent,
    workspace: Path | None = None,
) -> Release:
    """Build a release and make it the current one.

    Nothing is done again when the release of the same time and inputs is there.

    Args:
        root: the project.
        folder: where releases are kept.
        stamp: the time and the commit that the release is given.
        step: told of each stage.
        workspace: the folder of a workspace, whose graphs are added.

    Raises:
        InputErrors: see `read`; or the workspace has what cannot be published.
        ValidationError: there is a finding of severity Violation; the release that was
            current stays so.
    """
    added = None if workspace is None else read_addition(workspace)
    inputs = _inputs(root, added)
    version = version_name(stamp, inputs)
    release = find_release(folder, version)
    if release is None:
        content = _joined(read(root, stamp, step), added)
        findings = check(root, content, step)
        refuse_violations(findings)
        with write_release(folder, version) as path:
            header = _Header(version, stamp, inputs, added)
            _write(path, content, findings, header, step)
        release = Release(folder / "releases" / version)
    switch(folder, release)
    return release


def _inputs(root: Path, added: Addition | None) -> str:
    """Return the hash of all that a release follows from."""
    files = hash_inputs(root)
    if added is None:
        return files
    return hashlib.sha256(f"{files} {added.digest}".encode()).hexdigest()


def _joined(content: Content, added: Addition | None) -> Content:
    """Add what a workspace says to what the files say.

    Raises:
        InputErrors: it says it in a graph that is made from files.
    """
    if added is None:
        return content
    more = added.statements(content.quads)
    return replace(content, statements=[*content.statements, *more])


def refuse_violations(findings: list[Finding]) -> None:
    """Stop a build.

    Raises:
        ValidationError: there is a finding of severity Violation.
    """
    violations = [f for f in findings if f.severity is Severity.VIOLATION]
    if violations:
        lines = [str(finding) for finding in violations]
        lines.append(f"{len(violations)} violations: nothing was published")
        raise ValidationError("\n".join(lines))


@dataclass(frozen=True, slots=True)
class _Header:
    version: str
    stamp: Stamp
    inputs: str
    added: Addition | None

    def manifest(self) -> dict[str, object]:
        workspace = {} if self.added is None else {"workspace": self.added.state}
        return {
            **workspace,
            "version": self.version,
            "time": self.stamp.text,
            "commit": self.stamp.commit,
            "inputs": self.inputs,
            "tools": tools(),
        }


def show(content: Content, about: Edition) -> tuple[Shown, Told]:
    """Choose what an audience is shown, and what the catalogue tells of it."""
    quads = content.quads
    access = Access.from_quads(quads)
    shown = Shown.of(quads, access, about.audience, about.time.date())
    return shown, tell(shown, about, access, content.queries)


def _write(
    path: Path,
    content: Content,
    findings: list[Finding],
    header: _Header,
    step: Step,
) -> None:
    for audience in Audience:
        about = Edition(audience, header.version, header.stamp.time)
        folder = path / audience.value
        shown = _write_audience(folder, content, about, (header, step))
        step(f"measuring the {audience} graphs")
        found = count_findings(findings, shown)
        _measure(folder, content, about, found)
    _write_report(path, findings, header.version)
    write_json(path / MANIFEST, header.manifest())


def _write_report(path: Path, findings: list[Finding], version: str) -> None:
    """Write what the shapes found; it tells of graphs of every audience."""
    (path / "report.json").write_text(write_report(findings), "utf-8")
    name = iri.graph(f"report/{version}")
    (path / "report.ttl").write_text(write_turtle(findings, name), "utf-8")


def count_findings(
    findings: list[Finding], shown: list[Quad]
) -> dict[str, dict[str, int]]:
    """Count findings that an audience could have made itself, by rule and severity.

    They are about things it is shown, and stand in graphs that it is shown: a number
    must not tell of what is hidden.
    """
    subjects = {quad.subject for quad in shown}
    graphs = {quad.graph_name for quad in shown}
    counts: dict[str, dict[str, int]] = {}
    for finding in findings:
        if finding.focus in subjects and finding.graph in graphs:
            by_severity = counts.setdefault(finding.name, {})
            severity = str(finding.severity)
            by_severity[severity] = by_severity.get(severity, 0) + 1
    return counts


def _measure(
    folder: Path, content: Content, about: Edition, found: dict[str, dict[str, int]]
) -> None:
    """Measure what an audience is shown, and see that it is good enough.

    Raises:
        ValidationError: a threshold is missed.
    """
    store = OxigraphStore(folder / "store")
    measured = tuple(measure(store, content.queries, about.time.date()))
    quality = Quality(about.version, about.audience.value, measured, found)
    missed = [line for it in content.thresholds if (line := it.missed(quality))]
    if missed:
        lines = "\n".join(missed)
        raise ValidationError(f"{lines}\n{about.audience} build: not good enough")
    write_quality(folder, quality, about, content.queries)


def _write_audience(
    folder: Path, content: Content, about: Edition, told: tuple[_Header, Step]
) -> list[Quad]:
    """Write the files of an audience; return the named graphs it is shown."""
    header, step = told
    audience = about.audience
    step(f"counting what the {audience} graphs hold")
    shown, catalogue = show(content, about)
    all_ = shown.having(catalogue.quads)
    dumps = folder / "dumps"
    dumps.mkdir(parents=True)
    files = write_dumps(
        dumps, all_.named, all_.default, lambda name: step(f"writing {audience} {name}")
    )
    _refuse_leaks(dumps, set(content.quads) - set(shown.named), all_.named)
    step(f"building the {audience} store")
    build_store(folder / "store", dumps / "graph.nq", dumps / "merged.nt")
    write_service(folder / VOID_FILE, catalogue)
    write_shapes(folder, content.shapes)
    manifest = {
        **header.manifest(),
        "audience": audience.value,
        "counts": count(all_.named, all_.default),
        "graphs": graph_sizes(all_.named),
        "files": files,
    }
    write_json(folder / MANIFEST, manifest)
    return all_.named


def _refuse_leaks(dumps: Path, hidden: set[Quad], shown: list[Quad]) -> None:
    leaks = find_leaks(dumps, hidden, shown)
    if leaks:
        lines = "\n".join(leaks)
        raise ValidationError(f"hidden content in public files:\n{lines}")
