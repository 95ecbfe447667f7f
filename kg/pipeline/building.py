"""Building: from a project to a release, which becomes the current one."""

import hashlib
from dataclasses import replace
from itertools import chain
from pathlib import Path

from kg.importers.identifiers import mint_identifiers
from kg.importers.project import read_project
from kg.mapping.codes import Codes
from kg.mapping.names import opaque_keys
from kg.pipeline.beside import beside
from kg.pipeline.content import Content, Step, read, silent
from kg.pipeline.editions import Place, write_editions
from kg.pipeline.header import Header
from kg.pipeline.rules import check
from kg.pipeline.stages import FOLDER, forget_stages
from kg.pipeline.turn import turn
from kg.publishing.addition import Addition, read_addition
from kg.publishing.dcat.catalogue import describe_editions
from kg.publishing.manifest import Stamp, hash_inputs, version_name, write_json
from kg.publishing.release import (
    CURRENT,
    MANIFEST,
    Release,
    current_release,
    find_release,
    switch,
    write_release,
)
from kg.publishing.signatures import sign_editions
from kg.rdf import iri
from kg.rdf.ontology import read_ontology
from kg.validation.finding import Finding
from kg.validation.reports.json import write_json as write_report
from kg.validation.reports.turtle import write_turtle


def mint(root: Path) -> list[str]:
    """Give an opaque identifier to everything that needs one; return the new lines."""
    codes = Codes.from_quads(read_ontology(root))
    return mint_identifiers(root, opaque_keys(read_project(root), codes))


def build(
    root: Path,
    folder: Path,
    stamp: Stamp,
    step: Step = silent,
    workspace: Path | None = None,
) -> Release:
    """Build a release and make it the current one.

    Nothing is done again when the release of the same time and inputs is there, and no
    bulk source is mapped again that has not changed.

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
        SetupError: the current release has another base of IRIs.
    """
    if (folder / CURRENT / MANIFEST).is_file():
        current_release(folder)
    added = None if workspace is None else read_addition(workspace)
    inputs = _inputs(root, added)
    version = version_name(stamp, inputs)
    header = Header(version, stamp, inputs, "" if added is None else added.state)
    with turn(folder / FOLDER, step):
        release = find_release(folder, version)
        if release is None:
            release = _write((root, folder), header, added, step)
        switch(folder, release)
    return release


def _write(
    folders: tuple[Path, Path], header: Header, added: Addition | None, step: Step
) -> Release:
    """Write a release that is not there."""
    root, folder = folders
    stamp, version = header.stamp, header.version
    stages = folder / FOLDER
    content = _joined(read(root, stamp, step, stages), added)
    step("validating")
    kept = None if stamp.anew else stages
    with (
        beside(lambda _tell: check(root, content, stages=kept), step) as checking,
        write_release(folder, version) as path,
    ):
        place = Place(root, path, folder, stamp.anew)
        findings = write_editions(place, content, header, checking, step)
        sign_editions(path, stamp.key)
        describe_editions(path)
        _write_report(path, findings, version)
        write_json(path / MANIFEST, header.manifest(content))
    forget_stages(stages, content.stages)
    return Release(folder / "releases" / version)


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
    more = added.statements(chain(content.data(), content.ontology))
    return replace(content, statements=[*content.statements, *more])


def _write_report(path: Path, findings: list[Finding], version: str) -> None:
    """Write what the rules found; it tells of graphs of every audience."""
    (path / "report.json").write_text(write_report(findings), "utf-8")
    name = iri.graph(f"report/{version}")
    (path / "report.ttl").write_text(write_turtle(findings, name), "utf-8")
