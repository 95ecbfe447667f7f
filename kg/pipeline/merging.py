"""Merging what stages say: one that tells of a merged thing is written once more."""

import hashlib
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pyoxigraph import NamedNode

from kg.mapping.codes import Codes
from kg.mapping.merging import Merges
from kg.mapping.names import read_names
from kg.model.corpus import Corpus
from kg.model.faults import Faults
from kg.pipeline.marks import read_entries, write_entries
from kg.pipeline.stages import Stage
from kg.publishing.release import write_folder
from kg.rdf.statement import Statement
from kg.rdf.terms import RDF

_SHORT = 8


def read_merges(
    corpus: Corpus,
    codes: Codes,
    statements: Iterable[Statement],
    stages: Iterable[Stage],
) -> Merges:
    """Read which of the things of a corpus are merged into which.

    Nothing is merged into what statements and stages do not describe: the link is then
    found to lead nowhere.

    Raises:
        InputErrors: judgements that merge what cannot be merged.
    """
    merges = Merges.of(corpus.identities, read_names(corpus, codes, Faults()))
    missing = set(merges.kept.values())
    typed = (it.quad for it in statements if it.quad.predicate == RDF.type)
    missing -= {quad.subject for quad in typed if missing}
    for stage in stages if missing else ():
        missing -= _described(stage, missing)
    kept = {gone: to for gone, to in merges.kept.items() if to not in missing}
    return Merges(kept)


def _described(stage: Stage, things: set[NamedNode]) -> set[NamedNode]:
    """Return those of some things that a stage says something of."""
    wanted = {str(thing).encode(): thing for thing in things}
    with stage.lines.open("rb") as lines:
        found = {line.partition(b" ")[0] for line in lines}
    return {thing for word, thing in wanted.items() if word in found}


def merge_statements(
    statements: Iterable[Statement], merges: Merges
) -> list[Statement]:
    """Say of what stays what statements say of what went."""
    if not merges.kept:
        return list(statements)
    return [replace(it, quad=merges.moved(it.quad)) for it in statements]


def merge_stage(stage: Stage, merges: Merges, folder: Path) -> Stage:
    """Return a stage as it is after merging; the same when it tells of nothing merged.

    What it was before is kept beside it, so that undoing a merge maps nothing again.
    """
    told = _told(stage, merges)
    if not told:
        return stage
    digest = hashlib.sha256("\n".join(told).encode()).hexdigest()[:_SHORT]
    name = f"{stage.path.name}-{digest}"
    if not (folder / name).is_dir():
        with write_folder(folder, name) as path:
            told_of = read_entries(stage.path, stage.quads())
            write_entries(((merges.moved(quad), mark) for quad, mark in told_of), path)
            for file in stage.path.iterdir():
                if not (path / file.name).exists():
                    shutil.copy(file, path / file.name)
    return replace(stage, path=folder / name)


def _told(stage: Stage, merges: Merges) -> list[str]:
    """List the merges of things that a stage tells of, in order."""
    wanted = {str(gone).encode(): gone for gone in merges.kept}
    found = set()
    if wanted:
        with stage.lines.open("rb") as lines:
            for line in lines:
                found |= {word for word in line.split() if word in wanted}
    gone = sorted((wanted[word] for word in found), key=str)
    return [f"{thing} {merges.kept[thing]}" for thing in gone]
