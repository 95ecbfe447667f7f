"""Findings of the sources, or of files of others, and how they are written.

Importing this takes most of a second, for the engine's sake: `kg.cli.validate` does it
when it has findings to make.
"""

from collections.abc import Callable
from pathlib import Path

from pyoxigraph import NamedNode

from kg import pipeline
from kg.cli.commit import stamp
from kg.cli.progress import progress
from kg.rdf.namespaces import BASE
from kg.rdf.ontology import read_ontology
from kg.validation.engine import Background, validate_files
from kg.validation.finding import Finding
from kg.validation.reports.json import write_json
from kg.validation.reports.text import write_text
from kg.validation.reports.turtle import write_turtle
from kg.validation.shapes import read_shapes

_REPORT = NamedNode(f"{BASE}report")

WRITERS: dict[str, Callable[[list[Finding]], str]] = {
    "lines": lambda findings: "".join(f"{finding}\n" for finding in findings),
    "text": write_text,
    "json": write_json,
    "turtle": lambda findings: write_turtle(findings, _REPORT),
}
"""How findings are written, by name: the names that `kg validate --format` takes."""


def find_in_project(project: Path) -> list[Finding]:
    """List what is wrong in the sources."""
    with progress() as step:
        content = pipeline.read(project, stamp(project), step)
        return pipeline.check(project, content, step)


def find_in_files(project: Path, files: list[Path]) -> list[Finding]:
    """List what is wrong in files of RDF, by the rules of a project."""
    with progress() as step:
        step("validating")
        shapes = read_shapes(project / pipeline.SHAPES)
        return validate_files(files, shapes, Background(read_ontology(project)))
