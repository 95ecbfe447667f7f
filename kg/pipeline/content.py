"""Content: all that a project says, as statements, stages and files of rules."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg.importers.project import read_project
from kg.mapping.codes import Codes
from kg.mapping.corpus import map_corpus
from kg.mapping.merging import Merges
from kg.model.corpus import Corpus
from kg.pipeline.merging import merge_stage, merge_statements, read_merges
from kg.pipeline.stages import FOLDER, Stage, take_stages
from kg.publishing.manifest import Stamp
from kg.publishing.quality import FOLDER as MEASURES
from kg.publishing.shapes import join_shapes
from kg.publishing.thresholds import Threshold, read_thresholds
from kg.rdf import iri
from kg.rdf.ontology import read_ontology
from kg.rdf.query.catalogue import Query, read_catalogue
from kg.rdf.statement import Statement

Step = Callable[[str], None]
"""Told of each stage before it begins."""

SHAPES = "ontology/shapes"
QUERIES = "queries"


def silent(_stage: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Content:
    """All that a project says: what curators wrote, registers, ontology, rules.

    `statements` are those of curators, `stages` what bulk sources say, in files;
    `thresholds` are what a release of it all must reach.
    """

    corpus: Corpus
    statements: list[Statement]
    ontology: list[Quad]
    queries: tuple[Query, ...]
    shapes: str
    thresholds: tuple[Threshold, ...]
    stages: tuple[Stage, ...] = ()
    merges: Merges = field(default_factory=Merges)

    @property
    def quads(self) -> list[Quad]:
        """What curators wrote and the ontology, whoever may see it."""
        return [*(statement.quad for statement in self.statements), *self.ontology]

    def data(self) -> Iterator[Quad]:
        """Yield every quad but those of the ontology; those of stages from files."""
        yield from (statement.quad for statement in self.statements)
        for stage in self.stages:
            yield from stage.quads()

    @property
    def texts(self) -> dict[NamedNode, str]:
        """The texts of the documents, by document."""
        return {
            iri.mint("document", document.source.key): document.text.content
            for document in self.corpus.documents
        }


def read(
    root: Path, stamp: Stamp, step: Step = silent, stages: Path | None = None
) -> Content:
    """Read a project and turn all of it into statements.

    Args:
        root: the project.
        stamp: the time that graphs are said to be made at.
        step: told of each stage.
        stages: where the stages of bulk sources are kept; below the root's `build/`
            when nothing is said.

    Raises:
        InputErrors: all faults of the sources, of the queries or of the thresholds,
            each with file, line and column.
        SyntaxFaultError: a file of the ontology is not Turtle.
    """
    step("reading the ontology")
    ontology = list(read_ontology(root))
    step("reading the queries")
    queries = read_catalogue(root / QUERIES).queries
    measures = [query.name for query in queries if query.folder == MEASURES]
    thresholds = tuple(read_thresholds(root, measures))
    step("reading the sources")
    corpus = read_project(root)
    step("mapping to statements")
    codes = Codes.from_quads(ontology)
    told = map_corpus(corpus, codes, stamp.time)
    shapes = join_shapes(root / SHAPES)
    folder = root / "build" / FOLDER if stages is None else stages
    mapped = take_stages(corpus, codes, folder, step)
    merges = read_merges(corpus, codes, told, mapped)
    taken = tuple(merge_stage(stage, merges, folder) for stage in mapped)
    told = merge_statements(told, merges)
    return Content(corpus, told, ontology, queries, shapes, thresholds, taken, merges)
